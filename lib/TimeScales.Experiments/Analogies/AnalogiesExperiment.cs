using TimeScales.Experiments.Propagation;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Analogies;

/// <summary>The analogies of Sec. VI as measurements: lag schedules, momentum, and what gates and optimizers do
/// to the same gradients.</summary>
public static partial class AnalogiesExperiment
{
    /// <summary>Trains one model and measures it at its checkpoints.</summary>
    /// <remarks>Weights, batches, probes and gradient probes are those of Sec. VII-B under the corrected protocol, so
    /// plain-adam, scalar-sgd and multi-sgd are its three models; every model of one cell starts from the same weights, and
    /// leaky from those of plain.</remarks>
    /// <exception cref="ArgumentException">The configuration is impossible.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public static RunResult<AnalogiesConfiguration, AnalogiesCheckpoint> Run(AnalogiesConfiguration config,
        RunContext? context = null)
    {
        config.Validate();
        var task = AnalogiesConfiguration.Tasks.First(t => t.Name == config.Task);
        var model = AnalogiesModel.ByName(config.Model);
        var network = InitialNetwork(config, model);
        var optimizer = model.CreateOptimizer();
        var unroll = new Unroll<float>(network.Cell, config.Hidden, config.Inputs, config.BatchSize, config.Steps);
        var ungated = model.ComparesGates
            ? new Unroll<float>(Cell.ByName("plain"), config.Hidden, config.Inputs, config.BatchSize, config.Steps)
            : null;
        var gradient = new float[network.Weights.Length];
        var before = new float[network.Weights.Length];
        var training = Streams.Training(config.Seed);
        var probe = task.DrawBounded(new TorchGenerator(config.Seed), config.BatchSize, config.Steps, config.Inputs,
            out var redrawn);
        var triples = new NumpyGenerator(config.Seed);

        var checkpoints = new List<AnalogiesCheckpoint>();
        int? divergedAt = null;
        var window = new UpdateWindow(network, ungated, AnalogiesModel.Comparators);
        var trainLoss = double.NaN;
        for (var update = 0; divergedAt is null; update++)
        {
            context?.Report((double)update / config.Checkpoints[^1]);
            var next = config.Checkpoints[checkpoints.Count];
            if (update == next)
            {
                var checkpoint = Measure(config, model, update, trainLoss, network.To<double>(), optimizer, window, probe,
                    triples, redrawn);
                if (!double.IsFinite(checkpoint.TestLoss))
                {
                    divergedAt = update;
                    break;
                }
                checkpoints.Add(checkpoint);
                if (checkpoints.Count == config.Checkpoints.Count)
                    break;
                next = config.Checkpoints[checkpoints.Count];
                window = new UpdateWindow(network, ungated, AnalogiesModel.Comparators);
            }

            var batch = task.DrawBounded(training, config.BatchSize, config.Steps, config.Inputs, out var again);
            redrawn += again;
            unroll.Forward(network, batch.Inputs);
            trainLoss = unroll.Loss(batch.Targets);
            if (!double.IsFinite(trainLoss))
            {
                divergedAt = update;
                break;
            }
            unroll.Backward(network, batch.Targets, gradient);
            var inWindow = update >= next - config.Window;
            if (inWindow)
                window.Observe(network, unroll, batch.Targets);
            network.Weights.CopyTo(before, 0);
            optimizer.Update(network.Weights, gradient);
            if (inWindow)
                window.Note(before, network.Weights);
        }
        return RunResult<AnalogiesConfiguration, AnalogiesCheckpoint>.Embedded(config, checkpoints, divergedAt);
    }

    private static Network<float> InitialNetwork(AnalogiesConfiguration config, AnalogiesModel model)
    {
        var networks = PropagationSetting.InitialNetworks(new TorchGenerator(config.Seed), StreamsOf(model), config.Hidden,
            config.Inputs);
        var network = networks[PropagationSetting.IndexOf(StreamsOf(model))];
        if (network.Cell.Name == model.Cell)
            return network;
        var other = new Network<float>(Cell.ByName(model.Cell), config.Hidden, config.Inputs);
        network.Weights.CopyTo(other.Weights, 0);
        return other;
    }

    /// <summary>The cell of Sec. VII-B whose streams this one shares; leaky has plain's, whose weights it has too.</summary>
    private static string StreamsOf(AnalogiesModel model) => model.Cell == "leaky" ? "plain" : model.Cell;

    private static AnalogiesCheckpoint Measure(
        AnalogiesConfiguration config, AnalogiesModel model, int iteration, double trainLoss, Network<double> network,
        Optimizer<float> optimizer, UpdateWindow window, Batch probe, NumpyGenerator triples, int redrawn)
    {
        var unroll = new Unroll<double>(network.Cell, config.Hidden, config.Inputs, config.BatchSize, config.Steps);
        var inputs = Array.ConvertAll(probe.Inputs, u => (double)u);
        unroll.Forward(network, inputs);
        var probeTargets = Array.ConvertAll(probe.Targets, y => (double)y);
        var testLoss = unroll.Loss(probeTargets);
        var filterError = MomentumFilter.Error(network, unroll, inputs);

        var drawn = config.Lags.Select(lag => Triple.Draw(triples, config.BatchSize, config.Steps, lag, config.TriplesPerLag))
            .ToArray();
        var products = ProductStatistics.Of(new ProductSpectrum(unroll), new TransportAlignment(network, unroll, probeTargets),
            drawn, config.Rank);

        var gateProbe = model.ComparesGates
            ? new GateProbe(network, config.BatchSize, config.Steps, config.Lags, config.Rank)
            : null;
        var gradients = Gradients(config, model, iteration, network, unroll, gateProbe, ref redrawn);
        var diagonal = UpdateWindow.Diagonal(optimizer, network.Weights.Length);
        double[][] updates = [.. gradients.Select(row => row.Zip(diagonal, (g, p) => p * g).ToArray())];
        var recurrent = GradientStatistics.RecurrentWeights(network);
        var rates = Rates.Of(updates, gradients, recurrent.Offset, config.Hidden).Statistics();
        var gates = gateProbe?.Measure(gradients, window.Preconditioners(), filterError);
        var updateSpectrum = GradientSpectrum.Of(updates, config.Rank);
        return new AnalogiesCheckpoint(
            iteration, trainLoss, testLoss, Statistics.Variance(probe.Targets), config.Lags, products,
            GradientStatistics.Of(gradients, config.Rank, recurrent), updateSpectrum.Anisotropy, updateSpectrum.Concentration,
            window.Memory, rates, gates, redrawn);
    }

    /// <summary>Single-sequence gradients, [M][P], in rounds of one batch.</summary>
    private static double[][] Gradients(
        AnalogiesConfiguration config, AnalogiesModel model, int iteration, Network<double> network, Unroll<double> unroll,
            GateProbe? gateProbe, ref int redrawn)
    {
        var task = AnalogiesConfiguration.Tasks.First(t => t.Name == config.Task);
        var seed = PropagationSetting.GradientSeed(config.Seed, iteration, StreamsOf(model));
        var round = Enumerable.Range(0, config.BatchSize).Select(_ => new double[network.Weights.Length]).ToArray();
        var gradients = new List<double[]>();
        for (var done = 0; done < config.GradientRows; done += config.BatchSize)
        {
            var batch = task.DrawBounded(new TorchGenerator(seed + (uint)done), config.BatchSize, config.Steps, config.Inputs,
                out var again);
            redrawn += again;
            var targets = Array.ConvertAll(batch.Targets, y => (double)y);
            unroll.Forward(network, Array.ConvertAll(batch.Inputs, u => (double)u));
            unroll.SequenceGradients(network, targets, round);
            var count = Math.Min(config.BatchSize, config.GradientRows - done);
            gradients.AddRange(round.Take(count).Select(g => (double[])g.Clone()));
            gateProbe?.Add(unroll, targets, count);
        }
        return [.. gradients];
    }
}
