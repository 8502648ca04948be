using TimeScales.Experiments.EffectiveRates;

namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VII-A: effective-rate profiles at the last checkpoint with their two predictions from the gates;
/// one figure per task.</summary>
internal static class EffectiveRateProfiles
{
    public static IEnumerable<Figure> Draw(FigureData data) =>
        Shown.Tasks(data, EffectiveRatesExperiment.Description).Select(task => Draw(data, task));

    private static Figure Draw(FigureData data, string task)
    {
        var notes = new Notes();
        var vanishes = false;
        var powers = new List<string>();
        SeedCurve Curve(string cell, string quantity) =>
            data.AtTheEnd(EffectiveRatesExperiment.Description.Name, "corrected", task, cell, quantity);
        var panels = PanelRows.Of(Shown.Cells(data, EffectiveRatesExperiment.Description), 3, notes, Names.OfCell, cell =>
        {
            var profile = notes.Uses(Curve(cell, "sensitivity"));
            if (!profile.HasValues)
                return null;
            vanishes |= profile.Medians.Any(median => median == 0);
            powers.Add($"{Told.Number(Curve(cell, "slope").Medians.DefaultIfEmpty(double.NaN).First())} ({cell})");
            var (gates, fitted) = (Curve(cell, "gateProduct"), Curve(cell, "fittedPower"));
            return new Panel(
                Names.OfCell(cell), 0, 0,
                new Axis(Names.Lag, AxisScale.Linear),
                new Axis("S(h) / S(1)", AxisScale.Logarithmic, Group: "S"),
                [
                    new Line("gate product Π g", Palette.Grey, gates.Positions, gates.Medians) { Label = "Π g", Dash = "dash",
                        SetsRange = false },
                    new Line("fitted power (Π g)ˢ", Palette.Grey, fitted.Positions, fitted.Medians) { Label = "(Π g)ˢ",
                        Dash = "dot", SetsRange = false },
                    profile.WithQuartiles(Names.OfCell(cell), Palette.OfCell(cell), "S"),
                ]);
        });
        return new Figure(
            $"effective-rates-profiles-{task}",
            $"On {task}, S falls as the gate product to the power {string.Join(", ", powers)}",
            "S lies far from the product of gates and close to a power of it, which is another one for every cell.",
            $"Median sensitivity of a state to the state h steps before, relative to lag 1, {notes.LastCheckpoint} on {task}; "
                + $"the line is the median over {notes.Seeds}, the band "
            + "spans the quartiles. Dashed: the gate product alone; dotted: the gate product to the fitted power s (medians "
                + "over seeds; either is cut off where it leaves the panel)."
            + $"{(vanishes ? " A line that ends early is zero from there on." : "")}{notes.Remarks}",
            panels, PanelHeight: 190);
    }
}
