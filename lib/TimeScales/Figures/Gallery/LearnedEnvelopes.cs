namespace TimeScales.Figures.Gallery;

/// <summary>The effective-rate envelope of networks that have learned: what the gates carry, one detour, and everything.</summary>
internal static class LearnedEnvelopes
{
    private static readonly (string Quantity, string Name, string Dash)[] Orders =
        [("envelopeZeroth", "gates alone", "dash"), ("envelopeFirst", "first order", "dot"), ("envelopeExact", "exact", "solid")];

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var panels = new List<Panel>();
        foreach (var cell in LearnedProfiles.Gated.Append("leaky"))
        {
            var exact = data.AtTheEnd(LearnedProfiles.Experiment, LearnedProfiles.Protocol, LearnedProfiles.Task, cell, "envelopeExact");
            if (!exact.HasValues)
            {
                notes.Lacks(Names.OfCell(cell));
                continue;
            }
            var marks = new List<Mark>();
            foreach (var (quantity, name, dash) in Orders)
            {
                var curve = data.AtTheEnd(LearnedProfiles.Experiment, LearnedProfiles.Protocol, LearnedProfiles.Task, cell, quantity);
                marks.Add(quantity == "envelopeExact"
                    ? notes.Uses(curve).WithQuartiles(name, Palette.OfCell(cell), name)
                    : new Line(name, quantity == "envelopeZeroth" ? Palette.Grey : Palette.Ink, curve.Positions, curve.Medians) { Label = name, Dash = dash });
            }
            panels.Add(new Panel(
                cell == "leaky" ? "leaky, which does not learn it" : Names.OfCell(cell), panels.Count / 2, panels.Count % 2,
                new Axis("lag ℓ (steps)", AxisScale.Linear), new Axis("f(ℓ)", AxisScale.Logarithmic, Group: "f"), marks));
        }
        yield return new Figure(
            "learned-envelopes",
            "Envelopes of networks that have learned",
            $"Envelope f(ℓ): how much of itself a unit still has after ℓ steps, summed over 64 units (64: everything is kept; an LSTM shows about half of its memory to begin with; no unit), at the end of training on adding with T = 80. Dashed: what the "
            + $"gates carry alone; dotted: with one detour through the unit's own recurrent weight; solid: the exact products, median over {notes.Seeds} with a band that spans the quartiles (the others: medians). "
            + $"Look at how close the gates alone come to the exact line, and at the slope: the flatter, the longer the memory.{notes.Remarks}",
            panels, PanelHeight: 150);
    }
}
