using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Audit;

namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VII-B: does the multi gate's anisotropy exceed that of plain + Adam, and when?</summary>
internal static class MultiOverPlain
{
    private const int Lag = 40;

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var fromSeeds = new List<string>();
        var panels = SideBySide.Panels(["ratio"], notes, _ => "the ratio", (_, protocol, row, column) =>
        {
            var lines = new List<Mark> { new Guide(1) };
            var tasks = Shown.Tasks(data, AnisotropyExperiment.Description);
            for (var i = 0; i < tasks.Count; i++)
            {
                var line = OfSeeds(data, protocol, tasks[i], Palette.At(i));
                if (line is not null)
                    fromSeeds.Add(tasks[i]);
                line ??= OfMedians(data, notes, protocol, tasks[i], Palette.At(i));
                if (line is not null)
                    lines.Add(line);
                else
                    notes.Lacks($"{tasks[i]} ({protocol})");
            }
            return lines.Count == 1 ? null : new Panel(protocol, row, column, new Axis(Names.Updates, AxisScale.Linear), new Axis("AI multi / AI plain", AxisScale.Logarithmic, Group: "ratio"), lines);
        });
        var intervals = fromSeeds.Count == 0
            ? "Every line is a ratio of medians over seeds, which has no interval and no band."
            : $"For {string.Join(", ", fromSeeds.Distinct())} the line is the median of the seeds' own ratios and bars are its 95 % bootstrap interval; any other line is a ratio of medians, which has no interval; no band is drawn.";
        yield return new Figure(
            "anisotropy-multi-over-plain",
            "Multi gate with SGD against plain network with Adam",
            $"Anisotropy at lag {Lag} of the multi gate with SGD over that of the plain network with Adam (no unit), over training. Above the grey line the multi gate is the more anisotropic. "
            + $"{intervals} {SideBySide.Columns} Look at which lines cross 1, and when.{notes.Remarks}",
            panels, PanelHeight: 220);
    }

    private static Line? OfSeeds(FigureData data, string protocol, string task, string colour)
    {
        var entries = data.Audit
            .Where(e => e.Experiment == "anisotropy" && e.Task == task && e.Subject == AuditTable.Ordering && e.Statistic == $"AI at lag {Lag}" && e.Protocol == protocol && double.IsFinite(e.Median))
            .OrderBy(e => e.Checkpoint).ToArray();
        return entries.Length == 0
            ? null
            : new Line(task, colour, [.. entries.Select(e => (double)(e.Checkpoint ?? 0))], [.. entries.Select(e => e.Median)])
            {
                Label = task,
                HasMarkers = true,
                Spread = new Spread(SpreadKind.Bars, [.. entries.Select(e => e.Lower)], [.. entries.Select(e => e.Upper)]),
            };
    }

    private static Line? OfMedians(FigureData data, Notes notes, string protocol, string task, string colour)
    {
        var multi = data.OverTraining("anisotropy", protocol, task, "multi", "jacobianAnisotropy", Lag);
        var plain = data.OverTraining("anisotropy", protocol, task, "plain", "jacobianAnisotropy", Lag);
        if (!multi.HasValues || !plain.HasValues)
            return null;
        notes.Uses(multi);
        notes.Uses(plain);
        var below = plain.Rows.ToDictionary(r => r.Iteration ?? -1, r => r.Median);
        return new Line(task, colour, multi.Positions, [.. multi.Rows.Select(r => r.Median / below.GetValueOrDefault(r.Iteration ?? -1, double.NaN))]) { Label = task, HasMarkers = true };
    }
}
