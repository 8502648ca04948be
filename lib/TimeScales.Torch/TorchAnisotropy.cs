using TimeScales.Experiments.Propagation;
using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments;
using TimeScales.RandomStreams;

namespace TimeScales.Torch;

/// <summary>Sec. VII-B for replicas that differ in task and seed only; streams, seeds and order as in
/// <see cref="AnisotropyExperiment"/>.</summary>
internal sealed class TorchAnisotropy(IReadOnlyList<AnisotropyConfiguration> runs, Device device, int replicasMeasuredAtOnce)
{
    private readonly AnisotropyConfiguration config = runs[0];
    private readonly SequenceTask[] tasks = [.. runs.Select(run => AnisotropyConfiguration.Tasks.First(t => t.Name == run.Task))];
    private readonly NumpyGenerator[] triples = [.. runs.Select(run => new NumpyGenerator(run.Seed))];
    private readonly List<AnisotropyCheckpoint>[] checkpoints = [.. runs.Select(_ => new List<AnisotropyCheckpoint>())];
    private readonly int?[] divergedAt = new int?[runs.Count];
    private readonly int[] redrawn = new int[runs.Count];

    /// <summary>Trains and measures all replicas.</summary>
    public IReadOnlyList<RunResult<AnisotropyConfiguration, AnisotropyCheckpoint>> Run(RunContext? context)
    {
        var networks = runs.Select(run => new AnisotropyStreams(run).Network).ToArray();
        var streams = runs.Select(run => Streams.Training(run.Seed)).ToArray();
        var probes = Draw(r => new TorchGenerator(runs[r].Seed), new int[runs.Count]);

        using var training = new ReplicaTraining(networks, float32, device,
            AnisotropyModel.ByCell(config.Cell).Optimizer == "Adam"
            ? new TorchAdam(AnisotropyModel.AdamStepSize)
            : new TorchDescent(AnisotropyModel.DescentStepSize));
        var updates = config.Checkpoints[^1];
        var losses = Enumerable.Repeat(double.NaN, runs.Count).ToArray();
        for (var update = 0; update <= updates; update++)
        {
            context?.Report((double)update / Math.Max(1, updates));
            if (config.Checkpoints.Contains(update))
                Measure(training.Network, probes, losses, update);
            if (update == updates)
                break;
            losses = training.Update(Draw(r => streams[r], redrawn), config.Steps);
            for (var r = 0; r < runs.Count; r++)
            {
                if (!double.IsFinite(losses[r]))
                    divergedAt[r] ??= update;
            }
        }
        return [.. runs.Select((run, r) => RunResult<AnisotropyConfiguration, AnisotropyCheckpoint>.Of(
            run, TorchEngine.EngineName, device.type == DeviceType.CUDA ? "cuda" : "cpu", checkpoints[r], divergedAt[r]))];
    }

    private Batch[] Draw(Func<int, TorchGenerator> stream, int[] redrawnSequences)
    {
        var batches = new Batch[runs.Count];
        Parallel.For(0, runs.Count, r =>
            batches[r] = AnisotropyExperiment.Draw(config, tasks[r], stream(r), ref redrawnSequences[r]));
        return batches;
    }

    /// <summary>The measurements of every replica that has not diverged, some replicas at once.</summary>
    private void Measure(TorchNetwork trained, Batch[] probes, double[] trainLosses, int iteration)
    {
        foreach (var chunk in Enumerable.Range(0, runs.Count).Where(r => divergedAt[r] is null).Chunk(replicasMeasuredAtOnce))
        {
            var finite = new List<int>();
            foreach (var (r, loss) in chunk.Zip(TestLosses(trained, probes, chunk)))
            {
                if (double.IsFinite(loss))
                    finite.Add(r);
                else
                    divergedAt[r] = iteration;
            }
            if (finite.Count > 0)
                MeasureFinite(trained, probes, trainLosses, iteration, finite);
        }
    }

    private double[] TestLosses(TorchNetwork trained, Batch[] probes, IReadOnlyList<int> replicas)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        using var network = trained.Copy(float64, replicas);
        var (inputs, targets) = ReplicaTraining.Tensors([.. replicas.Select(r => probes[r])], config.Steps, float64, device);
        return TorchNetwork.MeanSquaredErrors(network.call(inputs), targets).cpu().data<double>().ToArray();
    }

    private void MeasureFinite(TorchNetwork trained, Batch[] probes, double[] trainLosses, int iteration,
        IReadOnlyList<int> replicas)
    {
        using var scope = NewDisposeScope();
        using var network = trained.Copy(float64, replicas);
        var (inputs, targets) = ReplicaTraining.Tensors([.. replicas.Select(r => probes[r])], config.Steps, float64, device);
        double[] testLosses;
        Spectrum[][][] products;
        using (no_grad())
        {
            var trajectory = Trajectory.Of(network.Cell, inputs);
            testLosses = TorchNetwork.MeanSquaredErrors(network.Outputs(trajectory), targets).cpu().data<double>().ToArray();
            products = [.. config.Lags.Select(lag => Products(trajectory, replicas, lag))];
        }
        var (gradients, again) = Gradients(network, replicas, iteration);
        for (var i = 0; i < replicas.Count; i++)
        {
            var r = replicas[i];
            checkpoints[r].Add(new AnisotropyCheckpoint(
                iteration,
                trainLosses[r],
                testLosses[i],
                Statistics.Variance(probes[r].Targets),
                config.Lags,
                [.. products.Select(lag => Statistics.Median(Array.ConvertAll(lag[i], s => s.Anisotropy)))],
                [.. products.Select(lag => Statistics.Median(Array.ConvertAll(lag[i], s => s.Concentration)))],
                gradients[i].Anisotropy,
                gradients[i].Concentration,
                redrawn[r] + again[r]));
        }
    }

    /// <summary>The spectra of the products of one lag, [R][M].</summary>
    private Spectrum[][] Products(Trajectory trajectory, IReadOnlyList<int> replicas, int lag)
    {
        (int, int)[][] ends = [.. replicas.Select(r => Array.ConvertAll(
            Triple.Draw(triples[r], config.BatchSize, config.Steps, lag, config.TriplesPerLag), triple =>
                (triple.Sequence, triple.T)))];
        return Array.ConvertAll(ProductSpectra.LogSingularValues(trajectory, lag, ends),
            products => Array.ConvertAll(products, logarithms => Spectrum.FromLogarithms(logarithms, config.Rank)));
    }

    /// <summary>The spectrum of the single-sequence gradients of each replica, and how many sequences
    /// were drawn again for it.</summary>
    private (Spectrum[] Spectra, int[] Redrawn) Gradients(TorchNetwork network, IReadOnlyList<int> replicas, int iteration)
    {
        using var scope = NewDisposeScope();
        var again = new int[runs.Count];
        var rounds = new List<Tensor>();
        for (var done = 0; done < config.GradientRows; done += config.BatchSize)
        {
            ulong Seed(int r) => PropagationSetting.GradientSeed(runs[r].Seed, iteration, config.Cell) + (uint)done;
            var batches = Draw(r => new TorchGenerator(Seed(r)), again);
            var (inputs, targets) = ReplicaTraining.Tensors([.. replicas.Select(r => batches[r])], config.Steps, float64, device);
            rounds.Add(SequenceGradients.Of(network, inputs, targets));
        }
        return (GradientSpectra.Of(cat(rounds, 1).narrow(1, 0, config.GradientRows), config.Rank), again);
    }
}
