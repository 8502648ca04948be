using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments;
using TimeScales.RandomStreams;

namespace TimeScales.Torch;

/// <summary>Sec. VII-A for replicas that differ in task and seed only; streams, seeds and order as in
/// <see cref="EffectiveRatesExperiment"/>.</summary>
internal sealed class TorchEffectiveRates(IReadOnlyList<EffectiveRatesConfiguration> runs, Device device,
    int replicasMeasuredAtOnce)
{
    private readonly EffectiveRatesConfiguration config = runs[0];
    private readonly SequenceTask[] tasks = [.. runs.Select(run =>
        EffectiveRatesConfiguration.Tasks.First(t => t.Name == run.Task))];
    private readonly List<EffectiveRatesCheckpoint>[] checkpoints = [.. runs.Select(_ => new List<EffectiveRatesCheckpoint>())];
    private readonly int?[] divergedAt = new int?[runs.Count];

    /// <summary>Trains and measures all replicas.</summary>
    public IReadOnlyList<RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>> Run(RunContext? context)
    {
        var cell = TimeScales.Cell.ByName(config.Cell);
        var networks = runs.Select(run => new Network<float>(cell, run.Hidden, run.Inputs)
            .Initialize(new TorchGenerator(run.Seed))).ToArray();
        var streams = runs.Select(run => Streams.Training(run.Seed)).ToArray();
        var probes = Draw(r => Streams.Probe(runs[r].Seed), config.ProbeSize);

        using var training = new ReplicaTraining(networks, float32, device, new TorchDescent(config.StepSize));
        var updates = config.Checkpoints[^1];
        for (var iteration = 0; iteration <= updates; iteration++)
        {
            context?.Report((double)iteration / Math.Max(1, updates));
            if (config.Checkpoints.Contains(iteration))
                Measure(training.Network, probes, iteration);
            if (iteration == updates)
                break;
            var losses = training.Update(Draw(r => streams[r], config.BatchSize), config.Steps);
            for (var r = 0; r < runs.Count; r++)
            {
                if (!double.IsFinite(losses[r]))
                    divergedAt[r] ??= iteration;
            }
        }
        return [.. runs.Select((run, r) => RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>.Of(
            run, TorchEngine.EngineName, device.type == DeviceType.CUDA ? "cuda" : "cpu", checkpoints[r], divergedAt[r]))];
    }

    private Batch[] Draw(Func<int, TorchGenerator> stream, int sequences)
    {
        var batches = new Batch[runs.Count];
        Parallel.For(0, runs.Count, r => batches[r] = tasks[r].Draw(stream(r), sequences, config.Steps, config.Inputs));
        return batches;
    }

    /// <summary>The measurements of every replica that has not diverged, some replicas at once.</summary>
    private void Measure(TorchNetwork trained, Batch[] probes, int iteration)
    {
        foreach (var chunk in Enumerable.Range(0, runs.Count).Where(r => divergedAt[r] is null).Chunk(replicasMeasuredAtOnce))
        {
            using var untracked = no_grad();
            using var scope = NewDisposeScope();
            using var network = trained.Copy(float64, chunk);
            var (inputs, targets) = ReplicaTraining.Tensors([.. chunk.Select(r => probes[r])], config.Steps, float64, device);
            var trajectory = Trajectory.Of(network.Cell, inputs);
            var losses = TorchNetwork.MeanSquaredErrors(network.Outputs(trajectory), targets).cpu().data<double>().ToArray();
            var sensitivities = PairTables.Sensitivities(trajectory);
            var gateProducts = PairTables.GateProducts(trajectory);
            var carryProducts = PairTables.GateProducts(trajectory, carry: true);
            for (var i = 0; i < chunk.Length; i++)
            {
                var checkpoint = double.IsFinite(losses[i])
                    ? EffectiveRatesExperiment.Summarize(config, iteration, losses[i], sensitivities[i], gateProducts[i],
                        carryProducts[i])
                    : null;
                if (checkpoint is null)
                    divergedAt[chunk[i]] = iteration;
                else
                    checkpoints[chunk[i]].Add(checkpoint);
            }
        }
    }
}
