using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments;

/// <summary>One measurement over seeds: a row of a summary.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Task">The task; empty for the expansion.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Iteration">The checkpoint; null where there is no training.</param>
/// <param name="Quantity">What was measured.</param>
/// <param name="Position">Lag, ε or step; null where there is one number.</param>
/// <param name="Seeds">Seeds with a finite value.</param>
/// <param name="LeftOut">Seeds without one: diverged, or not measurable.</param>
/// <param name="LowerQuartile">25 % quantile over seeds.</param>
/// <param name="Median">Median over seeds.</param>
/// <param name="UpperQuartile">75 % quantile over seeds.</param>
/// <param name="IntervalLower">Lower end of the median's exact 95 % interval (see <see cref="ExactInterval"/>); NaN where
/// there are too few seeds.</param>
/// <param name="IntervalUpper">Upper end.</param>
public sealed record MeasurementSummary(
    string Experiment,
    string Protocol,
    string Task,
    string Cell,
    int? Iteration,
    string Quantity,
    double? Position,
    int Seeds,
    int LeftOut,
    double LowerQuartile,
    double Median,
    double UpperQuartile,
    double IntervalLower,
    double IntervalUpper)
{
    /// <summary>The configuration's settings, where results of several lie side by side; empty where that is known.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>The median with its 95 % interval as a reader sees it: <c>0.256 [0.225, 0.319]</c>.</summary>
    public string Text => Numerals.Interval(Median, IntervalLower, IntervalUpper);

    /// <summary>Summarises measurements over seeds, in the order in which they first appear.</summary>
    public static IReadOnlyList<MeasurementSummary> Of(IEnumerable<Measurement> measurements) =>
        [.. measurements.GroupBy(m => m.WithoutSeed).ToArray().AsParallel().AsOrdered()
            .Select(group => Of(group.Key, [.. group.Select(m => m.Value)]))];

    /// <summary>Summarises the values of one measurement.</summary>
    internal static MeasurementSummary Of(Measurement key, double[] values)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        var (median, lower, upper) = ExactInterval.OfMedian(finite);
        return new MeasurementSummary(
            key.Experiment, key.Protocol, key.Task, key.Cell, key.Iteration, key.Quantity, key.Position,
            finite.Length, values.Length - finite.Length,
            Statistics.Quantile(finite, 0.25), median, Statistics.Quantile(finite, 0.75), lower, upper)
        {
            Configuration = key.Configuration,
        };
    }
}
