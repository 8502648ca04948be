namespace TimeScales.Figures;

/// <summary>A thin straight line across the panel at a value that means something, such as a ratio of 1.</summary>
/// <param name="Value">Where.</param>
/// <param name="IsVertical">Whether the value is one of the horizontal axis.</param>
public sealed record Guide(double Value, bool IsVertical = false) : Mark;
