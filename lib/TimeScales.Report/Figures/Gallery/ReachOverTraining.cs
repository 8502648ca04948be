using TimeScales.Experiments.EffectiveRates;

namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VII-A: the lag at which sensitivity has faded, over training.</summary>
internal static class ReachOverTraining
{
    private const double Faded = 1e-3;

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var moves = new List<(double Factor, string Words)>();
        var panels = PanelRows.Of(Shown.Tasks(data, EffectiveRatesExperiment.Description), 2, notes, task => task, task =>
        {
            var lines = new List<Mark>();
            foreach (var cell in Shown.Cells(data, EffectiveRatesExperiment.Description))
            {
                var checkpoints = data.ByCheckpoint(EffectiveRatesExperiment.Description.Name, "corrected", task, cell,
                    "sensitivity");
                var medians = checkpoints.Select(curve => Reach(curve.Positions, curve.Medians)).ToArray();
                if (!medians.Any(double.IsFinite))
                    continue;
                foreach (var curve in checkpoints)
                    notes.Uses(curve);
                moves.Add((Math.Abs(Math.Log(medians[^1] / medians[0])),
                    $"on {task}: {Names.OfCell(cell)} from {Told.Number(medians[0])} to {Told.Number(medians[^1])} steps"));
                lines.Add(new Line(Names.OfCell(cell), Palette.OfCell(cell),
                    [.. checkpoints.Select(curve => (double)(curve.Rows[0].Iteration ?? 0))], medians)
                {
                    Label = Names.OfCell(cell),
                    HasMarkers = true,
                    Spread = new Spread(SpreadKind.Band, [.. checkpoints.Select(c => Reach(c.Positions, c.LowerQuartiles))],
                        [.. checkpoints.Select(c => Reach(c.Positions, c.UpperQuartiles))]),
                });
            }
            return lines.Count == 0 ? null
                : new Panel(task, 0, 0, new Axis(Names.Updates, AxisScale.Linear),
                new Axis("lag of S = 10⁻³ (steps)", AxisScale.Linear, Group: "lag"), lines);
        });
        var most = moves.Where(move => double.IsFinite(move.Factor)).OrderByDescending(move => move.Factor)
            .Select(move => move.Words).DefaultIfEmpty("nowhere").First();
        yield return new Figure(
            "effective-rates-training",
            $"Training moves how far the past reaches most {most}",
            "A line that rises while the network trains says that the past reaches farther; a flat one, that training leaves "
                + "the reach as it was drawn.",
            $"The lag at which the sensitivity of a state to an earlier one has fallen to 10⁻³ of that at lag 1, between "
                + $"measured lags by its logarithm. Lines are medians over {notes.Seeds}, bands span the "
            + "quartiles: of profiles that fall with lag, the lag where the median falls to a value is the median of the lags. "
                + "A point is missing where the sequence ends before S has fallen so far, "
            + $"and a band where its upper end is.{notes.Remarks}",
            panels, PanelHeight: 150);
    }

    /// <summary>Where a profile first falls to the threshold; NaN where it does not.</summary>
    private static double Reach(IReadOnlyList<double> lags, IReadOnlyList<double> values)
    {
        for (var i = 1; i < lags.Count; i++)
        {
            if (values[i] > Faded || !double.IsFinite(values[i - 1]))
                continue;
            // Zero has no logarithm: then the fall is somewhere between the two.
            var share = values[i] > 0 ? Math.Log(values[i - 1] / Faded) / Math.Log(values[i - 1] / values[i]) : 0.5;
            return lags[i - 1] + share * (lags[i] - lags[i - 1]);
        }
        return double.NaN;
    }
}
