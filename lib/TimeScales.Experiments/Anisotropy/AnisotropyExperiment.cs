using System.Numerics;
using TimeScales.Experiments.Propagation;
using TimeScales.Experiments.Departures;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Anisotropy;

/// <summary>Sec. VII-B: anisotropy of propagation and of updates, gates with SGD against plain with Adam.</summary>
public static partial class AnisotropyExperiment
{
    /// <summary>Trains one model and measures it at its checkpoints.</summary>
    /// <exception cref="ArgumentException">The configuration is impossible.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public static RunResult<AnisotropyConfiguration, AnisotropyCheckpoint> Run(AnisotropyConfiguration config,
        RunContext? context = null)
    {
        config.Validate();
        var task = AnisotropyConfiguration.Tasks.First(t => t.Name == config.Task);
        var model = AnisotropyModel.ByCell(config.Cell);
        var streams = new AnisotropyStreams(config);
        var network = streams.Network;
        var optimizer = model.CreateOptimizer();
        var unroll = new Unroll<float>(network.Cell, config.Hidden, config.Inputs, config.BatchSize, config.Steps);
        var gradient = new float[network.Weights.Length];
        var training = Streams.Training(config.Seed);

        // A late checkpoint c is taken after update c + 1, an exact one after c.
        var late = config.Protocol.Has(Departure.LateCheckpoints) ? 1 : 0;
        var updates = config.Checkpoints[^1] + late;
        var snapshots = new List<Snapshot>();
        int? divergedAt = null;
        var (trainLoss, redrawn) = (double.NaN, 0);
        streams.SkipToTraining(updates);
        for (var update = 0; update <= updates; update++)
        {
            context?.Report(0.7 * update / Math.Max(1, updates));
            if (config.Checkpoints.Contains(update - late))
                snapshots.Add(new Snapshot(update - late, network.To<float>(), trainLoss, redrawn));
            if (update == updates)
                break;

            var batch = DrawBatch(config, task, training, ref redrawn);
            streams.Jitter(batch.Inputs);
            unroll.Forward(network, batch.Inputs);
            trainLoss = unroll.Loss(batch.Targets);
            // A runaway target makes the loss infinite; only the released program trains on.
            if (!double.IsFinite(trainLoss) && !config.Protocol.Has(Departure.UnboundedSequences))
            {
                divergedAt = update;
                break;
            }
            unroll.Backward(network, batch.Targets, gradient);
            optimizer.Update(network.Weights, gradient);
        }
        streams.SkipAfterTraining(updates);

        var probe = Draw(config, task, new TorchGenerator(config.Seed), ref redrawn);
        var triples = new NumpyGenerator(config.Seed);
        var checkpoints = new List<AnisotropyCheckpoint>();
        foreach (var snapshot in snapshots)
        {
            context?.Report(0.7 + 0.3 * checkpoints.Count / snapshots.Count);
            var checkpoint = Measure(config, task, snapshot, probe, triples, streams);
            if (!double.IsFinite(checkpoint.TestLoss) && !config.Protocol.Has(Departure.UnboundedSequences))
            {
                divergedAt = snapshot.Iteration;
                break;
            }
            checkpoints.Add(checkpoint);
        }
        return RunResult<AnisotropyConfiguration, AnisotropyCheckpoint>.Embedded(config, checkpoints, divergedAt);
    }


    private static Batch DrawBatch(AnisotropyConfiguration config, SequenceTask task, TorchGenerator training, ref int redrawn) =>
        Draw(config, task, config.Protocol.Has(Departure.RepeatedBatch) ? new TorchGenerator() : training, ref redrawn);

    internal static Batch Draw(AnisotropyConfiguration config, SequenceTask task, TorchGenerator generator, ref int redrawn)
    {
        if (config.Protocol.Has(Departure.UnboundedSequences))
            return task.Draw(generator, config.BatchSize, config.Steps, config.Inputs);
        var batch = task.DrawBounded(generator, config.BatchSize, config.Steps, config.Inputs, out var again);
        redrawn += again;
        return batch;
    }

    private static AnisotropyCheckpoint Measure(
        AnisotropyConfiguration config, SequenceTask task, Snapshot snapshot, Batch probe, NumpyGenerator triples,
        AnisotropyStreams streams) =>
        config.Protocol.Has(Departure.SinglePrecisionProducts)
            ? MeasureIn(
                config, task, snapshot, snapshot.Network, probe, triples, streams,
                unroll => new FormedProductSpectrum<float>(config.Protocol, unroll, config.Rank).Measure)
            : MeasureIn(
                config, task, snapshot, snapshot.Network.To<double>(), probe, triples, streams,
                unroll => new ProductSpectrumDepartures(config.Protocol, unroll, config.Rank).Measure);

    private static AnisotropyCheckpoint MeasureIn<T>(
        AnisotropyConfiguration config, SequenceTask task, Snapshot snapshot, Network<T> network, Batch probe,
        NumpyGenerator triples, AnisotropyStreams streams, Func<Unroll<T>, Func<Triple, Spectrum?>> spectraOf)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var unroll = new Unroll<T>(network.Cell, config.Hidden, config.Inputs, config.BatchSize, config.Steps);
        unroll.Forward(network, Array.ConvertAll(probe.Inputs, T.CreateChecked));
        var testLoss = double.CreateChecked(unroll.Loss(Array.ConvertAll(probe.Targets, T.CreateChecked)));

        var spectrumOf = spectraOf(unroll);
        var (anisotropy, concentration) = (new double[config.Lags.Count], new double[config.Lags.Count]);
        for (var i = 0; i < config.Lags.Count; i++)
        {
            var measured = Triple.Draw(triples, config.BatchSize, config.Steps, config.Lags[i], config.TriplesPerLag)
                .Select(spectrumOf)
                .OfType<Spectrum>()
                .ToArray();
            anisotropy[i] = Statistics.Median(Array.ConvertAll(measured, s => s.Anisotropy));
            concentration[i] = Statistics.Median(Array.ConvertAll(measured, s => s.Concentration));
        }

        var (gradients, redrawn) = (Gradients(config, task, network, snapshot.Iteration, streams, out var again),
            snapshot.Redrawn + again);
        var spectrum = GradientSpectrumDepartures.Of(config.Protocol, gradients, config.Rank, streams.Global);
        streams.SkipAfterGradients();
        return new AnisotropyCheckpoint(
            snapshot.Iteration,
            snapshot.TrainLoss,
            testLoss,
            Statistics.Variance(probe.Targets),
            config.Lags,
            anisotropy,
            concentration,
            spectrum.Anisotropy,
            spectrum.Concentration,
            redrawn);
    }

    /// <summary>Single-sequence gradients, [M][P], in rounds of one batch.</summary>
    private static double[][] Gradients<T>(
        AnisotropyConfiguration config, SequenceTask task, Network<T> network, int iteration, AnisotropyStreams streams,
            out int redrawn)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        streams.SkipToGradients();
        redrawn = 0;
        var seed = PropagationSetting.GradientSeed(config.Seed, iteration, config.Cell);
        var unroll = new Unroll<T>(network.Cell, config.Hidden, config.Inputs, config.BatchSize, config.Steps);
        var round = Enumerable.Range(0, config.BatchSize).Select(_ => new T[network.Weights.Length]).ToArray();
        var gradients = new double[config.GradientRows][];
        for (var done = 0; done < gradients.Length; done += config.BatchSize)
        {
            var batch = Draw(config, task, new TorchGenerator(seed + (uint)done), ref redrawn);
            streams.Jitter(batch.Inputs);
            unroll.Forward(network, Array.ConvertAll(batch.Inputs, T.CreateChecked));
            unroll.SequenceGradients(network, Array.ConvertAll(batch.Targets, T.CreateChecked), round);
            for (var b = 0; b < config.BatchSize && done + b < gradients.Length; b++)
                gradients[done + b] = Array.ConvertAll(round[b], double.CreateChecked);
        }
        return gradients;
    }

    /// <summary>A network as it was at a checkpoint.</summary>
    private sealed record Snapshot(int Iteration, Network<float> Network, double TrainLoss, int Redrawn);
}
