using TimeScales.Experiments.Propagation;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Learned;

/// <summary>Beyond the paper: the measurements of Sec. VII-A, VII-B and Appendix B, and envelopes, on networks
/// that learn their task.</summary>
public static partial class LearnedExperiment
{
    /// <summary>The share of a run's time that training is taken to need, for progress only.</summary>
    private const double TrainingShare = 0.5;

    /// <summary>Trains one network until its task is solved and measures it at its checkpoints.</summary>
    /// <exception cref="ArgumentException">The configuration is impossible.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public static RunResult<LearnedConfiguration, LearnedCheckpoint> Run(LearnedConfiguration config, RunContext? context = null)
    {
        config.Validate();
        var test = TestSet(config);
        var (training, validation) = Train(config, fraction => context?.Report(TrainingShare * fraction));

        var checkpoints = new List<LearnedCheckpoint>();
        if (training.DivergedAt is null)
        {
            foreach (var percent in config.Checkpoints)
            {
                context?.Report(TrainingShare + (1 - TrainingShare) * checkpoints.Count / config.Checkpoints.Count);
                checkpoints.Add(Measure(config, training, percent, validation, test));
            }
        }
        return RunResult<LearnedConfiguration, LearnedCheckpoint>.Embedded(config, checkpoints, training.DivergedAt);
    }

    /// <summary>The test set of a run.</summary>
    internal static Batch TestSet(LearnedConfiguration config) =>
        TaskOf(config).DrawTest(Streams.Test(config.Seed), config.TestSize, config.Steps, config.Inputs);

    /// <summary>The training of a run, with the validation set that ends it.</summary>
    /// <param name="config">The run.</param>
    /// <param name="report">Is told the share of the updates that are made.</param>
    /// <param name="network">Where it starts; null for the run's model.</param>
    /// <param name="optimizer">Who makes its updates; null for Adam.</param>
    /// <param name="backward">What makes its gradient; null for its own backward pass.</param>
    internal static (LearnedTraining Training, Batch Validation) Train(
        LearnedConfiguration config, Action<double> report,
        Network<float>? network = null, Optimizer<float>? optimizer = null, BackwardPass? backward = null)
    {
        var validation = TaskOf(config)
            .DrawValidation(Streams.Validation(config.Seed), config.TestSize, config.Steps, config.Inputs);
        network ??= LearnedModel.ByCell(config.Cell).CreateNetwork(config);
        optimizer ??= new Adam<float>(config.StepSize);
        return (LearnedTraining.Run(config, network, optimizer, backward ?? OwnBackward, validation, report), validation);
    }

    private static void OwnBackward(Network<float> network, Unroll<float> unroll, float[] targets, float[] gradient) =>
        unroll.Backward(network, targets, gradient);

    private static SequenceTask TaskOf(LearnedConfiguration config) => LearnedTask.ByName(config.Task).Task;

    private static Batch Draw(LearnedConfiguration config, TorchGenerator stream, int sequences) =>
        TaskOf(config).Draw(stream, sequences, config.Steps, config.Inputs);

    private static LearnedCheckpoint Measure(LearnedConfiguration config, LearnedTraining training, int percent, Batch validation,
        Batch test)
    {
        var (trained, updates) = training.At(percent);
        var network = trained.To<double>();
        var lags = config.ReportedLags;
        double[] AtLags(double[] profile) => [.. lags.Select(lag => profile[lag - 1])];

        var probe = Unrolled(config, network, Draw(config, Streams.Probe(config.Seed), config.ProbeSize));
        var sensitivities = SensitivityTable.Of(probe);
        var (gates, carries) = (GateProducts.Of(probe), GateProducts.OfCarry(probe));
        var (slope, rSquared) = LogLogFit.Of(sensitivities, gates);
        var (carrySlope, carryRSquared) = LogLogFit.Of(sensitivities, carries);
        var (sensitivity, logAtLag1) = LagProfile.Of(sensitivities);
        var (zeroth, first, exact) = Envelopes.Measure(probe, lags);

        var sequences = Draw(config, Streams.Gradients(config.Seed), config.BatchSize);
        var batch = Unrolled(config, network, sequences);
        var alignment = new TransportAlignment(network, batch, Array.ConvertAll(sequences.Targets, double.CreateChecked));
        var generator = new NumpyGenerator(config.Seed);
        var triples = config.ProductLags.Select(lag =>
            Triple.Draw(generator, config.BatchSize, config.Steps, lag, config.TriplesPerLag)).ToArray();
        double[] Medians<TItem>(TItem[][] items, Converter<TItem, double> value) =>
            Array.ConvertAll(items, atLag => Statistics.Median(Array.ConvertAll(atLag, value)));
        var errors = Array.ConvertAll(triples, atLag =>
            Array.ConvertAll(atLag, p => ProductExpansion.RelativeErrors(batch, p.Sequence, p.T, p.K)));

        return new LearnedCheckpoint(
            percent,
            updates,
            training.IsSolved ? training.Updates : null,
            new MeanError<double>(config, network, validation).Of(network),
            new MeanError<double>(config, network, test).Of(network),
            network.ReadOut.ErrorOfBestConstant(test.Targets),
            slope,
            rSquared,
            carrySlope,
            carryRSquared,
            lags,
            AtLags(sensitivity),
            Math.Exp(logAtLag1),
            AtLags(LagProfile.Of(gates).Normalized),
            AtLags(LagProfile.Of(carries).Normalized),
            zeroth,
            first,
            exact,
            config.ProductLags,
            ProductStatistics.Of(new ProductSpectrum(batch), alignment, triples, config.Rank),
            Medians(errors, e => e.Zeroth),
            Medians(errors, e => e.First),
            Medians(errors, e => e.Second),
            Medians(triples, triple => ProductExpansion.Ratio(batch, triple)),
            GradientStatistics.Of(Gradients(config, network), config.Rank, GradientStatistics.RecurrentWeights(network)));
    }

    private static Unroll<double> Unrolled(LearnedConfiguration config, Network<double> network, Batch batch)
    {
        var unroll = new Unroll<double>(network.Cell, config.Hidden, config.Inputs, batch.Targets.Length, config.Steps,
            network.ReadOut);
        unroll.Forward(network, Array.ConvertAll(batch.Inputs, double.CreateChecked));
        return unroll;
    }

    /// <summary>Single-sequence gradients, [M][P], in rounds of one batch from one stream.</summary>
    private static double[][] Gradients(LearnedConfiguration config, Network<double> network)
    {
        var generator = Streams.Gradients(config.Seed);
        var gradients = Enumerable.Range(0, config.GradientRows).Select(_ => new double[network.Weights.Length]).ToArray();
        for (var done = 0; done < gradients.Length; done += config.BatchSize)
        {
            var count = Math.Min(config.BatchSize, gradients.Length - done);
            var batch = Draw(config, generator, count);
            Unrolled(config, network, batch)
                .SequenceGradients(network, Array.ConvertAll(batch.Targets, double.CreateChecked), gradients.AsSpan(done, count));
        }
        return gradients;
    }
}
