namespace TimeScales.Figures.Gallery;

/// <summary>Sensitivities over lag while a task is learned: one panel per gated cell, one line per share of the way.</summary>
internal static class LearnedProfiles
{
    public const string Experiment = "learned";
    public const string Protocol = "corrected";
    public const string Task = "adding";

    public static readonly string[] Gated = ["multi", "scalar", "gru", "lstm"];

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var panels = new List<Panel>();
        foreach (var cell in Gated)
        {
            var shares = data.ByCheckpoint(Experiment, Protocol, Task, cell, "sensitivity").Where(curve => curve.HasValues).ToArray();
            if (shares.Length == 0)
            {
                notes.Lacks(Names.OfCell(cell));
                continue;
            }
            var marks = new List<Mark> { new Guide(1) };
            for (var i = 0; i < shares.Length; i++)
            {
                var name = FormattableString.Invariant($"{shares[i].Rows[0].Iteration} %");
                marks.Add(notes.Uses(shares[i]).WithQuartiles(name, Palette.Sequence[i % Palette.Sequence.Count], name));
            }
            panels.Add(new Panel(Names.OfCell(cell), panels.Count / 2, panels.Count % 2, new Axis(Names.Lag, AxisScale.Linear), new Axis("S(h) / S(1)", AxisScale.Logarithmic, Group: "S"), marks));
        }
        yield return new Figure(
            "learned-profiles",
            "Sensitivities over lag while a task is learned",
            $"Median sensitivity of a state to the state h steps before, relative to lag 1, on adding with T = 80 at 0, 10, 50 and 100 % of the updates until the test error is below 0.005; "
            + $"the line is the median over {notes.Seeds}, the band spans the quartiles. Look at what learning does to the line: below the grey one a perturbation fades with lag, above it it grows.{notes.Remarks}",
            panels, PanelHeight: 170);
    }
}
