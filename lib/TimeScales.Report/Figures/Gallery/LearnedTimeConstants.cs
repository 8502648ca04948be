namespace TimeScales.Figures.Gallery;

/// <summary>How long units remember before and after learning, from their exact products.</summary>
internal static class LearnedTimeConstants
{
    // Quantiles over units, per cent, as the rows' positions.
    private const double Middle = 50, Low = 10, High = 90;

    public static IEnumerable<Figure> Draw(FigureData data) => LearnedSubject.All(data).Select(subject => Draw(data, subject));

    private static Figure Draw(FigureData data, LearnedSubject subject)
    {
        var notes = new Notes();
        var (names, dots) = (new List<string>(), new List<Dot>());
        var factors = new List<double>();
        foreach (var cell in LearnedSubject.Gated(data))
        {
            SeedCurve Quantile(double quantile) => subject.OverTraining(data, cell, "timeConstantExact", quantile);
            var (low, middle, high) = (Quantile(Low), notes.Uses(Quantile(Middle)), Quantile(High));
            if (!middle.HasValues)
                notes.Lacks(Names.OfCell(cell));
            else
                factors.Add(middle.Medians[^1] / middle.Medians[0]);
            for (var i = 0; i < middle.Rows.Count; i++)
            {
                // Before the first update and after the last.
                if (i != 0 && i != middle.Rows.Count - 1)
                    continue;
                names.Add(FormattableString.Invariant($"{Names.OfCell(cell)}, {middle.Rows[i].Iteration} %"));
                if (double.IsFinite(middle.Medians[i]))
                    dots.Add(new Dot(names.Count - 1, Palette.OfCell(cell), middle.Medians[i],
                        Math.Min(low.Medians[i], middle.Medians[i]), Math.Max(high.Medians[i], middle.Medians[i])));
            }
        }
        Panel[] panels = dots.Count == 0
            ? []
            : [new Panel("time constants of units", 0, 0, new Axis("τ (steps)", AxisScale.Logarithmic),
                new Axis("", AxisScale.Names, Names: names), [new Guide(subject.Task.Steps, IsVertical: true), new Dots(dots)])];
        return new Figure(
            $"learned-time-constants-{subject.Name}",
            $"Learning {subject.Name} makes the middle unit's time constant {Told.Range(factors)} times what it was",
            "Each pair of rows is a cell before and after learning; the grey line is the length of the sequences.",
            $"Time constant of a unit: the decay over lag of what is left of itself in the exact products. Points are the "
                + $"middle unit, bars reach from the unit at 10 % to the one at 90 %, each a median over {notes.Seeds} "
            + $"(no band is drawn). {subject.Title}.{notes.Remarks}",
            panels, PanelHeight: 18 * names.Count + 8);
    }
}
