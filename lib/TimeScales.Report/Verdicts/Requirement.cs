using TimeScales.Experiments;

namespace TimeScales.Verdicts;

/// <summary>Where a statistic must lie for a claim: a range, or all but a range. The whole 95 % interval decides.</summary>
/// <param name="Least">Lower end of the range.</param>
/// <param name="Most">Upper end of the range.</param>
/// <param name="Excludes">Whether the statistic must lie outside the range.</param>
public sealed record Requirement(double Least, double Most, bool Excludes = false)
{
    /// <summary>At least that.</summary>
    public static Requirement AtLeast(double least) => new(least, double.PositiveInfinity);

    /// <summary>At most that.</summary>
    public static Requirement AtMost(double most) => new(double.NegativeInfinity, most);

    /// <summary>Within a factor of a value, either way.</summary>
    public static Requirement WithinFactor(double factor, double value = 1) => new(value / factor, value * factor);

    /// <summary>Further than a factor from 1, either way.</summary>
    public static Requirement BeyondFactor(double factor) => new(1 / factor, factor, Excludes: true);

    /// <summary>What an interval says.</summary>
    public Support Of(double lower, double upper)
    {
        if (!double.IsFinite(lower) || !double.IsFinite(upper))
            return Support.Undecided;
        var inside = lower >= Least && upper <= Most;
        var outside = upper < Least || lower > Most;
        if (!inside && !outside)
            return Support.Undecided;
        return inside != Excludes ? Support.Supports : Support.Contradicts;
    }

    /// <summary>The two-sided sign test of the end that decides: of both where the median lies between them, else of the one
    /// that it lies beyond.</summary>
    internal double SignTest(IReadOnlyList<double> values)
    {
        double Of(double end) =>
            double.IsFinite(end) ? ExactInterval.SignTest(values.Count(v => v < end), values.Count(v => v > end)) : 0;
        var median = ExactInterval.OfMedian(values).Median;
        return median < Least ? Of(Least) : median > Most ? Of(Most) : Math.Max(Of(Least), Of(Most));
    }

    /// <summary>The range in words.</summary>
    public override string ToString() => (double.IsFinite(Least), double.IsFinite(Most)) switch
    {
        (true, false) => $"≥ {Numerals.Text(Least)}",
        (false, true) => $"≤ {Numerals.Text(Most)}",
        _ => $"{(Excludes ? "outside" : "in")} [{Numerals.Text(Least)}, {Numerals.Text(Most)}]",
    };
}

/// <summary>What an interval says about a requirement.</summary>
public enum Support
{
    /// <summary>All of the interval meets it.</summary>
    Supports,

    /// <summary>Part of the interval meets it.</summary>
    Undecided,

    /// <summary>None of the interval meets it.</summary>
    Contradicts,
}
