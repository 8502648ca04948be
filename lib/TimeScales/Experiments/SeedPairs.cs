namespace TimeScales.Experiments;

/// <summary>Two cells or models compared seed by seed: seeds differ more from each other than models do.</summary>
internal static class SeedPairs
{
    /// <summary>The name that stands for the cell of such a row.</summary>
    public static string RatioName(string above, string below) => $"{above} / {below}";

    /// <summary>Ratios of one cell's measurements to another's of the same seed and place; nothing where either lacks one.</summary>
    public static IEnumerable<Measurement> Ratios(IReadOnlyCollection<Measurement> rows, string above, string below, Func<Measurement, bool> which) =>
        Combine(rows, above, below, RatioName(above, below), which, (x, y) => x / y);

    /// <summary>The name that stands for the cell of a row of differences.</summary>
    public static string DifferenceName(string above, string below) => $"{above} − {below}";

    /// <summary>The same with differences.</summary>
    public static IEnumerable<Measurement> Differences(IReadOnlyCollection<Measurement> rows, string above, string below, Func<Measurement, bool> which) =>
        Combine(rows, above, below, DifferenceName(above, below), which, (x, y) => x - y);

    private static IEnumerable<Measurement> Combine(
        IReadOnlyCollection<Measurement> rows, string above, string below, string name, Func<Measurement, bool> which, Func<double, double, double> combine)
    {
        static Measurement Key(Measurement m) => m with { Cell = "", Value = 0 };
        var lower = rows.Where(m => m.Cell == below && which(m)).ToDictionary(Key, m => m.Value);
        foreach (var upper in rows.Where(m => m.Cell == above && which(m)))
        {
            if (lower.TryGetValue(Key(upper), out var value))
                yield return upper with { Cell = name, Value = combine(upper.Value, value) };
        }
    }
}
