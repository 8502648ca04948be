using TimeScales.Experiments.Law;

namespace TimeScales.Figures.Gallery;

/// <summary>Beyond the paper: what sensitivities follow once the lag, which everything follows, is taken away.</summary>
internal static class WithinLags
{
    private static readonly (string Quantity, string Title)[] Predictors =
        [("gateProduct", "the gate product Π g"), ("carryProduct", "what is kept, Π (1 − g)"),
            ("edge", "Π z: gates and slopes, step by step"), ("meanField", "the mean field of gates and slopes")];

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        string[] cells = [.. Shown.Cells(data, LawExperiment.Description)];
        var panels = new List<Panel>();
        foreach (var (quantity, title) in Predictors)
        {
            var dots = new List<Dot>();
            for (var i = 0; i < cells.Length; i++)
            {
                var row = data.AtTheEnd("law", "corrected", "untrained", cells[i],
                    $"{quantity}WithinSlope").Rows.FirstOrDefault(r => double.IsFinite(r.Median));
                if (row is null)
                    continue;
                notes.Uses(row);
                dots.Add(new Dot(i, Palette.OfCell(cells[i]), row.Median, row.IntervalLower, row.IntervalUpper));
            }
            if (dots.Count > 0)
                panels.Add(new Panel(title, panels.Count / 2, panels.Count % 2,
                    new Axis("slope within lags", AxisScale.Linear, Group: "slope"),
                    new Axis("", AxisScale.Names, Names: [.. cells.Select(Names.OfCell)]),
                        [new Guide(0, IsVertical: true), new Guide(1, IsVertical: true), new Dots(dots)]));
        }
        yield return new Figure(
            "within-lags",
            "Within a lag, sensitivities follow the mean field of gates and slopes, not the gate product",
            "A dot at 1 says that S follows the predictor within a lag, one at 0 that the predictor does not matter there.",
            "Slope of ln S on the logarithm of each predictor over all pairs of steps, each less its mean at the same lag. "
            + $"Points are the median over {notes.Seeds} of untrained networks on adding, bars its exact 95 % interval (no band "
                + $"is drawn). A constant gate has no spread within a lag, so leaky has no "
                + $"dot where only gates count.{notes.Remarks}",
            panels, PanelHeight: 150);
    }
}
