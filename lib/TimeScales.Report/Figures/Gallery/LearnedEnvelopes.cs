namespace TimeScales.Figures.Gallery;

/// <summary>The effective-rate envelope of networks that have learned: what the gates carry, one
/// detour, and everything.</summary>
internal static class LearnedEnvelopes
{
    private static readonly (string Quantity, string Name, string Dash)[] Orders =
        [("envelopeZeroth", "gates alone", "dash"), ("envelopeFirst", "first order", "dot"), ("envelopeExact", "exact", "solid")];

    public static IEnumerable<Figure> Draw(FigureData data) => LearnedSubject.All(data).Select(subject => Draw(data, subject));

    private static Figure Draw(FigureData data, LearnedSubject subject)
    {
        var notes = new Notes();
        var panels = new List<Panel>();
        var shares = new List<double>();
        foreach (var cell in LearnedSubject.Gated(data).Append("leaky"))
        {
            var exact = subject.AtTheEnd(data, cell, "envelopeExact");
            if (!exact.HasValues)
            {
                notes.Lacks(Names.OfCell(cell));
                continue;
            }
            if (cell != "leaky" && exact.Positions.Contains(subject.LongLag)
                && subject.AtTheEnd(data, cell, "envelopeZeroth") is { HasValues: true } gates)
                shares.Add(100 * At(gates, subject.LongLag) / At(exact, subject.LongLag));
            var marks = new List<Mark>();
            foreach (var (quantity, name, dash) in Orders)
            {
                var curve = subject.AtTheEnd(data, cell, quantity);
                marks.Add(quantity == "envelopeExact"
                    ? notes.Uses(curve).WithQuartiles($"{Names.OfCell(cell)}, {name}", Palette.OfCell(cell), name)
                    : new Line(name, Palette.Grey, curve.Positions, curve.Medians) { Label = name, Dash = dash });
            }
            panels.Add(new Panel(
                cell == "leaky" ? "leaky, whose gate is constant" : Names.OfCell(cell), panels.Count / 2, panels.Count % 2,
                new Axis("lag ℓ (steps)", AxisScale.Linear), new Axis("f(ℓ)", AxisScale.Logarithmic, Group: "f"), marks));
        }
        return new Figure(
            $"learned-envelopes-{subject.Name}",
            $"After learning {subject.Name}, gates alone carry {Told.Range(shares)} % of what units keep "
                + $"at lag {subject.LongLag}",
            "The closer the dashed line comes to the exact one, the more of the memory is the gates' "
                + "own; the flatter, the longer the memory.",
            $"Envelope f(ℓ): how much of itself a unit still has after ℓ steps, summed over 64 units (64: everything is kept; "
                + $"an LSTM shows about half of its memory to begin with; no unit), at the end of training. Dashed: what the "
            + $"gates carry alone; dotted: with one detour through the unit's own recurrent weight; solid: the exact products, "
                + $"median over {notes.Seeds} with a band that spans the quartiles (the others: medians). "
            + $"{subject.Title}; the title leaves out leaky, whose gate is constant.{notes.Remarks}",
            panels, PanelHeight: 150);
    }

    private static double At(SeedCurve curve, double lag) => curve.Medians[curve.Positions.ToList().IndexOf(lag)];
}
