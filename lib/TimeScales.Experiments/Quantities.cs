namespace TimeScales.Experiments;

/// <summary>What an experiment measures: one number, or several profiles over the same positions, each with its name and where
/// it stands in a point.</summary>
/// <remarks>Rows of tables and files, their order, and what makes a result whole follow from it.</remarks>
/// <typeparam name="TRun">The configuration of a run.</typeparam>
/// <typeparam name="TPoint">What a run measures at one checkpoint.</typeparam>
public sealed class Quantities<TRun, TPoint>
{
    private readonly string? value;
    private readonly Func<TRun, IEnumerable<double?>> positions;
    private readonly Func<TPoint, IEnumerable<double?>>? stored;
    private readonly IReadOnlyList<Profile<TPoint>> profiles;
    private readonly double unreached;

    /// <summary>One number.</summary>
    /// <param name="name">Its name in results.</param>
    /// <param name="value">The number.</param>
    /// <param name="unreached">The number at a checkpoint that a diverged run did not reach.</param>
    public Quantities(string name, Func<TPoint, double> value, double unreached = double.NaN)
    {
        positions = _ => [null];
        profiles = [new(name, point => [value(point)])];
        this.unreached = unreached;
    }

    /// <summary>Profiles.</summary>
    /// <param name="value">What there must be one of, as it stands in a sentence: "value per lag".</param>
    /// <param name="positions">The positions: lags, ε, steps or quantiles.</param>
    /// <param name="stored">The same as a point holds them; null where it does not.</param>
    /// <param name="profiles">The profiles, one value per position.</param>
    public Quantities(string value,
        Func<TRun, IEnumerable<double>> positions, Func<TPoint, IEnumerable<double>>? stored, params Profile<TPoint>[] profiles)
    {
        this.value = value;
        this.positions = run => positions(run).Select(p => (double?)p);
        this.stored = stored is null ? null : point => stored(point).Select(p => (double?)p);
        this.profiles = profiles;
        unreached = double.NaN;
    }

    /// <summary>Whether a run has these, given a point or, of a checkpoint that was not reached, null.</summary>
    public Func<TRun, TPoint?, bool> Has { get; init; } = (_, _) => true;

    /// <summary>What follows the cell's name in results, where something else is measured beside the
    /// cell: " against adam".</summary>
    public string Beside { get; init; } = "";

    /// <summary>Whether a point holds all that the profiles are computed from; null to count their values.</summary>
    public Func<TRun, TPoint, bool>? IsWhole { get; init; }

    /// <summary>Names, whether values of single seeds are kept wherever positions are compared, and whether
    /// there are positions.</summary>
    internal IEnumerable<(string Name, bool OfSeeds, bool HasPositions)> Names =>
        profiles.Select(p => (p.Name, p.OfSeeds, value is not null));

    /// <summary>Names, positions and values, position by position.</summary>
    internal IEnumerable<(string Name, double? Position, double Value)> Of(TRun run, TPoint? point)
    {
        if (!Has(run, point))
            yield break;
        double?[] at = [.. point is null || stored is null ? positions(run) : stored(point)];
        var values = point is null ? null : profiles.Select(p => p.Values(point)).ToArray();
        for (var i = 0; i < at.Length; i++)
        {
            for (var p = 0; p < profiles.Count; p++)
                yield return (profiles[p].Name, at[i], values is null ? unreached : values[p][i]);
        }
    }

    /// <summary>What a point does not have one of: "value per lag"; null where it is whole.</summary>
    internal string? Lacks(TRun run, TPoint point)
    {
        if (value is null || !Has(run, point))
            return null;
        double?[] at = [.. positions(run)];
        var isWhole = IsWhole?.Invoke(run, point) ?? profiles.All(p => p.Values(point).Count == at.Length);
        return isWhole && (stored is null || stored(point).SequenceEqual(at)) ? null : value;
    }
}

/// <summary>A quantity over positions.</summary>
/// <param name="Name">Its name in results.</param>
/// <param name="Values">Its values, one per position.</param>
/// <param name="OfSeeds">Whether a summary keeps it of every single seed, at <see cref="Experiment.ComparedPositions"/>.</param>
public sealed record Profile<TPoint>(string Name, Func<TPoint, IReadOnlyList<double>> Values, bool OfSeeds = false);
