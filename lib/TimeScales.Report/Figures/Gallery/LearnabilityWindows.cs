using TimeScales.Experiments.Windows;

namespace TimeScales.Figures.Gallery;

/// <summary>Beyond the paper: which lags the matched statistic tells from chance, and the windows that follow, by exact
/// products and otherwise.</summary>
internal static class LearnabilityWindows
{
    private const string Experiment = "windows", Protocol = "corrected", Task = "";

    /// <summary>N of the follow-up's ratio, of which N^(1 − 1/α) is taken.</summary>
    private const double Samples = 50;

    private static readonly (string Quantity, string Name)[] Windows =
        [("exactWindowAtStart", "exact, untrained"), ("exactWindow", "exact"), ("firstWindow", "first order"),
            ("programWindowsAtFirstThreshold", "program, SNR > 0.1")];

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var panels = new List<Panel>();
        var cells = Shown.Cells(data, WindowsExperiment.Description);
        double Median(string cell, string quantity) =>
            data.AtTheEnd(Experiment, Protocol, Task, cell, quantity).Medians is [var median, ..] ? median : double.NaN;
        foreach (var cell in cells)
        {
            var exact = data.AtTheEnd(Experiment, Protocol, Task, cell, "exactScore");
            if (!exact.HasValues)
            {
                notes.Lacks(Names.OfCell(cell));
                continue;
            }
            var marks = new List<Mark> { new Guide(Median(cell, "exactFamilyScore")) };
            if (data.ByCheckpoint(Experiment, Protocol, Task, cell, "exactScore") is [var start, _, ..])
                marks.Add(new Line("exact, untrained", Palette.Grey, start.Positions, start.Medians) { Label = "untrained",
                    Width = 1 });
            var first = data.AtTheEnd(Experiment, Protocol, Task, cell, "firstScore");
            marks.Add(new Line("first order", Palette.Grey, first.Positions, first.Medians) { Label = "first order",
                Dash = "dot" });
            marks.Add(notes.Uses(exact).WithQuartiles($"{Names.OfCell(cell)}, exact", Palette.OfCell(cell), "exact"));
            panels.Add(new Panel(cell == "leaky" ? "leaky, whose gate is constant" : Names.OfCell(cell), panels.Count / 2,
                panels.Count % 2,
                new Axis("lag ℓ (steps)", AxisScale.Linear),
                    new Axis("|mean ψ| / its spread by chance", AxisScale.Linear, Group: "score"), marks));
        }
        if (panels.Count > 0)
            panels.Add(InSteps(data, notes, [.. cells], panels.Count));
        string Found(string quantity) => Told.Range(cells.Select(cell => 100 * Median(cell, quantity)));
        yield return new Figure(
            "windows",
            $"Exact products find {Found("exactTaskDetectedAtStart")} % of the delays before training, "
                + $"{Found("exactTaskDetected")} % after; first order {Found("firstTaskDetected")} %",
            "Peaks above the line are lags that chance does not explain: delays that errors still hold, "
                + "which is not how long a network remembers.",
            $"Matched statistic ψ of networks that learn sums of inputs 16, 32, 64, 96 and 128 steps back: the error of a step "
                + $"times what carries it to a change of the weights ℓ steps before; |mean| over sequences by "
            + $"its spread where sequences have the errors of others. Line: what 5 % of data without a signal exceed at any "
                + $"lag. Coloured: exact products, {notes.LastCheckpoint}, median over {notes.Seeds} with a band that spans the "
                + $"quartiles (the others: medians); thin: before the first "
            + $"update; dotted: first-order envelopes. Last panel: longest lag beyond that line, and the longest with the "
                + $"follow-up's SNR(N = {Samples}) above 0.1, which shuffled errors have too; bars are exact 95 % "
                + $"intervals.{notes.Remarks}",
            panels, PanelHeight: 300);
    }

    private static Panel InSteps(FigureData data, Notes notes, string[] cells, int index)
    {
        var (names, dots) = (new List<string>(), new List<Dot>());
        foreach (var (quantity, name) in Windows)
        {
            foreach (var cell in cells)
            {
                var row = data.AtTheEnd(Experiment, Protocol, Task, cell, quantity).Rows.FirstOrDefault(r =>
                    r.Position is null or Samples && double.IsFinite(r.Median));
                if (row is null)
                    continue;
                notes.Uses(row);
                names.Add($"{Names.OfCell(cell)}, {name}");
                dots.Add(new Dot(names.Count - 1, Palette.OfCell(cell), row.Median, row.IntervalLower, row.IntervalUpper));
            }
        }
        return new Panel("windows", index / 2, index % 2, new Axis("longest lag (steps)", AxisScale.Linear),
            new Axis("", AxisScale.Names, Names: names), [new Dots(dots)]);
    }
}
