namespace TimeScales.Experiments.Learned;

/// <summary>Makes the gradient of an update.</summary>
/// <param name="network">The network.</param>
/// <param name="unroll">Its forward pass.</param>
/// <param name="targets">What it was to put out, [B].</param>
/// <param name="gradient">Receives ∂L/∂θ, or what is to stand for it, [P].</param>
internal delegate void BackwardPass(Network<float> network, Unroll<float> unroll, float[] targets, float[] gradient);

/// <summary>Updates by clipped gradients until the validation error says that the task is solved, or the
/// updates are used up.</summary>
internal sealed class LearnedTraining
{
    private readonly LearnedConfiguration config;
    private readonly List<Network<float>> snapshots = [];

    private LearnedTraining(LearnedConfiguration config) => this.config = config;

    /// <summary>The update at which the loss stopped being finite.</summary>
    public int? DivergedAt { get; private set; }

    /// <summary>Updates made.</summary>
    public int Updates { get; private set; }

    /// <summary>The validation error at the last look.</summary>
    public float ValidationError { get; private set; }

    /// <summary>Whether the validation error fell below the limit.</summary>
    public bool IsSolved { get; private set; }

    /// <summary>Trains one network in float32; its weights change.</summary>
    public static LearnedTraining Run(
        LearnedConfiguration config, Network<float> network, Optimizer<float> optimizer, BackwardPass backward, Batch validation,
        Action<double> report)
    {
        var training = new LearnedTraining(config);
        training.Train(network, optimizer, backward, validation, report);
        return training;
    }

    /// <summary>The network at a share of the way, and the updates made then: the last look that is not beyond it.</summary>
    public (Network<float> Network, int Updates) At(int percent)
    {
        var look = (int)((long)Updates * percent / (100L * config.UpdatesPerLook));
        return (snapshots[look], look * config.UpdatesPerLook);
    }

    private void Train(
        Network<float> network, Optimizer<float> optimizer, BackwardPass backward, Batch validation, Action<double> report)
    {
        var task = LearnedTask.ByName(config.Task).Task;
        var batches = Streams.Training(config.Seed);
        var unroll = new Unroll<float>(network.Cell, config.Hidden, config.Inputs, config.BatchSize, config.Steps,
            network.ReadOut);
        var validationError = new MeanError<float>(config, network, validation);
        var gradient = new float[network.Weights.Length];
        for (; ; Updates++)
        {
            report((double)Updates / config.MostUpdates);
            if (Updates % config.UpdatesPerLook == 0)
            {
                snapshots.Add(network.To<float>());
                ValidationError = validationError.Of(network);
                IsSolved = ValidationError < config.SolvedBelow;
                // Below one look there is nothing left: what remains of the budget could not be looked at.
                if (IsSolved || Updates + config.UpdatesPerLook > config.MostUpdates)
                    return;
            }

            var batch = task.Draw(batches, config.BatchSize, config.Steps, config.Inputs);
            unroll.Forward(network, batch.Inputs);
            if (!float.IsFinite(unroll.Loss(batch.Targets)))
            {
                DivergedAt = Updates;
                return;
            }
            backward(network, unroll, batch.Targets, gradient);
            GradientClipping.Clip<float>(gradient, config.ClipNorm);
            optimizer.Update(network.Weights, gradient);
        }
    }
}
