using TimeScales.RandomStreams;

namespace TimeScales.Experiments.DelayedSums;

/// <summary>A network on its way.</summary>
/// <param name="Update">Updates made.</param>
/// <param name="Network">The network, a copy.</param>
/// <param name="ValidationError">Mean squared error on the validation set.</param>
/// <param name="ConstantError">The same of the output zero.</param>
internal sealed record TrainedNetwork(int Update, Network<float> Network, double ValidationError, double ConstantError);

/// <summary>Trains a network on delayed sums in float32 by AdamW, gradients clipped.</summary>
/// <remarks>AdamW (Loshchilov and Hutter, arXiv:1711.05101): θ ← (1 − μλ) θ before Adam's update, as in torch of
/// all that is trained.</remarks>
internal sealed class DelayedSumsTraining(DelayedSumsConfiguration config)
{
    /// <summary>The update at which the loss stopped being finite; null where it did not.</summary>
    public int? DivergedAt { get; private set; }

    /// <summary>The network at each checkpoint, until the last or until it diverges.</summary>
    public IEnumerable<TrainedNetwork> Run(RunContext? context = null)
    {
        var (task, network) = (new DelayedSumsTask(config), DelayedSumsNetwork.Create(config));
        var (batches, optimizer) = (Streams.Training(config.Seed), new Adam<float>(config.StepSize));
        var training = new DelayedSumsPass<float>(config, network.Cell, config.BatchSize);
        var validation = new DelayedSumsPass<float>(config, network.Cell, config.ValidationSize);
        var validationSet = task.Draw(Streams.Validation(config.Seed), config.ValidationSize);
        var constantError = validationSet.Targets.Average(y => (double)y * y);
        var (gradient, noise) = (new float[network.Weights.Length], Streams.GateNoise(config.Seed));
        var last = config.Checkpoints[^1];
        for (var update = 0; ; update++)
        {
            context?.Report((double)update / Math.Max(1, last));
            if (config.Checkpoints.Contains(update))
                yield return new TrainedNetwork(update, network.To<float>(), validation.Forward(network, validationSet),
                    constantError);
            if (update == last)
                yield break;
            if (!double.IsFinite(training.Forward(network, task.Draw(batches, config.BatchSize))))
            {
                DivergedAt = update;
                yield break;
            }
            training.Backward(gradient);
            Update(network, optimizer, gradient);
            if (config.GateNoiseTail > 0)
                Shake(network, noise);
        }
    }

    private void Shake(Network<float> network, TorchGenerator noise)
    {
        var steps = new double[network.Hidden];
        foreach (var block in DelayedSumsNetwork.CarryBiases(network))
        {
            new StableLaw(config.GateNoiseTail, config.StepSize).Fill(noise, steps.AsSpan(0, block.Length));
            for (var i = 0; i < block.Length; i++)
                network[block.Name][i] += (float)steps[i];
        }
    }

    private void Update(Network<float> network, Adam<float> optimizer, float[] gradient)
    {
        WeightBlock[] frozen = config.AreGatesFrozen ? [.. DelayedSumsNetwork.Gates(network)] : [];
        foreach (var block in frozen)
            gradient.AsSpan(block.Offset, block.Length).Clear();
        GradientClipping.Clip<float>(gradient, config.ClipNorm);
        var keep = (float)(1 - config.StepSize * config.WeightDecay);
        foreach (var block in network.Blocks.Except(frozen))
        {
            foreach (ref var weight in network[block.Name])
                weight *= keep;
        }
        optimizer.Update(network.Weights, gradient);
    }
}
