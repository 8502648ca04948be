namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VII-B: anisotropy of the Jacobian products over lag.</summary>
internal static class AnisotropyOverLag
{
    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var panels = SpectraOverLag.Panels(data, notes, "jacobianAnisotropy", task => new Axis("AI of products", AxisScale.Logarithmic, Group: task));
        yield return new Figure(
            "anisotropy-products",
            "Anisotropy of propagation over lag",
            $"Anisotropy AI, the largest over the tenth singular value of the Jacobian product at lag h (no unit), {notes.LastCheckpoint}; the line is the median over {notes.Seeds}, "
            + $"the band spans the quartiles. Both panels of a task share their scale. {SideBySide.Columns} Look at whether multi + SGD lies above plain + Adam, and whether it does so under both protocols: "
            + $"the released program trains on one repeated batch, and its float32 products show no AI beyond about 2·10⁷.{notes.Remarks}",
            panels);
    }
}
