namespace TimeScales.Figures.Gallery;

/// <summary>The effective-rate envelope of networks that have learned: what the gates carry, one detour, and everything.</summary>
internal static class LearnedEnvelopes
{
    private static readonly (string Quantity, string Name, string Dash)[] Orders =
        [("envelopeZeroth", "gates alone", "dash"), ("envelopeFirst", "first order", "dot"), ("envelopeExact", "exact", "solid")];

    public static IEnumerable<Figure> Draw(FigureData data) => LearnedSubject.All(data).Select(subject => Draw(data, subject));

    private static Figure Draw(FigureData data, LearnedSubject subject)
    {
        var notes = new Notes();
        var panels = new List<Panel>();
        foreach (var cell in LearnedSubject.Gated(data).Append("leaky"))
        {
            var exact = subject.AtTheEnd(data, cell, "envelopeExact");
            if (!exact.HasValues)
            {
                notes.Lacks(Names.OfCell(cell));
                continue;
            }
            var marks = new List<Mark>();
            foreach (var (quantity, name, dash) in Orders)
            {
                var curve = subject.AtTheEnd(data, cell, quantity);
                marks.Add(quantity == "envelopeExact"
                    ? notes.Uses(curve).WithQuartiles(name, Palette.OfCell(cell), name)
                    : new Line(name, quantity == "envelopeZeroth" ? Palette.Grey : Palette.Ink, curve.Positions, curve.Medians) { Label = name, Dash = dash });
            }
            panels.Add(new Panel(
                cell == "leaky" ? "leaky, whose gate is constant" : Names.OfCell(cell), panels.Count / 2, panels.Count % 2,
                new Axis("lag ℓ (steps)", AxisScale.Linear), new Axis("f(ℓ)", AxisScale.Logarithmic, Group: "f"), marks));
        }
        return new Figure(
            $"learned-envelopes-{subject.Name}",
            $"Envelopes after learning: {subject.Title}",
            $"Envelope f(ℓ): how much of itself a unit still has after ℓ steps, summed over 64 units (64: everything is kept; an LSTM shows about half of its memory to begin with; no unit), at the end of training. Dashed: what the "
            + $"gates carry alone; dotted: with one detour through the unit's own recurrent weight; solid: the exact products, median over {notes.Seeds} with a band that spans the quartiles (the others: medians). "
            + $"Look at how close the gates alone come to the exact line, and at the slope: the flatter, the longer the memory.{notes.Remarks}",
            panels, PanelHeight: 150);
    }
}
