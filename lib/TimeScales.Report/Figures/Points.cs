namespace TimeScales.Figures;

/// <summary>Points anywhere in a panel.</summary>
/// <param name="Name">What they are.</param>
/// <param name="All">The points.</param>
public sealed record Points(string Name, IReadOnlyList<PlacedPoint> All) : Mark
{
    /// <summary>Whether they stay behind what else is drawn, as single seeds do behind their median.</summary>
    public bool IsFaint { get; init; }
}

/// <summary>A point of a panel.</summary>
/// <param name="X">Horizontal position.</param>
/// <param name="Y">Vertical position.</param>
/// <param name="Colour">A colour of <see cref="Palette"/>.</param>
/// <param name="Words">Shown when hovering.</param>
public sealed record PlacedPoint(double X, double Y, string Colour, string Words)
{
    /// <summary>Plotly's name of its shape.</summary>
    public string Symbol { get; init; } = "circle";

    /// <summary>Text beside it; null for none.</summary>
    public string? Label { get; init; }
}
