using TimeScales.Experiments.EffectiveRates;

namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VII-A: the slope s of sensitivity on gate product over training.</summary>
internal static class SlopesOverTraining
{
    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var panels = SideBySide.Panels(Shown.Tasks(data, EffectiveRatesExperiment.Description), notes, task => task, (task, protocol, row, column) =>
        {
            var lines = new List<Mark> { new Guide(1) };
            foreach (var cell in Shown.Cells(data, EffectiveRatesExperiment.Description))
            {
                var slopes = data.OverTraining("effective-rates", protocol, task, cell, "slope");
                if (slopes.HasValues)
                    lines.Add(notes.Uses(slopes).WithQuartiles(Names.OfCell(cell), Palette.OfCell(cell), Names.OfCell(cell)) with { HasMarkers = true });
                else if (data.OverTraining("effective-rates", protocol, task, "leaky", "slope").HasValues)
                    notes.Lacks($"{task}, {Names.OfCell(cell)} ({protocol})");
            }
            return lines.Count == 1
                ? null
                : new Panel($"{task}, {protocol}", row, column, new Axis(Names.Updates, AxisScale.Linear), new Axis("slope s", AxisScale.Linear, Group: task), lines);
        });
        yield return new Figure(
            "effective-rates-slopes",
            "How sensitivity scales with the gate product, over training",
            $"Slope s of ln S on ln P over all pairs of steps; the line is the median over {notes.Seeds}, the band spans the quartiles. At the grey line, s = 1, sensitivity would be proportional to "
            + $"the gate product. {SideBySide.Columns} Look at the distance from 1, and at how little or much the slope moves while the network trains.{notes.Remarks}",
            panels);
    }
}
