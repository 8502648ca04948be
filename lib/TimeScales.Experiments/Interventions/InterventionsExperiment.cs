using TimeScales.Experiments.Learned;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Interventions;

/// <summary>Beyond the paper: what learning needs of the gates, asked by taking it away.</summary>
public static partial class InterventionsExperiment
{
    /// <summary>Trains one network and tampers with its gates at the end.</summary>
    /// <exception cref="ArgumentException">The configuration is impossible.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public static RunResult<InterventionsConfiguration, InterventionsOutcome> Run(InterventionsConfiguration config,
        RunContext? context = null)
    {
        config.Validate();
        var (learned, model) = (config.Learned, InterventionModel.ByName(config.Model));
        var test = LearnedExperiment.TestSet(learned);
        var readOut = LearnedTask.ByName(config.Task).Task.ReadOut;
        var generator = new TorchGenerator(config.Seed);
        var network = new Network<float>(model.Cell, config.Hidden, learned.Inputs, readOut).Initialize(generator);
        model.Initialize?.Invoke(network, generator);

        var training = LearnedExperiment.Train(
            learned, done => context?.Report(done), network, model.Optimizer?.Invoke(),
            model.Backward is null ? null : new BackwardAlong(model.Backward).Gradient).Training;
        var constantError = readOut.ErrorOfBestConstant(test.Targets);
        var outcome = training.DivergedAt is not null
            ? new InterventionsOutcome(training.Updates, double.NaN, double.NaN, double.NaN, constantError, [])
            : new InterventionsOutcome(
                training.Updates, training.IsSolved ? training.Updates : double.NaN, training.ValidationError,
                new MeanError<float>(learned, network, test).Of(network), constantError, [.. Tamper(config, network, test)]);
        return RunResult<InterventionsConfiguration, InterventionsOutcome>.Embedded(config, [outcome], training.DivergedAt);
    }

    private static IEnumerable<TamperedGates> Tamper(InterventionsConfiguration config, Network<float> network, Batch test)
    {
        var shuffles = Streams.Shuffles(config.Seed);
        return !network.Blocks.Any(block => block.Name == "Wrg") ? [] : GateReplay.Ways.Select(way =>
            new TamperedGates(way.Name, GateReplay.Error(network, test, config.Steps, gates => way.Replace(gates, shuffles))));
    }

    /// <summary>The gradient along another network than that of the forward pass.</summary>
    private sealed class BackwardAlong(Func<Network<float>, Network<float>> otherOf)
    {
        private Unroll<float>? along;

        public void Gradient(Network<float> network, Unroll<float> unroll, float[] targets, float[] gradient)
        {
            var other = otherOf(network);
            along ??= new Unroll<float>(other.Cell, other.Hidden, other.Inputs, unroll.Batch, unroll.Steps, other.ReadOut);
            along.Follow(other, unroll);
            var found = new float[other.Weights.Length];
            along.Backward(other, targets, found);
            Array.Clear(gradient);
            foreach (var block in other.Blocks)
                found.AsSpan(block.Offset, block.Length).CopyTo(gradient.AsSpan(network.Block(block.Name).Offset));
        }
    }
}
