namespace TimeScales.Figures;

/// <summary>A line, with a band from a lower to an upper curve, or error bars, where it has them.</summary>
/// <param name="Name">What it is, shown when hovering.</param>
/// <param name="Colour">A colour of <see cref="Palette"/>.</param>
/// <param name="X">Positions.</param>
/// <param name="Y">Values, one per position.</param>
public sealed record Line(string Name, string Colour, IReadOnlyList<double> X, IReadOnlyList<double> Y) : Mark
{
    /// <summary>Lower and upper end, one pair per position; null for a bare line.</summary>
    public Spread? Spread { get; init; }

    /// <summary>Text at the line's end; null where a neighbouring panel already says it.</summary>
    public string? Label { get; init; }

    /// <summary>The colour of that text, where the line's own is too light to read.</summary>
    public string LabelColour { get => field ?? Colour; init; }

    /// <summary>Plotly's dash name.</summary>
    public string Dash { get; init; } = "solid";

    /// <summary>Width in pixels.</summary>
    public double Width { get; init; } = 1.6;

    /// <summary>Whether the positions themselves are marked.</summary>
    public bool HasMarkers { get; init; }

    /// <summary>Whether it must fit in the panel; an overlay that runs out of it is cut off instead.</summary>
    public bool SetsRange { get; init; } = true;
}

/// <summary>Lower and upper ends around a line.</summary>
/// <param name="Kind">How they are drawn.</param>
/// <param name="Lower">Lower ends, one per position.</param>
/// <param name="Upper">Upper ends, one per position.</param>
public sealed record Spread(SpreadKind Kind, IReadOnlyList<double> Lower, IReadOnlyList<double> Upper);

/// <summary>How ends around a line are drawn.</summary>
public enum SpreadKind
{
    /// <summary>A shaded area.</summary>
    Band,

    /// <summary>A bar at each position.</summary>
    Bars,
}
