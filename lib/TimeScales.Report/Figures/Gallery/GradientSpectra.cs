using TimeScales.Experiments.Anisotropy;

namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VII-B: anisotropy and concentration of the gradient, per task and model.</summary>
internal static class GradientSpectra
{
    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        // A gap after every task.
        var places = Shown.Tasks(data, AnisotropyExperiment.Description)
            .SelectMany(task => Shown.Cells(data, AnisotropyExperiment.Description).Append("").Select(cell => (Task: task, Cell: cell))).SkipLast(1).ToArray();
        var names = places.Select(p => p.Cell.Length == 0 ? "" : $"{p.Task}: {p.Cell}").ToArray();
        string[] protocols = ["corrected", "published"];
        var panels = new List<Panel>();
        foreach (var (quantity, title, scale) in new[] { ("gradientAnisotropy", "gradient AI", AxisScale.Logarithmic), ("gradientConcentration", "gradient CE", AxisScale.Linear) })
        {
            for (var column = 0; column < protocols.Length; column++)
            {
                var dots = new List<Dot>();
                for (var place = 0; place < places.Length; place++)
                {
                    if (places[place].Cell.Length == 0)
                        continue;
                    var rows = data.AtTheEnd("anisotropy", protocols[column], places[place].Task, places[place].Cell, quantity).Rows;
                    if (rows.Count == 0 || !double.IsFinite(rows[0].Median))
                    {
                        if (quantity == "gradientAnisotropy")
                            notes.Lacks($"{names[place]} ({protocols[column]})");
                        continue;
                    }
                    notes.Uses(rows[0]);
                    dots.Add(new Dot(place, Palette.OfCell(places[place].Cell), rows[0].Median, rows[0].IntervalLower, rows[0].IntervalUpper));
                }
                if (dots.Count > 0)
                {
                    panels.Add(new Panel(
                        $"{title}, {protocols[column]}", panels.Count / 2, column,
                        new Axis(title, scale, Group: quantity), new Axis("", AxisScale.Names, Names: names), [new Dots(dots)]));
                }
            }
        }
        yield return new Figure(
            "anisotropy-gradients",
            "Anisotropy and concentration of the gradient",
            $"AI and CE (no unit) of 256 single-sequence gradients, {notes.LastCheckpoint}. Points are medians over {notes.Seeds}, bars their 95 % bootstrap intervals (no band is drawn); "
            + "plain is trained by Adam, scalar and multi by SGD. "
            + $"{SideBySide.Columns} Look within each task at the order of the three models, and whether the intervals keep them apart.{notes.Remarks}",
            panels, PanelHeight: 235);
    }
}
