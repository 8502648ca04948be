using TimeScales.Experiments.Law;
using TimeScales.Kernels;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.NetworkSizes;

/// <summary>Beyond the paper: do profiles, the law and anisotropy depend on the width H and the length T?</summary>
/// <remarks>
/// <para>What the initialisation alone says, derived. Weights are drawn from ±1/√H, so a row of W_r has the mean square H·1/(3H)
/// = 1/3 for every H. The pre-activations of units, gates' too, then have a variance that does not depend on H, nor do gates and
/// slopes; by the circular law the eigenvalues of D W_r fill a disc of radius λ = √(⟨φ′²⟩/3), by
/// <see cref="MeanFieldGrowth.Edge"/> those of a step with gates end at z. So λ, z, g and the factor of S per step keep their
/// values while H grows, and only their spread over draws shrinks; T does not occur in them.</para>
/// <para>Two things do change, without anything being learned. S(h)/z^h is no constant but a power of h (of D W_r alone it is
/// √(e(h + 1)), the norm of a product of h square random matrices), so a slope fitted up to lag T/2 nears ln z as T grows. And
/// the r-th of H singular values is the quantile r/H: near a soft edge ln σ_1/σ_r falls as (r/H)^(2/3), for lags beyond that as
/// h(r − 1)/(2H), the spacing of Lyapunov exponents. So AI_10 falls to 1 and CE_10 to 10/H while H grows; at r in proportion to H
/// neither does. What is drawn anew with the same gates and slopes shows it.</para>
/// </remarks>
public static partial class NetworkSizesExperiment
{
    /// <summary>The shortest lag from which a factor per step is fitted.</summary>
    internal const int ShortestLag = WithinLagFit.ShortestLag;

    /// <summary>Half of the shortest length: up to here a factor per step can be compared between all.</summary>
    private const int LongestSharedLag = 20;

    private static readonly int[] ProfileLags = [1, 2, 5, 10, 12, 20, 40, 80, 160, 320];
    private static readonly double[] SharesOfLength = [0.125, 0.25, 0.5, 0.75];

    /// <summary>Draws a network, trains it and measures it at its checkpoints.</summary>
    /// <exception cref="ArgumentException">The configuration is impossible.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public static RunResult<NetworkSizesConfiguration, NetworkSizesCheckpoint> Run(NetworkSizesConfiguration config,
        RunContext? context = null)
    {
        config.Validate();
        var checkpoints = new List<NetworkSizesCheckpoint>();
        foreach (var (network, update) in Trained(config, context))
        {
            if (Measure(config, network, update, context) is not { } checkpoint)
                return RunResult<NetworkSizesConfiguration, NetworkSizesCheckpoint>.Embedded(config, checkpoints, update);
            checkpoints.Add(checkpoint);
        }
        return RunResult<NetworkSizesConfiguration, NetworkSizesCheckpoint>.Embedded(config, checkpoints, null);
    }

    private static IEnumerable<(Network<double> Network, int Update)> Trained(NetworkSizesConfiguration config,
        RunContext? context)
    {
        var task = config.Task;
        var network = new Network<float>(Cell.ByName(config.Cell), config.Hidden, config.Inputs, task.ReadOut)
            .Initialize(new TorchGenerator(config.Seed));
        var training = Streams.Training(config.Seed);
        var optimizer = new GradientDescent<float>(config.StepSize);
        var gradient = new float[network.Weights.Length];
        var update = 0;
        foreach (var checkpoint in config.Checkpoints)
        {
            // Made anew between checkpoints, so that it is not held while products are measured.
            var unroll = update < checkpoint
                ? new Unroll<float>(network.Cell, config.Hidden, config.Inputs, config.BatchSize, config.Steps, task.ReadOut)
                : null;
            for (; update < checkpoint; update++)
            {
                context?.Report((double)update / config.Checkpoints[^1]);
                var batch = task.Draw(training, config.BatchSize, config.Steps, config.Inputs);
                unroll!.Forward(network, batch.Inputs);
                unroll.Backward(network, batch.Targets, gradient);
                optimizer.Update(network.Weights, gradient);
            }
            yield return (network.To<double>(), update);
        }
    }

    /// <summary>The measurements at a checkpoint, or null where the network has diverged.</summary>
    private static NetworkSizesCheckpoint? Measure(NetworkSizesConfiguration config, Network<double> network, int update,
        RunContext? context)
    {
        var probe = config.Task.Draw(Streams.Probe(config.Seed), config.ProbeSize, config.Steps, config.Inputs);
        var unroll = network.Unroll(Array.ConvertAll(probe.Inputs, u => (double)u), config.ProbeSize);
        var probeLoss = unroll.Loss(Array.ConvertAll(probe.Targets, y => (double)y));
        if (!double.IsFinite(probeLoss))
            return null;

        var (size, steps) = (unroll.StateSize, config.Steps);
        var ungatedSlopes = UngatedProducts.Slopes(network, unroll);
        var ungated = UngatedProducts.UngatedStep(network, unroll);
        var redrawnStream = Streams.Redrawn(config.Seed);
        var redrawn = UngatedProducts.RedrawnStep(network, unroll, values => redrawnStream.FillNormal(values));
        var (own, other) = (new ShapeOfProducts(config, size), new ShapeOfProducts(config, size));
        var (norms, gains, ungatedGains, redrawnNorms) = (Logarithms(), Logarithms(), Logarithms(), Logarithms());
        var (edges, initialEdges) = (Logarithms(), Logarithms());
        var shared = Math.Min(steps / 2, LongestSharedLag);
        var initialUngated = 0.0;
        var rowSquares = MeanFieldGrowth.RowSquares(network);
        double[] initialRowSquares = [.. network.Cell.Preactivations.Select(p => p.Recurrent is null ? 0 : 1 / 3.0)];

        for (var b = 0; b < config.ProbeSize; b++)
        {
            var sequence = b;
            var norm = new ProductNorm<double>(size);
            ProductChain.Walk(size, steps, steps - 1, (t, jacobian) =>
                unroll.StateJacobian(sequence, t, jacobian), (lag, product, scale) =>
            {
                context?.Report((double)update / Math.Max(1, config.Checkpoints[^1]));
                norms[sequence][lag - 1] = Math.Log(norm.Of(product, lag)) + scale;
                gains[sequence][lag - 1] = Math.Log(product.FrobeniusNorm() / Math.Sqrt(size)) + scale;
                own.Add(lag, product);
            });
            ProductChain.Walk(size, steps, steps - 1, (t, jacobian) => ungated(sequence, t, jacobian),
                (lag, product, scale) => ungatedGains[sequence][lag - 1] = Math.Log(product.FrobeniusNorm() / Math.Sqrt(size))
                    + scale);
            ProductChain.Walk(size, steps, Math.Max(config.Lags[^1], shared), (t, jacobian) =>
                redrawn(sequence, t, jacobian), (lag, product, scale) =>
            {
                if (lag <= shared)
                    redrawnNorms[sequence][lag - 1] = Math.Log(norm.Of(product, lag)) + scale;
                other.Add(lag, product);
            });
            var (edge, initialEdge) = (0.0, 0.0);
            for (var lag = 1; lag < steps; lag++)
            {
                var slopes = unroll.Slopes(b, steps - lag + 1);
                edges[b][lag - 1] = edge += Math.Log(MeanFieldGrowth.Edge(slopes, rowSquares));
                initialEdges[b][lag - 1] = initialEdge += Math.Log(MeanFieldGrowth.Edge(slopes, initialRowSquares));
                initialUngated += Math.Log(MeanFieldGrowth.Edge(ungatedSlopes(b, steps - lag + 1), initialRowSquares)) / (
                    config.ProbeSize * (steps - 1));
            }
        }

        var (gate, spread, kept) = Gates(unroll);
        var λ = FactorPerStep(Medians(ungatedGains), steps / 2);
        var products = GateProducts.Of(unroll);
        double[] gateProducts = [.. norms.SelectMany((row, b) => row.Select((_, i) => products[b, steps, steps - i - 1]))];
        var (sensitivity, edgeProfile) = (Medians(norms), Medians(edges));
        int[] lags = [.. ProfileLags.Where(lag => lag < steps)];
        double[] AtLags(double[] profile) => [.. lags.Select(lag => profile[lag - 1] - profile[0])];
        double[] AtShares(double[] profile) =>
            [.. SharesOfLength.Select(share => profile[(int)Math.Round(share * steps) - 1] - profile[0])];
        var lawFactor = kept + gate * λ;
        return new NetworkSizesCheckpoint(
            update, probeLoss, gate, spread, kept, λ, Math.Exp(initialUngated),
            FactorPerStep(sensitivity, steps / 2), FactorPerStep(sensitivity, shared),
                FactorPerStep(Medians(redrawnNorms), shared),
            FactorPerStep(Medians(gains), steps / 2),
            lawFactor, FactorPerStep(edgeProfile, steps / 2), FactorPerStep(Medians(initialEdges), steps / 2),
            Statistics.FitLine(gateProducts, [.. norms.SelectMany(row => row)]).Slope,
                gate < 1 ? Math.Log(lawFactor) / Math.Log(gate) : double.NaN,
            lags, AtLags(sensitivity), AtLags(edgeProfile), SharesOfLength, AtShares(sensitivity), AtShares(edgeProfile),
            config.Lags, own.Medians(), other.Medians());

        double[][] Logarithms() => [.. Enumerable.Range(0, config.ProbeSize).Select(_ => new double[steps - 1])];
    }

    /// <summary>Medians over sequences, one per lag.</summary>
    private static double[] Medians(double[][] logarithms) =>
        [.. Enumerable.Range(0, logarithms[0].Length).Select(i => Statistics.Median([.. logarithms.Select(row => row[i])]))];

    /// <summary>e to the slope of a profile, whose first value is that of lag 1, from the shortest lag that counts to
    /// <paramref name="longest"/>.</summary>
    private static double FactorPerStep(double[] profile, int longest)
    {
        double[] lags = [.. Enumerable.Range(ShortestLag, longest - ShortestLag + 1).Select(lag => (double)lag)];
        return Math.Exp(Statistics.FitLine(lags, profile.AsSpan(ShortestLag - 1, lags.Length)).Slope);
    }

    private static (double Mean, double Spread, double Kept) Gates(Unroll<double> unroll)
    {
        var (gate, logarithm, square, kept, count) = (0.0, 0.0, 0.0, 0.0, (double)unroll.Batch * unroll.Steps * unroll.Hidden);
        // Counted from one of them, so that the spread of a constant gate is 0 and not rounding.
        var first = Math.Log(unroll.Gate(0, 1, 0));
        for (var b = 0; b < unroll.Batch; b++)
        {
            for (var t = 1; t <= unroll.Steps; t++)
            {
                kept += unroll.Slopes(b, t).Kept.Sum() / count;
                for (var unit = 0; unit < unroll.Hidden; unit++)
                {
                    var g = unroll.Gate(b, t, unit);
                    var deviation = Math.Log(g) - first;
                    gate += g / count;
                    logarithm += deviation / count;
                    square += deviation * deviation / count;
                }
            }
        }
        return (gate, Math.Sqrt(Math.Max(0, square - logarithm * logarithm)), kept);
    }

    /// <summary>Collects the singular values of products at the lags where they are asked for.</summary>
    private sealed class ShapeOfProducts(NetworkSizesConfiguration config, int size)
    {
        private readonly ProductSvd svd = new(size);
        private readonly List<(int Lag, Spectrum OfRank, double OfShare)> all = [];

        public void Add(int lag, PaddedMatrix<double> product)
        {
            if (!config.Lags.Contains(lag))
                return;
            svd.AppendGroup([product]);
            var logarithms = svd.LogSingularValues();
            all.Add((lag, Spectrum.FromLogarithms(logarithms, config.Rank),
                Spectrum.FromLogarithms(logarithms, config.RankOfShare).Anisotropy));
        }

        public ProductShape Medians() => new(
            Medians(one => one.OfRank.Anisotropy), Medians(one => one.OfRank.Concentration), Medians(one => one.OfShare));

        private double[] Medians(Func<(int Lag, Spectrum OfRank, double OfShare), double> value) =>
            [.. config.Lags.Select(lag => Statistics.Median([.. all.Where(one => one.Lag == lag).Select(value)]))];
    }
}
