using TimeScales.Experiments.Learned;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Law;

/// <summary>Beyond the paper: what predicts sensitivities, the gate product, or what a step keeps and passes on.</summary>
/// <remarks>
/// One step of a gated cell keeps 1 − g of a small change and passes g of it through the recurrent weights, which by themselves
/// multiply it by λ. Its slowest directions are therefore multiplied by 1 − g + gλ: S(t,k) ≈ c Π (1 − g_j(1 − λ)), and the
/// exponent of the gate product is ln(1 − g + gλ)/ln g. <see cref="MeanFieldGrowth"/> derives it, and what replaces it where
/// gates and slopes differ between units and steps.
/// </remarks>
public static partial class LawExperiment
{
    private static readonly int[] ProfileLags = [1, 2, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 60];

    /// <summary>Draws or trains one network and measures it at its checkpoints.</summary>
    /// <exception cref="ArgumentException">The configuration is impossible.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public static RunResult<LawConfiguration, LawCheckpoint> Run(LawConfiguration config, RunContext? context = null)
    {
        config.Validate();
        var learned = config.LearnedTask.Length > 0
            ? LearnedExperiment.Train(config.Learned(), done => context?.Report(done)).Training : null;
        if (learned?.DivergedAt is { } divergedAt)
            return RunResult<LawConfiguration, LawCheckpoint>.Embedded(config, [], divergedAt);
        var checkpoints = new List<LawCheckpoint>();
        foreach (var (network, updates) in learned is null ? Trained(config, context)
            : config.Checkpoints.Select(percent => (learned.At(percent).Network, percent)))
        {
            if (Measure(config, network.To<double>(), updates) is not { } checkpoint)
                return RunResult<LawConfiguration, LawCheckpoint>.Embedded(config, checkpoints, updates);
            checkpoints.Add(checkpoint);
        }
        return RunResult<LawConfiguration, LawCheckpoint>.Embedded(config, checkpoints, null);
    }

    private static IEnumerable<(Network<float> Network, int Checkpoint)> Trained(LawConfiguration config, RunContext? context)
    {
        var task = config.Task;
        var network = Initial(config);
        var training = Streams.Training(config.Seed);
        var unroll = new Unroll<float>(network.Cell, config.Hidden, config.Inputs, config.BatchSize, config.Steps);
        var optimizer = new GradientDescent<float>(config.StepSize);
        var gradient = new float[network.Weights.Length];
        for (var update = 0; ; update++)
        {
            context?.Report((double)update / Math.Max(1, config.Checkpoints[^1]));
            if (config.Checkpoints.Contains(update))
                yield return (network, update);
            if (update == config.Checkpoints[^1])
                yield break;
            var batch = task.Draw(training, config.BatchSize, config.Steps, config.Inputs);
            unroll.Forward(network, batch.Inputs);
            unroll.Backward(network, batch.Targets, gradient);
            optimizer.Update(network.Weights, gradient);
        }
    }

    /// <summary>The network before its first update: the weights of Sec. VII-A, W_r scaled, gates shifted.</summary>
    private static Network<float> Initial(LawConfiguration config)
    {
        var shift = config.GateShift;
        Cell cell = config.Cell switch
        {
            "leaky" => new LeakyCell(1 / (1 + Math.Exp(-shift) * (1 - LeakyCell.PaperAlpha) / LeakyCell.PaperAlpha)),
            "scalar" => new ScalarGateCell(hasGateBias: shift != 0),
            "multi" => new MultiGateCell(hasGateBias: shift != 0),
            _ => Cell.ByName(config.Cell),
        };
        var network = new Network<float>(cell, config.Hidden, config.Inputs).Initialize(new TorchGenerator(config.Seed));
        foreach (ref var weight in network["Wr"])
            weight *= (float)config.WeightScale;
        foreach (var (bias, sign) in Biases.Where(bias => shift != 0
            && network.Blocks.Any(block => block.Name == bias.Name && bias.Cell == config.Cell)).Select(b => (b.Name, b.Sign)))
            network[bias].Fill((float)(sign * shift));
        return network;
    }

    /// <summary>The biases that a shift of the gates moves: up what takes the candidate, down what keeps the state.</summary>
    private static readonly (string Cell, string Name, int Sign)[] Biases =
        [("scalar", "bg", 1), ("multi", "bg", 1), ("gru", "bz", -1), ("lstm", "bi", 1), ("lstm", "bf", -1)];

    /// <summary>The measurements at a checkpoint, or null where the network has diverged.</summary>
    private static LawCheckpoint? Measure(LawConfiguration config, Network<double> network, int iteration)
    {
        var probe = config.Task.Draw(Streams.Probe(config.Seed), config.ProbeSize, config.Steps, config.Inputs);
        var unroll = new Unroll<double>(network.Cell, config.Hidden, config.Inputs, config.ProbeSize, config.Steps);
        unroll.Forward(network, Array.ConvertAll(probe.Inputs, u => (double)u));
        var probeLoss = unroll.Loss(Array.ConvertAll(probe.Targets, y => (double)y));
        if (!double.IsFinite(probeLoss))
            return null;

        var sensitivities = SensitivityTable.Of(unroll);
        var gateProducts = GateProducts.Of(unroll);
        var ungated = UngatedProducts.Ungated(network, unroll);
        var λ = FactorPerStep(ungated);
        var (gate, kept) = MeanGates(unroll);
        var (law, edge) = StepByStep(network, unroll, λ);
        var meanField = MeanFieldGrowth.Of(network, unroll);
        var redrawn = Streams.Redrawn(config.Seed);
        (string Name, PairTable Table)[] predictors =
        [
            ("gateProduct", gateProducts),
            ("carryProduct", GateProducts.OfCarry(unroll)),
            ("law", law),
            ("edge", edge),
            ("meanField", meanField),
            ("redrawn", UngatedProducts.Redrawn(network, unroll, values => redrawn.FillNormal(values))),
        ];
        int[] lags = [.. ProfileLags.Where(lag => lag < config.Steps)];
        PredictorProfile Profile(string name, PairTable table) =>
            new(name, [.. lags.Select(lag => Statistics.Median(table.AtLag(lag)) - Statistics.Median(table.AtLag(lags[0])))]);

        var lawFactor = kept + gate * λ;
        return new LawCheckpoint(
            iteration, probeLoss, gate, kept, λ,
            FactorPerStep(sensitivities), FactorPerStep(UngatedProducts.MeanSquare(unroll)), lawFactor, FactorPerStep(edge),
                FactorPerStep(meanField),
            LogLogFit.Of(sensitivities, gateProducts).Slope, gate < 1 ? Math.Log(lawFactor) / Math.Log(gate) : double.NaN,
            [
                .. predictors.Select(p =>
                    Fit(p.Name, WithinLagFit.Of(sensitivities, p.Table), LogLogFit.Of(p.Table, gateProducts).Slope)),
                Fit("lag", WithinLagFit.OnLag(sensitivities), double.NaN),
            ],
            lags,
            [Profile("sensitivity", sensitivities), .. predictors.Select(p => Profile(p.Name, p.Table))]);
    }

    private static PredictorFit Fit(string name, WithinLagFit fit, double exponent) =>
        new(name, exponent, fit.Slope, fit.RSquared, fit.WithinSlope, fit.WithinRSquared);

    /// <summary>e to the slope of the medians of a table over lags, from the shortest that counts to half a sequence.</summary>
    private static double FactorPerStep(PairTable table)
    {
        int[] lags = [.. Enumerable.Range(WithinLagFit.ShortestLag, table.Steps / 2 - WithinLagFit.ShortestLag + 1)];
        return Math.Exp(Statistics.FitLine(Array.ConvertAll(lags, lag => (double)lag),
            Array.ConvertAll(lags, lag => Statistics.Median(table.AtLag(lag)))).Slope);
    }

    private static (double Gate, double Kept) MeanGates(Unroll<double> unroll)
    {
        var (gate, kept) = (0.0, 0.0);
        for (var b = 0; b < unroll.Batch; b++)
        {
            for (var t = 1; t <= unroll.Steps; t++)
            {
                kept += unroll.Slopes(b, t).Kept.Average();
                for (var unit = 0; unit < unroll.Hidden; unit++)
                    gate += unroll.Gate(b, t, unit) / unroll.Hidden;
            }
        }
        return (gate / (unroll.Batch * unroll.Steps), kept / (unroll.Batch * unroll.Steps));
    }

    /// <summary>Σ_j ln(kept_j + g_jλ) over the steps of a product, gates averaged over units; and Σ_j ln z_j.</summary>
    private static (PairTable Law, PairTable Edge) StepByStep(Network<double> network, Unroll<double> unroll, double λ)
    {
        var (law, edge) = (new PairTable(unroll.Batch, unroll.Steps), new PairTable(unroll.Batch, unroll.Steps));
        var rowSquares = MeanFieldGrowth.RowSquares(network);
        for (var b = 0; b < unroll.Batch; b++)
        {
            var (lawLogarithms, edgeLogarithms) = (new double[unroll.Steps + 1], new double[unroll.Steps + 1]);
            for (var t = 1; t <= unroll.Steps; t++)
            {
                var slopes = unroll.Slopes(b, t);
                var gate = Enumerable.Range(0, unroll.Hidden).Average(unit => unroll.Gate(b, t, unit));
                lawLogarithms[t] = Math.Log(slopes.Kept.Average() + gate * λ);
                edgeLogarithms[t] = Math.Log(MeanFieldGrowth.Edge(slopes, rowSquares));
            }
            Sum(lawLogarithms, law, b);
            Sum(edgeLogarithms, edge, b);
        }
        return (law, edge);
    }

    private static void Sum(double[] logarithms, PairTable table, int sequence)
    {
        for (var t = 2; t < logarithms.Length; t++)
        {
            var sum = logarithms[t];
            for (var k = t - 1; k >= 1; sum += logarithms[k], k--)
                table[sequence, t, k] = sum;
        }
    }
}
