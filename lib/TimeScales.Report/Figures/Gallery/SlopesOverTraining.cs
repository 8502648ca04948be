using TimeScales.Experiments.EffectiveRates;

namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VII-A: the slope s of sensitivity on gate product over training.</summary>
internal static class SlopesOverTraining
{
    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var last = new List<double>();
        var panels = PanelRows.Of(Shown.Tasks(data, EffectiveRatesExperiment.Description), 2, notes, task => task, task =>
        {
            var lines = new List<Mark> { new Guide(1) };
            foreach (var cell in Shown.Cells(data, EffectiveRatesExperiment.Description))
            {
                var slopes = data.OverTraining(EffectiveRatesExperiment.Description.Name, "corrected", task, cell, "slope");
                if (!slopes.HasValues)
                    continue;
                last.Add(slopes.Medians[^1]);
                lines.Add(notes.Uses(slopes)
                    .WithQuartiles(Names.OfCell(cell), Palette.OfCell(cell), Names.OfCell(cell)) with { HasMarkers = true });
            }
            return lines.Count == 1 ? null
                : new Panel(task, 0, 0, new Axis(Names.Updates, AxisScale.Linear),
                new Axis("slope s", AxisScale.Linear, Group: "s"), lines);
        });
        yield return new Figure(
            "effective-rates-slopes",
            $"After training, sensitivity is the gate product to a power of {Told.Range(last)}, by cell and task",
            "At the grey line, s = 1, sensitivity would be proportional to the gate product: no cell stays there on every task.",
            $"Slope s of ln S on ln P over all pairs of steps; the line is the median over {notes.Seeds}, the band spans the "
                + $"quartiles.{notes.Remarks}",
            panels, PanelHeight: 150);
    }
}
