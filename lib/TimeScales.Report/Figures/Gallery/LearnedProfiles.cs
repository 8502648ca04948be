namespace TimeScales.Figures.Gallery;

/// <summary>Sensitivities over lag while a task is learned: one panel per gated cell, one line per share of the way.</summary>
internal static class LearnedProfiles
{
    public static IEnumerable<Figure> Draw(FigureData data) => LearnedSubject.All(data).Select(subject => Draw(data, subject));

    private static Figure Draw(FigureData data, LearnedSubject subject)
    {
        var notes = new Notes();
        var panels = new List<Panel>();
        var (before, after) = (new List<double>(), new List<double>());
        foreach (var cell in LearnedSubject.Gated(data))
        {
            var shares = subject.ByCheckpoint(data, cell, "sensitivity").Where(curve => curve.HasValues).ToArray();
            if (shares.Length == 0)
            {
                notes.Lacks(Names.OfCell(cell));
                continue;
            }
            var marks = new List<Mark> { new Guide(1) };
            for (var i = 0; i < shares.Length; i++)
            {
                var name = FormattableString.Invariant($"{shares[i].Rows[0].Iteration} %");
                var colour = Palette.Step(Palette.OfCell(cell), (shares[i].Rows[0].Iteration ?? 100) / 100.0);
                marks.Add(notes.Uses(shares[i])
                    .WithQuartiles($"{Names.OfCell(cell)}, {name}", colour, name) with { LabelColour = Palette.Ink });
            }
            before.Add(shares[0].Medians[^1]);
            after.Add(shares[^1].Medians[^1]);
            panels.Add(new Panel(Names.OfCell(cell), panels.Count / 2, panels.Count % 2, new Axis(Names.Lag, AxisScale.Linear),
                new Axis("S(h) / S(1)", AxisScale.Logarithmic, Group: "S"), marks));
        }
        return new Figure(
            $"learned-profiles-{subject.Name}",
            $"Learning {subject.Name} takes S at the longest lag from {Told.Range(before)} "
                + $"to {Told.Range(after)} of that at lag 1",
            "The darker the line, the farther on its way the network is: below the grey line a "
                + "perturbation fades with lag, above it it grows.",
            $"Median sensitivity of a state to the state h steps before, relative to lag 1, at 0, 10, 50 and 100 % of the "
                + $"updates until {subject.Solved} (of all of them where it never is); "
            + $"the line is the median over {notes.Seeds}, the band spans the quartiles. {subject.Title}.{notes.Remarks}",
            panels, PanelHeight: 170);
    }
}
