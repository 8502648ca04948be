using TimeScales.Experiments.Anisotropy;

namespace TimeScales.Figures.Gallery;

/// <summary>What the figures of AI and CE over lag share: a row of panels per task, a line per model.</summary>
internal static class SpectraOverLag
{
    public static IReadOnlyList<Panel> Panels(FigureData data, Notes notes, string quantity, Func<string, Axis> vertical) =>
        SideBySide.Panels(Shown.Tasks(data, AnisotropyExperiment.Description), notes, task => task, (task, protocol, row, column) =>
        {
            var curves = Shown.Cells(data, AnisotropyExperiment.Description)
                .Select(cell => (Cell: cell, Curve: data.AtTheEnd("anisotropy", protocol, task, cell, quantity))).ToArray();
            if (!curves.Any(c => c.Curve.HasValues))
                return null;
            foreach (var (cell, _) in curves.Where(c => !c.Curve.HasValues))
                notes.Lacks($"{task}, {Names.OfModel(cell)} ({protocol})");
            return new Panel(
                $"{task}, {protocol}", row, column,
                new Axis(Names.Lag, AxisScale.Linear), vertical(task),
                [.. curves.Where(c => c.Curve.HasValues).Select(c => notes.Uses(c.Curve).WithQuartiles(Names.OfModel(c.Cell), Palette.OfCell(c.Cell), Names.OfModel(c.Cell)) with { HasMarkers = true })]);
        });
}
