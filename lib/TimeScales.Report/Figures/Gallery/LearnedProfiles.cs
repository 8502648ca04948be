namespace TimeScales.Figures.Gallery;

/// <summary>Sensitivities over lag while a task is learned: one panel per gated cell, one line per share of the way.</summary>
internal static class LearnedProfiles
{
    public static IEnumerable<Figure> Draw(FigureData data) => LearnedSubject.All(data).Select(subject => Draw(data, subject));

    private static Figure Draw(FigureData data, LearnedSubject subject)
    {
        var notes = new Notes();
        var panels = new List<Panel>();
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
                marks.Add(notes.Uses(shares[i]).WithQuartiles(name, Palette.At(i), name));
            }
            panels.Add(new Panel(Names.OfCell(cell), panels.Count / 2, panels.Count % 2, new Axis(Names.Lag, AxisScale.Linear), new Axis("S(h) / S(1)", AxisScale.Logarithmic, Group: "S"), marks));
        }
        return new Figure(
            $"learned-profiles-{subject.Name}",
            $"Sensitivities over lag while a task is learned: {subject.Title}",
            $"Median sensitivity of a state to the state h steps before, relative to lag 1, at 0, 10, 50 and 100 % of the updates until {subject.Solved} (of all of them where it never is); "
            + $"the line is the median over {notes.Seeds}, the band spans the quartiles. Look at what learning does to the line: below the grey one a perturbation fades with lag, above it it grows.{notes.Remarks}",
            panels, PanelHeight: 170);
    }
}
