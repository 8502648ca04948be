namespace TimeScales.Figures;

/// <summary>Figures that answer one question.</summary>
/// <param name="Title">The question.</param>
/// <param name="Notebook">The notebook that derives and discusses them, without its extension; null for none.</param>
/// <param name="Figures">The figures.</param>
public sealed record Chapter(string Title, string? Notebook, IReadOnlyList<Figure> Figures);
