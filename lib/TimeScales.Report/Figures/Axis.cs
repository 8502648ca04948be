namespace TimeScales.Figures;

/// <summary>One axis of a panel.</summary>
/// <param name="Title">Quantity and unit, such as "lag h (steps)".</param>
/// <param name="Scale">How positions are spaced.</param>
/// <param name="Group">Axes of one figure with the same group show the same range, so that their panels can be compared; null
/// for a range of its own.</param>
/// <param name="Names">The places of a <see cref="AxisScale.Names"/> axis: index 0 is drawn at the top,
/// an empty name is a gap.</param>
public sealed record Axis(string Title, AxisScale Scale, string? Group = null, IReadOnlyList<string>? Names = null);

/// <summary>How an axis spaces positions.</summary>
public enum AxisScale
{
    /// <summary>Equal differences.</summary>
    Linear,

    /// <summary>Equal ratios.</summary>
    Logarithmic,

    /// <summary>Named places; positions are indices into <see cref="Axis.Names"/>.</summary>
    Names,
}
