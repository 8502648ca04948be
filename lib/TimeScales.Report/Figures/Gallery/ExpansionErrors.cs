using TimeScales.Experiments.Expansion;

namespace TimeScales.Figures.Gallery;

/// <summary>Appendix B: what the first-order expansion leaves out, and how large the gate-induced term is.</summary>
internal static class ExpansionErrors
{
    private const string Experiment = "expansion";

    public static IEnumerable<Figure> Draw(FigureData data) => [Orders(data), Sizes(data)];

    private static Figure Orders(FigureData data)
    {
        var notes = new Notes();
        var panels = SideBySide.Panels(["truncation error", "remainder", "‖B‖ / ‖A‖"], notes, item => item, (item, protocol, row, column) => item switch
        {
            "truncation error" => OverEpsilon(data, notes, protocol, "error", "truncation error", "error (Frobenius)", row, column, hasReference: true),
            "remainder" => OverEpsilon(data, notes, protocol, "remainder", "remainder / ε²", "error / ε²", row, column, hasReference: false),
            _ => OverSteps(data, notes, protocol, row, column),
        });
        return new Figure(
            "expansion",
            "The first-order expansion: error, remainder and size of the gate-induced term",
            $"Products of Jacobians A + εB (all numbers without unit). Truncation error: what the zeroth and first order leave out; lines are medians over {notes.Seeds}, bands span the quartiles; the "
            + "dashed line has slope 2. Remainder: the same divided by ε², flat where the error is of second order. ‖B‖ / ‖A‖: the median over seeds of the norm of B over the median of that of A, step by "
            + $"step (a ratio of medians, so without band). No seed is dropped. {SideBySide.Columns} Look at how parallel the errors are to slope 2, which holds for any matrices, and then at the width of "
            + $"the bands: seeds differ by orders of magnitude in how large the error is.{notes.Remarks}",
            panels);
    }

    private static Figure Sizes(FigureData data)
    {
        var notes = new Notes();
        var panels = SideBySide.Panels(["sizes"], notes, _ => "sizes", (_, protocol, row, column) => Quantiles(data, notes, protocol, row, column));
        return new Figure(
            "expansion-sizes",
            "How small are the corrections?",
            "The norm of the gate-induced term B over that of the dominant term A within each run (median, quantiles and largest over steps), and the error of the first-order expansion at ε = 1 relative to the "
            + $"network's own product (no unit). Points are medians over {notes.Seeds}, bars their 95 % bootstrap intervals (no band is drawn). No seed is dropped. {SideBySide.Columns} "
            + $"Look at the last two rows: the expansion describes the network where they lie well below 1.{notes.Remarks}",
            panels, PanelHeight: 180);
    }

    private static Panel? OverEpsilon(FigureData data, Notes notes, string protocol, string quantity, string title, string vertical, int row, int column, bool hasReference)
    {
        var marks = new List<Mark>();
        foreach (var gate in Shown.Cells(data, ExpansionExperiment.Description))
        {
            var curve = data.AtTheEnd(Experiment, protocol, "", gate, quantity);
            if (!curve.HasValues)
                continue;
            if (hasReference && marks.Count == 0)
            {
                // Two decades below the first line, so that the eye compares slopes and not positions.
                var scale = 1e-2 * curve.Medians[0] / (curve.Positions[0] * curve.Positions[0]);
                marks.Add(new Line("slope 2", Palette.Grey, curve.Positions, [.. curve.Positions.Select(e => scale * e * e)]) { Label = "slope 2", Dash = "dash" });
            }
            marks.Add(notes.Uses(curve).WithQuartiles(Names.OfCell(gate), Palette.OfCell(gate), Names.OfCell(gate)) with { HasMarkers = true });
        }
        return marks.Count == 0 ? null : new Panel($"{title}, {protocol}", row, column, new Axis("ε", AxisScale.Logarithmic), new Axis(vertical, AxisScale.Logarithmic, Group: quantity), marks);
    }

    private static Panel? OverSteps(FigureData data, Notes notes, string protocol, int row, int column)
    {
        var lines = new List<Mark>();
        foreach (var gate in Shown.Cells(data, ExpansionExperiment.Description))
        {
            var a = data.AtTheEnd(Experiment, protocol, "", gate, "normA");
            var b = data.AtTheEnd(Experiment, protocol, "", gate, "normB");
            if (!a.HasValues || !b.HasValues || a.Rows.Count != b.Rows.Count)
                continue;
            notes.Uses(a);
            lines.Add(new Line(Names.OfCell(gate), Palette.OfCell(gate), a.Positions, [.. b.Medians.Zip(a.Medians, (below, above) => below / above)]) { Label = Names.OfCell(gate) });
        }
        return lines.Count == 0 ? null : new Panel($"‖B‖ / ‖A‖, {protocol}", row, column, new Axis("step t", AxisScale.Linear), new Axis("‖B‖ / ‖A‖", AxisScale.Linear, Group: "ratio"), lines);
    }

    private static Panel? Quantiles(FigureData data, Notes notes, string protocol, int row, int column)
    {
        (string Quantity, string Name)[] statistics =
            [("ratioMedian", "‖B‖/‖A‖ median"), ("ratioQuantile90", "‖B‖/‖A‖ 90 %"), ("ratioQuantile99", "‖B‖/‖A‖ 99 %"), ("ratioLargest", "‖B‖/‖A‖ largest"), ("relativeErrorAtOne", "error at ε = 1")];
        var dots = new List<Dot>();
        var names = new List<string>();
        foreach (var (quantity, name) in statistics)
        {
            foreach (var gate in Shown.Cells(data, ExpansionExperiment.Description))
            {
                if (data.AtTheEnd(Experiment, protocol, "", gate, quantity).Rows is [var r] && double.IsFinite(r.Median))
                {
                    notes.Uses(r);
                    dots.Add(new Dot(names.Count, Palette.OfCell(gate), r.Median, r.IntervalLower, r.IntervalUpper));
                }
                names.Add($"{name}, {gate}");
            }
            // A gap after every statistic.
            names.Add("");
        }
        return dots.Count == 0
            ? null
            : new Panel(protocol, row, column, new Axis("ratio (no unit)", AxisScale.Logarithmic, Group: "quantiles"), new Axis("", AxisScale.Names, Names: [.. names.SkipLast(1)]), [new Dots(dots)]);
    }
}
