using TimeScales.Experiments;

namespace TimeScales.Figures;

/// <summary>Medians over seeds along one axis, with what lies around them.</summary>
public sealed class SeedCurve
{
    internal SeedCurve(IReadOnlyList<MeasurementSummary> rows, Func<MeasurementSummary, double> position)
        : this(rows, [.. rows.Select(position)])
    {
    }

    private SeedCurve(IReadOnlyList<MeasurementSummary> rows, IReadOnlyList<double> positions) =>
        (Rows, Positions) = (rows, positions);

    /// <summary>The rows, in the order of the positions.</summary>
    public IReadOnlyList<MeasurementSummary> Rows { get; }

    /// <summary>Lag, ε, step or checkpoint.</summary>
    public IReadOnlyList<double> Positions { get; }

    /// <summary>The part of the curve up to a position.</summary>
    public SeedCurve UpTo(double position)
    {
        var count = Positions.TakeWhile(p => p <= position).Count();
        return new SeedCurve([.. Rows.Take(count)], [.. Positions.Take(count)]);
    }

    /// <summary>Whether any seed has a value anywhere.</summary>
    public bool HasValues => Rows.Any(r => double.IsFinite(r.Median));

    /// <summary>Medians, one per position.</summary>
    public IReadOnlyList<double> Medians => [.. Rows.Select(r => r.Median)];

    /// <summary>25 % quantiles, one per position.</summary>
    public IReadOnlyList<double> LowerQuartiles => [.. Rows.Select(r => r.LowerQuartile)];

    /// <summary>75 % quantiles, one per position.</summary>
    public IReadOnlyList<double> UpperQuartiles => [.. Rows.Select(r => r.UpperQuartile)];

    /// <summary>The medians as a line in a band from the lower to the upper quartile.</summary>
    internal Line WithQuartiles(string name, string colour, string? label) => new(name, colour, Positions, Medians)
    {
        Label = label,
        Spread = new Spread(SpreadKind.Band, LowerQuartiles, UpperQuartiles),
    };
}
