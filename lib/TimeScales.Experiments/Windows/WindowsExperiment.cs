using TimeScales.Experiments.DelayedSums;

namespace TimeScales.Experiments.Windows;

/// <summary>Beyond the paper: arXiv:2512.05790's learnability window, with exact products and thresholds
/// that chance calibrates.</summary>
public static partial class WindowsExperiment
{
    /// <summary>Sequences that are unrolled at once.</summary>
    private const int Chunk = 16;

    /// <summary>α of the noise that is added to the errors, first the normal law.</summary>
    private static readonly double[] NoiseTails = [2, 1.7, 1.4, 1.1];

    private const double NoiseScale = 0.5;

    /// <summary>Trains one network and measures it at its checkpoints.</summary>
    /// <exception cref="ArgumentException">The configuration is impossible.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public static RunResult<WindowsConfiguration, WindowsCheckpoint> Run(WindowsConfiguration config, RunContext? context = null)
    {
        config.Validate();
        var training = new DelayedSumsTraining(config);
        var checkpoints = new List<WindowsCheckpoint>();
        foreach (var trained in training.Run(context))
            checkpoints.Add(Measure(config, trained, checkpoints.FirstOrDefault(), context));
        return RunResult<WindowsConfiguration, WindowsCheckpoint>.Embedded(config, checkpoints, training.DivergedAt);
    }

    private static WindowsCheckpoint Measure(WindowsConfiguration config, TrainedNetwork trained, WindowsCheckpoint? first,
        RunContext? context)
    {
        var task = new DelayedSumsTask(config);
        var (errors, kernels, envelopes) = Sample(config, task, trained.Network.To<double>(), context);
        var chance = Streams.Chance(config.Seed);
        var results = new List<KernelResult>();
        var concentration = double.NaN;
        foreach (var (kind, name) in MatchedKernels.Kinds.Index())
        {
            context?.Cancellation.ThrowIfCancellationRequested();
            var lags = new LagStatistics(config, new MatchedStatistic(errors, kernels[kind]), isTurned: name == "program",
                chance);
            // The program holds its own kernel against the first-order envelope.
            results.Add(lags.Result(name, task.Lags, envelopes[name == "program" ? 1 : kind], chance));
            if (name == "exact")
                concentration = lags.Concentration();
        }
        double[] Reported(double[] values) => [.. config.ReportedLags.Select(lag => values[lag - 1])];
        return new WindowsCheckpoint(
            trained.Update, trained.ValidationError / trained.ConstantError, config.ReportedLags, [.. envelopes.Select(Reported)],
                results, concentration,
            first?.First ?? results[0],
                first?.Noise ?? [.. NoiseTails.Select(tail => WithNoise(config, errors, kernels[0], tail))]);
    }

    /// <summary>Errors, [B][ends], kernels, [kind][B · ends][lag − 1], and envelopes, [exact, first, zeroth][lag −
    /// 1], of new sequences.</summary>
    private static (double[][] Errors, double[][][] Kernels, double[][] Envelopes) Sample(
        WindowsConfiguration config, DelayedSumsTask task, Network<double> network, RunContext? context)
    {
        var direction = new Network<double>(network.Cell, network.Hidden, network.Inputs);
        Streams.Tangent(config.Seed).FillNormal(direction.Weights.AsSpan());
        var length = Math.Sqrt(direction.Weights.Sum(w => w * w));
        foreach (ref var weight in direction.Weights.AsSpan())
            weight /= length;

        var (stream, ends) = (Streams.Probe(config.Seed), config.EndSteps);
        var errors = new List<double[]>();
        var kernels = Array.ConvertAll(MatchedKernels.Kinds, _ => new List<double[]>());
        double[][]? envelopes = null;
        for (var done = 0; done < config.Sequences; done += Chunk)
        {
            context?.Cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(Chunk, config.Sequences - done);
            var pass = new DelayedSumsPass<double>(config, network.Cell, count);
            var sequences = task.Draw(stream, count);
            pass.Forward(network, sequences);
            errors.AddRange(Enumerable.Range(0, count).Select(b => Array.ConvertAll(ends, t => pass.Error(b, t))));
            var exact = Math.Clamp(config.EnvelopeSequences - done, 0, count);
            var (values, rates) = MatchedKernels.Of(
                network, direction, pass.Unroll, Array.ConvertAll(sequences.Inputs, u => (double)u), ends, config.LongestLag,
                    exact);
            foreach (var (kind, rows) in values.Index())
                kernels[kind].AddRange(rows);
            // The rates of the first sequences are enough: they differ far less between sequences than between lags.
            envelopes ??= rates;
        }
        return ([.. errors], [.. kernels.Select(rows => rows.ToArray())], envelopes!);
    }

    /// <summary>Noise of scale σ = ½ is added to the errors, which for a start are about as large as the targets: 1.</summary>
    private static NoiseResult WithNoise(WindowsConfiguration config, double[][] errors, double[][] kernel, double tail)
    {
        var chance = Streams.Chance(config.Seed);
        var statistic = new MatchedStatistic(Array.ConvertAll(errors, row =>
        {
            var noise = new double[row.Length];
            new StableLaw(tail, NoiseScale).Fill(chance, noise);
            return (double[])[.. row.Zip(noise, (e, ξ) => e + ξ)];
        }), kernel);
        var test = statistic.Test(Chance.Shuffles, config.Draws, chance);
        return new NoiseResult(
            tail, Statistics.Median(
                [.. config.ReportedLags.Select(lag => StableFit.ByCharacteristicFunction(statistic.Values(lag)).Tail)]),
                test.Window(test.IsDetected));
    }
}
