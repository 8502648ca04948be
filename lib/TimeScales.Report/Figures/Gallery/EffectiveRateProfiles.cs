using TimeScales.Experiments.EffectiveRates;

namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VII-A: effective-rate profiles at the last checkpoint with their two predictions from the gates; one figure per task.</summary>
internal static class EffectiveRateProfiles
{
    private const string Experiment = "effective-rates";

    public static IEnumerable<Figure> Draw(FigureData data) => Shown.Tasks(data, EffectiveRatesExperiment.Description).Select(task => Draw(data, task));

    private static Figure Draw(FigureData data, string task)
    {
        var notes = new Notes();
        var (vanishes, levels) = (false, false);
        var panels = SideBySide.Panels(Shown.Cells(data, EffectiveRatesExperiment.Description), notes, Names.OfCell, (cell, protocol, row, column) =>
        {
            var profile = notes.Uses(data.AtTheEnd(Experiment, protocol, task, cell, "sensitivity"));
            if (!profile.HasValues)
                return null;
            vanishes |= profile.Medians.Any(median => median == 0);
            var gates = data.AtTheEnd(Experiment, protocol, task, cell, "gateProduct");
            var fitted = data.AtTheEnd(Experiment, protocol, task, cell, "fittedPower");
            levels |= fitted.Medians is [.., var before, var last] && last > 0.99 * before;
            return new Panel(
                $"{Names.OfCell(cell)}, {protocol}", row, column,
                new Axis(Names.Lag, AxisScale.Linear),
                new Axis("S(h) / S(1)", AxisScale.Logarithmic, Group: cell),
                [
                    new Line("gate product", Palette.Grey, gates.Positions, gates.Medians) { Label = "gate product", Dash = "dash", SetsRange = false },
                    new Line("fitted power", Palette.Purple, fitted.Positions, fitted.Medians) { Label = "fitted power", Dash = "dot", SetsRange = false },
                    profile.WithQuartiles("profile", Palette.OfCell(cell), "profile"),
                ]);
        });
        return new Figure(
            $"effective-rates-profiles-{task}",
            $"Effective learning rates over lag: {task}",
            $"Median sensitivity of a state to the state h steps before, relative to lag 1, {notes.LastCheckpoint} on {task}; the line is the median over {notes.Seeds}, the band "
            + "spans the quartiles. Dashed: the gate product alone; dotted: the gate product to the fitted power s (medians over seeds; either is cut off where it leaves the panel). "
            + $"{SideBySide.Columns} Look at how far the profile lies from the gate product, and whether one power brings the two together.{(vanishes ? " A profile that ends early is zero from there on: float32 has run out of numbers." : "")}"
            + $"{(levels ? " Where a dotted line levels off, the released program has added 10⁻¹² to a gate product below that." : "")}{notes.Remarks}",
            panels, PanelHeight: 150);
    }
}
