using TimeScales.Experiments.Expansion;

namespace TimeScales.Figures.Gallery;

/// <summary>Appendix B: how large the gate-induced term is, and what the expansion misses of the network itself.</summary>
internal static class ExpansionSizes
{
    private const string Missed = "relativeErrorAtOne";

    private static readonly (string Quantity, string Name)[] Statistics =
    [
        (Missed, "error at ε = 1"), ("ratioMedian", "‖B‖/‖A‖ median"), ("ratioQuantile90", "‖B‖/‖A‖ 90 %"),
            ("ratioQuantile99", "‖B‖/‖A‖ 99 %"), ("ratioLargest", "‖B‖/‖A‖ largest"),
    ];

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var (dots, names, missed) = (new List<Dot>(), new List<string>(), new List<string>());
        foreach (var (quantity, name) in Statistics)
        {
            foreach (var gate in Shown.Cells(data, ExpansionExperiment.Description))
            {
                if (data.AtTheEnd(ExpansionExperiment.Description.Name, "corrected", "", gate, quantity).Rows is [var r]
                    && double.IsFinite(r.Median))
                {
                    notes.Uses(r);
                    dots.Add(new Dot(names.Count, Palette.OfCell(gate), r.Median, r.IntervalLower, r.IntervalUpper));
                    if (quantity == Missed)
                        missed.Add($"{Told.Number(100 * r.Median)} % ({gate})");
                }
                else
                {
                    notes.Lacks($"{name} of {Names.OfCell(gate)}");
                }
                names.Add($"{name}, {gate}");
            }
            // A gap after every statistic.
            names.Add("");
        }
        IReadOnlyList<Panel> panels = dots.Count == 0
            ? []
            : [new Panel("gate-induced term and what is missed", 0, 0, new Axis("ratio (no unit)", AxisScale.Logarithmic),
                new Axis("", AxisScale.Names, Names: [.. names.SkipLast(1)]), [new Dots(dots)])];
        yield return new Figure(
            "expansion-sizes",
            $"A first-order expansion misses {string.Join(" and ", missed)} of a network's own product",
            "The first two rows say how much of a product over all steps the expansion misses; a term that is small step by "
                + "step is not small over a hundred steps.",
            "The error of the first-order expansion at ε = 1 relative to the network's own product, and the norm of the "
                + "gate-induced term B over that of the dominant term A within each run (median, quantiles "
            + $"and largest over steps; no unit). Points are medians over {notes.Seeds}, bars their exact 95 % intervals (no "
                + $"band is drawn). No seed is dropped.{notes.Remarks}",
            panels, PanelHeight: 200);
    }
}
