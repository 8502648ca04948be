namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VII-B: energy concentration of the Jacobian products over lag.</summary>
internal static class ConcentrationOverLag
{
    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var panels = SpectraOverLag.Panels(data, notes, "jacobianConcentration", task => new Axis("CE of products", AxisScale.Linear, Group: task));
        yield return new Figure(
            "concentration-products",
            "Energy concentration of propagation over lag",
            $"Concentration CE, the share of the squared singular values of the Jacobian product at lag h that the ten largest hold (no unit), {notes.LastCheckpoint}; the line is the median over "
            + $"{notes.Seeds}, the band spans the quartiles. {SideBySide.Columns} Look at lag 1, where the released program divides by the 16 largest values only, and at long lags, where its "
            + $"small denominator can push CE towards 0.{notes.Remarks}",
            panels);
    }
}
