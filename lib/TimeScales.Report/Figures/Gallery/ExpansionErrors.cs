using TimeScales.Experiments.Expansion;

namespace TimeScales.Figures.Gallery;

/// <summary>Appendix B: what the first-order expansion leaves out, over ε and over the steps.</summary>
internal static class ExpansionErrors
{
    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var panels = PanelRows.Of(["truncation error", "remainder", "‖B‖ / ‖A‖"], 2, notes, item => item, item => item switch
        {
            "truncation error" => OverEpsilon(data, notes, "error", "truncation error", "error (Frobenius)", hasReference: true),
            "remainder" => OverEpsilon(data, notes, "remainder", "remainder / ε²", "error / ε²", hasReference: false),
            _ => OverSteps(data, notes),
        });
        var slopes = Gates(data)
            .Select(gate => data.AtTheEnd(ExpansionExperiment.Description.Name, "corrected", "", gate,
            "slope").Medians.DefaultIfEmpty(double.NaN).First());
        yield return new Figure(
            "expansion",
            $"The first-order expansion errs with ε to the power {Told.Range(slopes)}, by amounts that differ between seeds",
            "Errors run parallel to slope 2, as they do for any matrices, in bands as wide as seeds differ in size.",
            $"Products of Jacobians A + εB (all numbers without unit). Truncation error: what the zeroth and first order leave "
                + $"out; lines are medians over {notes.Seeds}, bands span the quartiles; the "
            + "dashed line has slope 2. Remainder: the same divided by ε², flat where the error is of second order. ‖B‖ / ‖A‖: "
                + "the median over seeds of the norm of B over the median of that of A, step by "
            + $"step (a ratio of medians, so without band). No seed is dropped.{notes.Remarks}",
            panels, PanelHeight: 150);
    }

    private static IReadOnlyList<string> Gates(FigureData data) => Shown.Cells(data, ExpansionExperiment.Description);

    private static SeedCurve Curve(FigureData data, string gate, string quantity) =>
        data.AtTheEnd(ExpansionExperiment.Description.Name, "corrected", "", gate, quantity);

    private static Panel? OverEpsilon(FigureData data, Notes notes, string quantity, string title, string vertical,
        bool hasReference)
    {
        var marks = new List<Mark>();
        foreach (var gate in Gates(data))
        {
            var curve = Curve(data, gate, quantity);
            if (!curve.HasValues)
                continue;
            if (hasReference && marks.Count == 0)
            {
                // Two decades below the first line, so that the eye compares slopes and not positions.
                var scale = 1e-2 * curve.Medians[0] / (curve.Positions[0] * curve.Positions[0]);
                marks.Add(new Line("slope 2", Palette.Grey, curve.Positions,
                    [.. curve.Positions.Select(e => scale * e * e)]) { Label = "slope 2", Dash = "dash" });
            }
            marks.Add(notes.Uses(curve)
                .WithQuartiles(Names.OfCell(gate), Palette.OfCell(gate), Names.OfCell(gate)) with { HasMarkers = true });
        }
        return marks.Count == 0 ? null
            : new Panel(title, 0, 0, new Axis("ε", AxisScale.Logarithmic), new Axis(vertical, AxisScale.Logarithmic), marks);
    }

    private static Panel? OverSteps(FigureData data, Notes notes)
    {
        var lines = new List<Mark>();
        foreach (var gate in Gates(data))
        {
            var (a, b) = (Curve(data, gate, "normA"), Curve(data, gate, "normB"));
            if (!a.HasValues || !b.HasValues || a.Rows.Count != b.Rows.Count)
                continue;
            notes.Uses(a);
            lines.Add(new Line(Names.OfCell(gate), Palette.OfCell(gate), a.Positions,
                [.. b.Medians.Zip(a.Medians, (below, above) => below / above)]) { Label = Names.OfCell(gate) });
        }
        return lines.Count == 0 ? null
            : new Panel("‖B‖ / ‖A‖", 0, 0, new Axis("step t", AxisScale.Linear), new Axis("‖B‖ / ‖A‖", AxisScale.Linear), lines);
    }
}
