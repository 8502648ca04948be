using TimeScales.Experiments.Anisotropy;

namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VII-B: anisotropy and concentration of the gradient, per task and model.</summary>
internal static class GradientSpectra
{
    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var (tasks, cells) = (Shown.Tasks(data, AnisotropyExperiment.Description),
            Shown.Cells(data, AnisotropyExperiment.Description));
        // A gap after every task.
        var places = tasks.SelectMany(task => cells.Append("").Select(cell => (Task: task, Cell: cell))).SkipLast(1).ToArray();
        var names = places.Select(p => p.Cell.Length == 0 ? "" : $"{p.Task}: {p.Cell}").ToArray();
        var panels = new List<Panel>();
        foreach (var (quantity, title, isRest) in new[] { ("gradientAnisotropy", "gradient AI", false),
            ("gradientConcentration", "gradient 1 − CE", true) })
        {
            var dots = new List<Dot>();
            foreach (var (place, (task, cell)) in places.Index())
            {
                if (cell.Length == 0)
                    continue;
                if (data.AtTheEnd(AnisotropyExperiment.Description.Name, "corrected", task, cell, quantity).Rows is not [var row,
                    ..] || !double.IsFinite(row.Median))
                {
                    if (!isRest)
                        notes.Lacks(names[place]);
                    continue;
                }
                notes.Uses(row);
                dots.Add(isRest
                    ? new Dot(place, Palette.OfCell(cell), 1 - row.Median, 1 - row.IntervalUpper, 1 - row.IntervalLower)
                    : new Dot(place, Palette.OfCell(cell), row.Median, row.IntervalLower, row.IntervalUpper));
            }
            if (dots.Count > 0)
                panels.Add(new Panel(title, 0, panels.Count, new Axis(title, AxisScale.Logarithmic),
                    new Axis("", AxisScale.Names, Names: names), [new Dots(dots)]));
        }
        double Rest(string task, string cell) => panels.Where(panel => panel.Title == "gradient 1 − CE")
            .SelectMany(panel => panel.Marks.OfType<Dots>()).SelectMany(mark => mark.Points)
            .Where(dot => places[dot.Place] == (task, cell)).Select(dot => dot.Value).DefaultIfEmpty(double.NaN).First();
        yield return new Figure(
            "anisotropy-gradients",
            $"Gradients of {Names.OfModel("multi")} are the more concentrated, against {Names.OfModel("plain")}, on "
                + $"{Told.Share(tasks.Count(task => Rest(task, "multi") < Rest(task, "plain")), tasks.Count, "task")}",
            "Within a task the two gates mostly lie to the right of plain in AI and to the left in 1 − "
                + "CE: their gradients have fewer directions.",
            $"AI and 1 − CE (no unit) of 256 single-sequence gradients, {notes.LastCheckpoint}. Points are medians over "
                + $"{notes.Seeds}, bars their exact 95 % intervals (no band is drawn); "
            + $"plain is trained by Adam, scalar and multi by SGD.{notes.Remarks}",
            panels, PanelHeight: 270);
    }
}
