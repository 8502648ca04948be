using TimeScales.Experiments.Learned;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Interventions;

/// <summary>Beyond the paper: what learning needs of the gates, asked by taking it away.</summary>
public static partial class InterventionsExperiment
{
    // The seed rules: those of the learned regime; the shuffles ours.
    private const uint TrainingSeedOffset = 123;
    private const uint ShuffleSeedOffset = 8000;

    /// <summary>Trains one network and tampers with its gates at the end.</summary>
    /// <exception cref="ArgumentException">The configuration is impossible.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public static RunResult<InterventionsConfiguration, InterventionsOutcome> Run(InterventionsConfiguration config, RunContext? context = null)
    {
        config.Validate();
        var (learned, model) = (config.Learned, InterventionModel.ByName(config.Model));
        var (validation, test) = LearnedExperiment.HeldOut(learned);
        var task = LearnedTask.ByName(config.Task).Task;
        var generator = new TorchGenerator(config.Seed);
        var network = new Network<float>(model.Cell, config.Hidden, learned.Inputs, task.ReadOut).Initialize(generator);
        model.Initialize?.Invoke(network, generator);

        var batches = new TorchGenerator((ulong)config.Seed + TrainingSeedOffset);
        var unroll = new Unroll<float>(model.Cell, config.Hidden, learned.Inputs, learned.BatchSize, config.Steps, task.ReadOut);
        var error = new MeanError<float>(learned, network, validation);
        var backward = new BackwardPass(model, unroll);
        var optimizer = model.Optimizer?.Invoke() ?? new Adam<float>(config.StepSize);
        var gradient = new float[network.Weights.Length];
        for (var updates = 0; ; updates++)
        {
            context?.Report((double)updates / config.MostUpdates);
            if (updates % learned.UpdatesPerLook == 0)
            {
                var validationError = (double)error.Of(network);
                var isSolved = validationError < learned.SolvedBelow;
                if (isSolved || updates + learned.UpdatesPerLook > config.MostUpdates)
                    return Finish(updates, isSolved, validationError);
            }
            var batch = task.Draw(batches, learned.BatchSize, config.Steps, learned.Inputs);
            unroll.Forward(network, batch.Inputs);
            if (!float.IsFinite(unroll.Loss(batch.Targets)))
            {
                var lost = new InterventionsOutcome(updates, double.NaN, double.NaN, double.NaN, task.ReadOut.ErrorOfBestConstant(test.Targets), []);
                return RunResult<InterventionsConfiguration, InterventionsOutcome>.Embedded(config, [lost], updates);
            }
            backward.Gradient(network, batch.Targets, gradient);
            GradientClipping.Clip<float>(gradient, learned.ClipNorm);
            optimizer.Update(network.Weights, gradient);
        }

        RunResult<InterventionsConfiguration, InterventionsOutcome> Finish(int updates, bool isSolved, double validationError)
        {
            var shuffles = new TorchGenerator((ulong)config.Seed + ShuffleSeedOffset);
            var tampered = !network.Blocks.Any(block => block.Name == "Wrg") ? [] : GateReplay.Ways
                .Select(way => new TamperedGates(way.Name, GateReplay.Error(network, test, config.Steps, gates => way.Replace(gates, shuffles))));
            return RunResult<InterventionsConfiguration, InterventionsOutcome>.Embedded(
                config,
                [
                    new InterventionsOutcome(
                        updates, isSolved ? updates : double.NaN, validationError, new MeanError<float>(learned, network, test).Of(network),
                        task.ReadOut.ErrorOfBestConstant(test.Targets), [.. tampered]),
                ],
                null);
        }
    }

    /// <summary>The gradient along the forward pass or along another network.</summary>
    private sealed class BackwardPass(InterventionModel model, Unroll<float> unroll)
    {
        private Unroll<float>? along;

        public void Gradient(Network<float> network, float[] targets, float[] gradient)
        {
            if (model.Backward is null)
            {
                unroll.Backward(network, targets, gradient);
                return;
            }
            var other = model.Backward(network);
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
