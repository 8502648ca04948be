using TimeScales.Experiments.Anisotropy;

namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VII-B: anisotropy of the Jacobian products over lag.</summary>
internal static class AnisotropyOverLag
{
    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var panels = SpectraOverLag.Panels(data, notes, "jacobianAnisotropy", "AI of products");
        double AtTheLongestLag(Panel panel, string cell) => panel.Marks.OfType<Line>()
            .Where(line => line.Name == Names.OfModel(cell)).Select(line => line.Y[^1]).DefaultIfEmpty(double.NaN).First();
        yield return new Figure(
            "anisotropy-products",
            $"Propagation is more anisotropic in {Names.OfModel("plain")} than in {Names.OfModel("multi")} on "
            + Told.Share(panels.Count(panel => AtTheLongestLag(panel, "plain") > AtTheLongestLag(panel, "multi")), panels.Count,
                "task"),
            "All products become more anisotropic with lag; those of plain + Adam mostly faster than those of gates with SGD.",
            $"Anisotropy AI, the largest over the tenth singular value of the Jacobian product at lag h (no unit), "
                + $"{notes.LastCheckpoint}; the line is the median over {notes.Seeds}, "
            + $"the band spans the quartiles. The title compares medians at the longest lag.{notes.Remarks}",
            panels, PanelHeight: 150);
    }
}
