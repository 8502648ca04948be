using System.Globalization;
using TimeScales.Experiments.EffectiveRates;

namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VII-A: profiles over training as colours; one figure per task.</summary>
internal static class EffectiveRateHeatMaps
{
    private const double Floor = 1e-10;

    public static IEnumerable<Figure> Draw(FigureData data) => Shown.Tasks(data, EffectiveRatesExperiment.Description).Select(task => Draw(data, task));

    private static Figure Draw(FigureData data, string task)
    {
        var notes = new Notes();
        var panels = SideBySide.Panels(Shown.Cells(data, EffectiveRatesExperiment.Description), notes, Names.OfCell, (cell, protocol, row, column) =>
        {
            var checkpoints = data.ByCheckpoint("effective-rates", protocol, task, cell, "sensitivity");
            if (!checkpoints.Any(c => c.HasValues))
                return null;
            foreach (var checkpoint in checkpoints)
                notes.Uses(checkpoint);
            return new Panel(
                $"{Names.OfCell(cell)}, {protocol}", row, column,
                new Axis(Names.Lag, AxisScale.Linear),
                new Axis(Names.Updates, AxisScale.Names, Names: [.. checkpoints.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Rows[0].Iteration}"))]),
                [new HeatMap("S(h) / S(1)", Floor, checkpoints[0].Positions, [.. checkpoints.Select(c => c.Medians)])]);
        });
        return new Figure(
            $"effective-rates-training-{task}",
            $"Effective learning rates over training: {task}",
            $"Colour: median over {notes.Seeds} of the sensitivity at lag h relative to lag 1, on a logarithmic scale that all panels share, with 10⁻¹⁰ and less in the darkest colour and nothing where float32 "
            + "has run out of numbers; a row per checkpoint, training runs downwards. "
            + $"Colours carry no band; the quartile bands are in the figure of the profiles. {SideBySide.Columns} Look for rows that differ: training has moved the time scales there.{notes.Remarks}",
            panels, PanelHeight: 110);
    }
}
