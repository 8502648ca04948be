using TimeScales.Experiments.DelayedSums;

namespace TimeScales.Experiments.EnvelopeDecay;

/// <summary>Beyond the paper: how the effective learning rates of networks decay with lag, by the follow-ups'
/// approximations and exactly.</summary>
public static partial class EnvelopesExperiment
{
    /// <summary>Where ranges of lags begin; all end at the longest. 4 is the program's first lag.</summary>
    private static readonly int[] RangeStarts = [1, 4, 16, 64];

    private const int ProgramStart = 4;

    /// <summary>The quantiles over units at which time constants are told, per cent.</summary>
    private static readonly double[] UnitQuantiles = [.. Enumerable.Range(0, 25).Select(i => 2.0 + 4 * i)];

    /// <summary>Trains a network and measures it at the checkpoints.</summary>
    /// <exception cref="ArgumentException">The configuration is impossible.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public static RunResult<EnvelopesConfiguration, EnvelopesCheckpoint> Run(EnvelopesConfiguration config,
        RunContext? context = null)
    {
        config.Validate();
        var training = new DelayedSumsTraining(config);
        var points = new List<EnvelopesCheckpoint>();
        foreach (var trained in training.Run(context))
            points.Add(Measure(config, trained, points.FirstOrDefault()));
        return RunResult<EnvelopesConfiguration, EnvelopesCheckpoint>.Embedded(config, points, training.DivergedAt);
    }

    /// <summary>The lags at which envelopes are told: √2 apart.</summary>
    internal static IReadOnlyList<int> ReportedLags(EnvelopesConfiguration config) =>
        [.. Enumerable.Range(0, 2 * 16).Select(i => (int)Math.Round(Math.Pow(2, i / 2.0))).Where(lag => lag <= config.LongestLag)
            .Distinct()];

    private static EnvelopesCheckpoint Measure(EnvelopesConfiguration config, TrainedNetwork trained, EnvelopesCheckpoint? first)
    {
        var network = trained.Network.To<double>();
        var pass = new DelayedSumsPass<double>(config, network.Cell, config.ProbeSize);
        pass.Forward(network, new DelayedSumsTask(config).Draw(Streams.Probe(config.Seed), config.ProbeSize));
        var terms = DiagonalTerms.NamesOf(config.Cell).Count > 0 ? new DiagonalTerms(network, pass.Unroll) : null;
        // From T/2 + 1 to T; every product ends after the first step at the least.
        int[] ends = [.. Enumerable.Range(1, config.Ends)
            .Select(i => config.LongestLag + i * (config.Steps - config.LongestLag) / config.Ends)];
        var sample = EnvelopeSample.Of(pass.Unroll, ends, config.LongestLag, terms is null ? null : terms.Visit);

        var exact = sample.Envelope(EnvelopeOrder.Exact);
        var orders = Enum.GetValues<EnvelopeOrder>().Select(order => Measured(config, sample, order, exact)).ToArray();
        var timeConstants = GateTimeConstants(pass.Unroll);
        var mixture = Enumerable.Range(1, config.LongestLag).Select(lag => Math.Log(timeConstants.Sum(τ => Math.Exp(-lag / τ))))
            .ToArray();
        return new EnvelopesCheckpoint(
            trained.Update, trained.ValidationError, trained.ConstantError, ReportedLags(config), orders, Differences(mixture),
                OverUnits(timeConstants),
            first?.Start ?? new EnvelopesStart(orders[^1].Differences, orders[^1].Rate, Statistics.Median(timeConstants)),
            terms?.Terms() ?? []);
    }

    private static MeasuredEnvelope Measured(EnvelopesConfiguration config, EnvelopeSample sample, EnvelopeOrder order,
        double[] exact)
    {
        var (values, logarithms) = (sample.Envelope(order), sample.LogEnvelope(order));
        var fit = DecayFit.Of(logarithms.AsSpan(ProgramStart - 1), ProgramStart);
        return new MeasuredEnvelope(
            order, [.. ReportedLags(config).Select(lag => values[lag - 1])], Differences(logarithms),
            fit.Rate, (logarithms[ProgramStart - 1] - logarithms[^1]) / (logarithms.Length - ProgramStart), fit.Exponent,
                fit.ExponentialRSquared, fit.PowerRSquared,
            Statistics.RankCorrelation(values, exact), OverUnits(sample.TimeConstants(order)));
    }

    private static double[] Differences(double[] logarithms) =>
        Array.ConvertAll(RangeStarts, start => start < logarithms.Length - 2
            ? DecayFit.Of(logarithms.AsSpan(start - 1), start).Difference : double.NaN);

    /// <summary>−1/⟨ln λ⟩ of every unit, the mean over sequences and steps.</summary>
    private static double[] GateTimeConstants(Unroll<double> unroll)
    {
        var sums = new double[unroll.Hidden];
        for (var b = 0; b < unroll.Batch; b++)
        {
            for (var t = 1; t <= unroll.Steps; t++)
            {
                var kept = unroll.Slopes(b, t).Kept;
                for (var unit = 0; unit < sums.Length; unit++)
                    sums[unit] += Math.Log(kept[unit]);
            }
        }
        return Array.ConvertAll(sums, sum => -unroll.Batch * unroll.Steps / sum);
    }

    private static double[] OverUnits(double[] timeConstants) =>
        Array.ConvertAll(UnitQuantiles, quantile => Statistics.Quantile(timeConstants, quantile / 100));
}
