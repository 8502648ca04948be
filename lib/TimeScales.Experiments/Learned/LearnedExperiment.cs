using TimeScales.Experiments.Propagation;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Learned;

/// <summary>Beyond the paper: the measurements of Sec. VII-A, VII-B and Appendix B, and envelopes, on networks that learn their task.</summary>
public static partial class LearnedExperiment
{
    // The seed rules: training and probe as in Sec. VII-A, the others ours.
    private const uint TrainingSeedOffset = 123;
    private const uint ProbeSeedOffset = 999;
    private const uint ValidationSeedOffset = 5000;
    private const uint TestSeedOffset = 6000;
    private const uint GradientSeedOffset = 100_000;

    /// <summary>The share of a run's time that training is taken to need, for progress only.</summary>
    private const double TrainingShare = 0.5;

    /// <summary>Trains one network until its task is solved and measures it at its checkpoints.</summary>
    /// <exception cref="ArgumentException">The configuration is impossible.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public static RunResult<LearnedConfiguration, LearnedCheckpoint> Run(LearnedConfiguration config, RunContext? context = null)
    {
        config.Validate();
        var test = TaskOf(config).DrawTest(Stream(config, TestSeedOffset), config.TestSize, config.Steps, config.Inputs);
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

    /// <summary>The validation set and the test set of a run.</summary>
    internal static (Batch Validation, Batch Test) HeldOut(LearnedConfiguration config) => (
        TaskOf(config).DrawValidation(Stream(config, ValidationSeedOffset), config.TestSize, config.Steps, config.Inputs),
        TaskOf(config).DrawTest(Stream(config, TestSeedOffset), config.TestSize, config.Steps, config.Inputs));

    /// <summary>The training of a run, with the validation set that ends it.</summary>
    internal static (LearnedTraining Training, Batch Validation) Train(LearnedConfiguration config, Action<double> report)
    {
        var validation = TaskOf(config).DrawValidation(Stream(config, ValidationSeedOffset), config.TestSize, config.Steps, config.Inputs);
        return (LearnedTraining.Run(config, validation, Stream(config, TrainingSeedOffset), report), validation);
    }

    private static SequenceTask TaskOf(LearnedConfiguration config) => LearnedTask.ByName(config.Task).Task;

    private static TorchGenerator Stream(LearnedConfiguration config, uint offset) => new((ulong)config.Seed + offset);

    private static Batch Draw(LearnedConfiguration config, uint offset, int sequences) =>
        TaskOf(config).Draw(Stream(config, offset), sequences, config.Steps, config.Inputs);

    private static LearnedCheckpoint Measure(LearnedConfiguration config, LearnedTraining training, int percent, Batch validation, Batch test)
    {
        var (trained, updates) = training.At(percent);
        var network = trained.To<double>();
        var lags = config.ReportedLags;
        double[] AtLags(double[] profile) => [.. lags.Select(lag => profile[lag - 1])];

        var probe = Unrolled(config, network, Draw(config, ProbeSeedOffset, config.ProbeSize));
        var sensitivities = SensitivityTable.Of(probe);
        var (gates, carries) = (GateProducts.Of(probe), GateProducts.OfCarry(probe));
        var (slope, rSquared) = LogLogFit.Of(sensitivities, gates);
        var (carrySlope, carryRSquared) = LogLogFit.Of(sensitivities, carries);
        var (sensitivity, logAtLag1) = LagProfile.Of(sensitivities);
        var (zeroth, first, exact) = Envelopes.Measure(probe, lags);

        var sequences = Draw(config, GradientSeedOffset, config.BatchSize);
        var batch = Unrolled(config, network, sequences);
        var alignment = new TransportAlignment(network, batch, Array.ConvertAll(sequences.Targets, double.CreateChecked));
        var generator = new NumpyGenerator(config.Seed);
        var triples = config.ProductLags.Select(lag => Triple.Draw(generator, config.BatchSize, config.Steps, lag, config.TriplesPerLag)).ToArray();
        double[] Medians<TItem>(TItem[][] items, Converter<TItem, double> value) => Array.ConvertAll(items, atLag => Statistics.Median(Array.ConvertAll(atLag, value)));
        var errors = Array.ConvertAll(triples, atLag => Array.ConvertAll(atLag, triple => ProductExpansion.RelativeErrors(batch, triple)));

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
        var unroll = new Unroll<double>(network.Cell, config.Hidden, config.Inputs, batch.Targets.Length, config.Steps, network.ReadOut);
        unroll.Forward(network, Array.ConvertAll(batch.Inputs, double.CreateChecked));
        return unroll;
    }

    /// <summary>Single-sequence gradients, [M][P], in rounds of one batch from one stream.</summary>
    private static double[][] Gradients(LearnedConfiguration config, Network<double> network)
    {
        var generator = Stream(config, GradientSeedOffset);
        var gradients = Enumerable.Range(0, config.GradientRows).Select(_ => new double[network.Weights.Length]).ToArray();
        for (var done = 0; done < gradients.Length; done += config.BatchSize)
        {
            var count = Math.Min(config.BatchSize, gradients.Length - done);
            var batch = TaskOf(config).Draw(generator, count, config.Steps, config.Inputs);
            Unrolled(config, network, batch).SequenceGradients(network, Array.ConvertAll(batch.Targets, double.CreateChecked), gradients.AsSpan(done, count));
        }
        return gradients;
    }
}
