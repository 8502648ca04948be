using TimeScales.Experiments.Anisotropy;

namespace TimeScales.Figures.Gallery;

/// <summary>What the figures of AI and CE over lag share: a panel per task, a line per model.</summary>
internal static class SpectraOverLag
{
    /// <param name="data">The data.</param>
    /// <param name="notes">Told what is drawn and what is lacking.</param>
    /// <param name="quantity">What is drawn.</param>
    /// <param name="vertical">Name of the vertical axis, which all panels share.</param>
    /// <param name="restyle">The line of a model as it is drawn.</param>
    public static IReadOnlyList<Panel> Panels(FigureData data, Notes notes, string quantity, string vertical,
        Func<Line, Line>? restyle = null) =>
        PanelRows.Of(Shown.Tasks(data, AnisotropyExperiment.Description), 2, notes, task => task, task =>
        {
            var curves = Shown.Cells(data, AnisotropyExperiment.Description)
                .Select(cell =>
                    (Cell: cell, Curve: data.AtTheEnd(AnisotropyExperiment.Description.Name, "corrected", task, cell, quantity)))
                    .ToArray();
            if (!curves.Any(c => c.Curve.HasValues))
                return null;
            foreach (var (cell, _) in curves.Where(c => !c.Curve.HasValues))
                notes.Lacks($"{task}, {Names.OfModel(cell)}");
            var lines = curves.Where(c => c.Curve.HasValues)
                .Select(c => notes.Uses(c.Curve).WithQuartiles(Names.OfModel(c.Cell), Palette.OfCell(c.Cell),
                    Names.OfModel(c.Cell)) with { HasMarkers = true });
            return new Panel(task, 0, 0, new Axis(Names.Lag, AxisScale.Linear),
                new Axis(vertical, AxisScale.Logarithmic, Group: quantity), [.. lines.Select(restyle ?? (line => line))]);
        });
}
