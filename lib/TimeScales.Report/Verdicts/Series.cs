using TimeScales.Experiments;
using TimeScales.Experiments.Departures;
using TimeScales.Figures;

namespace TimeScales.Verdicts;

/// <summary>A number of every seed, read from the data; the values of several may be compared seed by seed, because seeds differ
/// more from each other than models do.</summary>
public sealed class Series
{
    private readonly Func<FigureData, string, IReadOnlyDictionary<uint, double>> read;

    private Series(string label,
        IEnumerable<string> experiments, Func<FigureData, string, IReadOnlyDictionary<uint, double>> read,
        bool isShare = false) =>
        (Label, Experiments, this.read, IsShare) = (label, [.. experiments.Distinct()], read, isShare);

    /// <summary>Task and cell, model or pair.</summary>
    public string Label { get; }

    /// <summary>The experiments that measure it.</summary>
    public IReadOnlyList<string> Experiments { get; }

    /// <summary>Whether it is 1 for seeds that have something and 0 for others, and its mean a share.</summary>
    public bool IsShare { get; }

    /// <summary>A quantity at the last checkpoint.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="task">The task, or condition; empty where there is none.</param>
    /// <param name="cell">The cell, model or gate.</param>
    /// <param name="quantity">The quantity by its name in the results.</param>
    /// <param name="position">Lag or ε; null where there is one number.</param>
    public static Series Of(string experiment, string task, string cell, string quantity, double? position = null) => new(
        task.Length == 0 ? cell : $"{task}, {cell}", [experiment], (data, protocol) =>
            data.Seeds(experiment, protocol, task, cell, quantity, position));

    /// <summary>Whether each seed solves its task.</summary>
    public static Series Solved(string experiment, string task, string cell) => new(
        $"{task}, {cell}", [experiment],
        (data, protocol) => data.Seeds(experiment, protocol, task, cell, "updatesUntilSolved")
            .ToDictionary(seed => seed.Key, seed => double.IsNaN(seed.Value) ? 0.0 : 1),
        isShare: true);

    /// <summary>The smallest of several, or of shares the largest: what the best of them reaches, those
    /// without a number left out.</summary>
    public static Series Best(string label, params Series[] series) => new(
        label, series.SelectMany(s => s.Experiments),
        (data, protocol) => Together([.. series.Select(s => s.read(data, protocol))],
            values => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN)
                .Aggregate(series[0].IsShare ? Math.Max : Math.Min)), series[0].IsShare);

    /// <summary>This over another.</summary>
    public Series Over(Series other) => With(other, "/", (a, b) => a / b);

    /// <summary>This less another, for what may be negative.</summary>
    public Series Less(Series other) => With(other, "−", (a, b) => a - b);

    /// <summary>The rank correlation of two quantities over several models, seed by seed; NaN where all
    /// models have one value.</summary>
    public static Series RankCorrelation(string label, IReadOnlyList<Series> x, IReadOnlyList<Series> y) => new(
        label, x.Concat(y).SelectMany(s => s.Experiments),
        (data, protocol) => Together([.. x.Concat(y).Select(s => s.read(data, protocol))],
            values => Statistics.RankCorrelation(values.AsSpan(0, x.Count), values.AsSpan(x.Count))));

    /// <summary>The values, by seed; empty where they were not measured.</summary>
    /// <param name="data">The data.</param>
    /// <param name="protocol">How it was measured.</param>
    public IReadOnlyDictionary<uint, double> Values(FigureData data, Protocol protocol) => read(data, protocol.Name);

    private Series With(Series other, string sign, Func<double, double, double> combine) => new(
        $"{Label} {sign} "
            + $"{other.Label[(other.Label.LastIndexOf(", ", StringComparison.Ordinal) is var comma and >= 0 ? comma + 2 : 0)..]}",
        Experiments.Concat(other.Experiments),
        (data, protocol) =>
            Together([read(data, protocol), other.read(data, protocol)], values => combine(values[0], values[1])));

    /// <summary>Of the seeds that all have.</summary>
    private static Dictionary<uint, double> Together(IReadOnlyDictionary<uint, double>[] all, Func<double[], double> combine) =>
        all.Select(values => values.Keys).Aggregate((IEnumerable<uint> a, IEnumerable<uint> b) => a.Intersect(b)).Order()
            .ToDictionary(seed => seed, seed => combine(Array.ConvertAll(all, values => values[seed])));
}
