namespace TimeScales.Figures;

/// <summary>Values on a grid as colours of a logarithmic scale, which all heat maps of a figure share.</summary>
/// <param name="ValueTitle">Quantity and unit of the values.</param>
/// <param name="Floor">The darkest colour stands for this value and all below, so that a few tiny values do not use up the scale.</param>
/// <param name="X">Horizontal positions.</param>
/// <param name="Values">Values, positive; one row per place of the vertical axis, one column per horizontal position.</param>
public sealed record HeatMap(string ValueTitle, double Floor, IReadOnlyList<double> X, IReadOnlyList<IReadOnlyList<double>> Values) : Mark;
