namespace TimeScales.Figures;

/// <summary>Points on a vertical axis of names, each with a horizontal interval.</summary>
/// <param name="Points">The points.</param>
public sealed record Dots(IReadOnlyList<Dot> Points) : Mark;

/// <summary>A value with its interval, at a named place.</summary>
/// <param name="Place">Index into the names of the vertical axis.</param>
/// <param name="Colour">A colour of <see cref="Palette"/>.</param>
/// <param name="Value">The value.</param>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
public sealed record Dot(int Place, string Colour, double Value, double Lower, double Upper);
