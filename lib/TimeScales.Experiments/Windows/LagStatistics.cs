using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Windows;

/// <summary>A kernel's matched statistic at every lag, measured.</summary>
internal sealed class LagStatistics
{
    /// <summary>Neighbours, this far away on either side, from which a peak must stand out.</summary>
    private static readonly int[] Neighbours = [-3, -2, 2, 3];

    private readonly WindowsConfiguration config;
    private readonly MatchedStatistic statistic;
    private readonly MatchedStatistic shuffled;
    private readonly bool isTurned;
    // At the reported lags.
    private readonly SignalToNoise[] ratios;
    private readonly SignalToNoise[] chanceRatios;

    /// <summary>A statistic.</summary>
    /// <param name="config">The run.</param>
    /// <param name="statistic">ψ.</param>
    /// <param name="isTurned">Whether the mean is that of batches turned by their own sign.</param>
    /// <param name="generator">Where chance comes from.</param>
    public LagStatistics(WindowsConfiguration config, MatchedStatistic statistic, bool isTurned, TorchGenerator generator)
    {
        (this.config, this.statistic, this.isTurned) = (config, statistic, isTurned);
        shuffled = statistic.Shuffled(generator);
        (ratios, chanceRatios) = (Ratios(statistic), Ratios(shuffled));
    }

    /// <summary>Everything that is told of it.</summary>
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="taskLags">The task's lags.</param>
    /// <param name="envelope">f at lag 1, 2, ….</param>
    /// <param name="generator">Where chance comes from.</param>
    public KernelResult Result(string kernel, IReadOnlyList<int> taskLags, double[] envelope, TorchGenerator generator)
    {
        var test = statistic.Test(Chance.Shuffles, config.Draws, generator);
        var chance = shuffled.Test(Chance.Shuffles, config.Draws, generator);
        var (scores, n) = (Scores(test), statistic.Sequences);
        int[] all = [.. Enumerable.Range(1, statistic.Lags)], lags = config.ReportedLags;
        int[] between = [.. all.Where(lag => lag <= taskLags[^1] && !taskLags.Contains(lag))],
            beyond = [.. all.Where(lag => lag > taskLags[^1])];
        double Share(IEnumerable<int> of) => of.Select(lag => test.IsDetected(lag) ? 1.0 : 0).DefaultIfEmpty(double.NaN)
            .Average();
        // A mean as an SNR: what stands for |m̄| is the threshold.
        double Threshold(Func<int, double> mean) =>
            Statistics.Median([.. lags.Select((lag, at) => new SignalToNoise(mean(lag - 1), ratios[at].Law).Of(n))]);
        var (slope, rSquared, needed) = Scaling(envelope);
        return new KernelResult(
            kernel,
            [.. ratios.Select(ratio => ratio.Of(n))],
            [.. ratios.Select(ratio => ratio.Law.Tail)],
            [.. lags.Select(lag => scores[lag - 1])],
            Statistics.Median(Array.ConvertAll(ratios, ratio => ratio.Law.Tail)),
            test.Family,
            Threshold(lag => test.PerLag[lag]),
            Threshold(lag => test.Family * test.Spread[lag]),
            Share(taskLags), Share(between), Share(beyond),
            Rank(scores, taskLags), Rank(Peaks(test), taskLags), Rank(Peaks(chance), taskLags),
            [.. config.Tested.Select(count => Window(count, generator))],
            Windows(ratios, SignalToNoise.FirstThreshold), Windows(ratios, SignalToNoise.LaterThreshold),
            chance.Window(chance.IsDetected), chance.Window(chance.IsDetectedAlone),
            Windows(chanceRatios, SignalToNoise.FirstThreshold), Windows(chanceRatios, SignalToNoise.LaterThreshold),
            slope, rSquared, needed);
    }

    /// <summary>c of n^−c: how the interquartile range of means over n sequences falls with n, median over lags.</summary>
    public double Concentration()
    {
        int[] counts = [.. new[] { 1, 2, 4, 8, 16 }.Where(count => statistic.Sequences / count >= 4)];
        var means = Enumerable.Range(0, statistic.Sequences).Select(b => statistic.Part(b, 1).Means()).ToArray();
        var slopes = Enumerable.Range(0, statistic.Lags).Select(lag => Statistics.FitLine(
            [.. counts.Select(count => Math.Log(count))],
            [.. counts.Select(count =>
            {
                double[] groups = [.. means.Select(row => row[lag]).Chunk(count).Where(group => group.Length == count)
                    .Select(group => group.Average())];
                return Math.Log(Statistics.Quantile(groups, 0.75) - Statistics.Quantile(groups, 0.25));
            })]).Slope);
        return -Statistics.Median([.. slopes]);
    }

    private SignalToNoise[] Ratios(MatchedStatistic of)
    {
        var means = of.Means();
        return [.. config.ReportedLags.Select(lag =>
        {
            var values = of.Values(lag);
            var mean = isTurned ? SignalToNoise.TurnedMean(values, config.TurnedTogether * of.Ends) : means[lag - 1];
            return new SignalToNoise(mean, StableFit.ByCharacteristicFunction(values));
        })];
    }

    /// <summary>The calibrated window of that many sequences, median over disjoint parts.</summary>
    private double Window(int count, TorchGenerator generator) =>
        Statistics.Median([.. Enumerable.Range(0, statistic.Sequences / count).Select(part =>
    {
        var test = statistic.Part(part * count, count).Test(Chance.Shuffles, config.Draws, generator);
        return (double)test.Window(test.IsDetected);
    })]);

    private double[] Windows(SignalToNoise[] ratios, double threshold) => Array.ConvertAll(
        SignalToNoise.AskedFor, n => (double)config.ReportedLags.Where((_, at) => ratios[at].Of(n) > threshold).LastOrDefault());

    private static double[] Scores(DetectionTest test) =>
        [.. test.Mean.Zip(test.Spread, (mean, spread) => spread > 0 ? Math.Abs(mean) / spread : 0)];

    /// <summary>How far each mean is from those of its neighbours, over its spread; NaN at the ends.</summary>
    private static double[] Peaks(DetectionTest test) => [.. test.Mean.Select((mean, at) =>
        Neighbours.All(step => at + step >= 0 && at + step < test.Mean.Length) && test.Spread[at] > 0
            ? Math.Abs(mean - Neighbours.Average(step => test.Mean[at + step])) / test.Spread[at] : double.NaN)];

    /// <summary>The probability that a chosen lag has a larger value than another, equal ones counting half.</summary>
    private static double Rank(double[] values, IReadOnlyList<int> chosen)
    {
        var others = values.Where((value, at) => !double.IsNaN(value) && !chosen.Contains(at + 1)).ToArray();
        return chosen.Select(lag => values[lag - 1]).Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN)
            .Average(value =>
                others.Average(other => value > other ? 1 : value == other ? 0.5 : double.IsNaN(value) ? double.NaN : 0));
    }

    /// <summary>Slopes of ln(|m̄|/σ̂) and of ln N on ln f over the reported lags.</summary>
    private (double Slope, double RSquared, double Needed) Scaling(double[] envelope)
    {
        var usable = config.ReportedLags.Index()
            .Where(lag => envelope[lag.Item - 1] > 0 && ratios[lag.Index] is { Mean: not 0, Law: { Scale: > 0, Tail: > 1 } })
            .ToArray();
        double[] x = Array.ConvertAll(usable, lag => Math.Log(envelope[lag.Item - 1]));
        var signal = Statistics.FitLine(x,
            Array.ConvertAll(usable, lag => Math.Log(Math.Abs(ratios[lag.Index].Mean) / ratios[lag.Index].Law.Scale)));
        return (signal.Slope, signal.RSquared,
            Statistics.FitLine(x, Array.ConvertAll(usable, lag => Math.Log(ratios[lag.Index].Needed(1)))).Slope);
    }
}
