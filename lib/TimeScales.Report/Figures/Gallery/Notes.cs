using TimeScales.Experiments;

namespace TimeScales.Figures.Gallery;

/// <summary>Collects, while a figure is drawn, what its caption must own up to: how many seeds, which left
/// out, what is missing.</summary>
internal sealed class Notes
{
    private readonly List<string> lacking = [];
    private readonly SortedSet<int> seeds = [];
    private readonly SortedSet<int> checkpoints = [];
    private int leftOut;

    /// <summary>Notes the rows that a curve is drawn from.</summary>
    public SeedCurve Uses(SeedCurve curve)
    {
        foreach (var row in curve.Rows)
            Uses(row);
        return curve;
    }

    /// <summary>Notes a row that a point is drawn from.</summary>
    public void Uses(MeasurementSummary row)
    {
        seeds.Add(row.Seeds + row.LeftOut);
        leftOut = Math.Max(leftOut, row.LeftOut);
        if (row.Iteration is { } iteration)
            checkpoints.Add(iteration);
    }

    /// <summary>Notes how many seeds a point is drawn from that has no row of its own.</summary>
    public void UsesSeeds(int count) => seeds.Add(count);

    /// <summary>Notes something that the data does not hold.</summary>
    public void Lacks(string what) => lacking.Add(what);

    /// <summary>"after 800 updates".</summary>
    public string LastCheckpoint => checkpoints.Count == 0 ? "at the end"
        : FormattableString.Invariant($"after {checkpoints.Max} updates");

    /// <summary>"20 seeds", or the range where parts of the figure differ.</summary>
    public string Seeds => seeds.Count switch
    {
        0 => "no seed",
        1 => FormattableString.Invariant($"{seeds.Min} {(seeds.Min == 1 ? "seed" : "seeds")}"),
        _ => FormattableString.Invariant($"{seeds.Min} to {seeds.Max} seeds"),
    };

    /// <summary>Seeds left out and data missing, as sentences that begin with a blank; empty where there is neither.</summary>
    public string Remarks =>
        (leftOut == 0 ? ""
            : FormattableString.Invariant($" Where a seed has no finite value it is left out (at most {leftOut} in one point)."))
        + (lacking.Count == 0 ? "" : $" Not in the data: {string.Join(", ", lacking)}.");
}
