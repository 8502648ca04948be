using TimeScales.Experiments.Audit;
using TimeScales.Experiments;

namespace TimeScales.Figures.Gallery;

/// <summary>The audit: what each departure of the released program changes when it is switched on alone; one
/// figure per experiment.</summary>
internal static class DepartureChanges
{
    /// <summary>Rows of panels: a statistic of a subject in each.</summary>
    private static readonly (string Experiment, (string Statistic, string Subject)[] Panels)[] Rows =
    [
        ("effective-rates", Of("slope s", "leaky", "scalar", "multi")),
        ("effective-rates", Of("S at lag 10 over lag 1", "leaky", "scalar", "multi")),
        ("anisotropy", Of("AI at lag 40", "plain", "scalar", "multi")),
        ("anisotropy", Of("CE at lag 1", "plain", "scalar", "multi")),
        ("anisotropy", Of("gradient AI", "plain", "scalar", "multi")),
        ("anisotropy", [("AI at lag 40", AuditTable.Ordering), ("gradient AI", AuditTable.Ordering)]),
        ("expansion", Of("median ‖B‖/‖A‖", "scalar", "multi")),
        ("expansion", Of("99 % quantile ‖B‖/‖A‖", "scalar", "multi")),
        ("expansion", Of("relative error at 1", "scalar", "multi")),
    ];

    public static IEnumerable<Figure> Draw(FigureData data) =>
        Rows.GroupBy(r => r.Experiment)
            .SelectMany(experiment => data.Audit.Where(e => e.Experiment == experiment.Key).GroupBy(e => e.Task)
            .Select(task => Draw(experiment.Key, task.Key, [.. task], [.. experiment.Select(r => r.Panels)])));

    private static Figure Draw(string experiment, string task, AuditEntry[] entries, (string Statistic, string Subject)[][] rows)
    {
        var protocols = entries.Select(e => e.Protocol).Distinct().Where(p => p != "corrected").OrderBy(p => p == "published")
            .ToArray();
        var names = protocols.Select(Names.OfProtocol).ToArray();
        var end = entries.Max(e => e.Checkpoint);
        var hidden = new List<string>();
        var alone = new List<(string Departure, string What, double Factor, bool IsClear)>();
        var panels = new List<Panel>();
        var (line, seeds) = (0, new SortedSet<int>());
        foreach (var row in rows)
        {
            var before = panels.Count;
            for (var column = 0; column < row.Length; column++)
            {
                var (statistic, subject) = row[column];
                var dots = new List<Dot>();
                foreach (var entry in entries.Where(e => e.Statistic == statistic && e.Subject == subject && e.Checkpoint == end
                    && double.IsFinite(e.Change)))
                {
                    // A logarithmic scale has no place for a change of sign.
                    if (entry.ChangeLower <= 0)
                    {
                        hidden.Add($"{statistic}, {subject}, {Names.OfProtocol(entry.Protocol)} ({Numerals.Text(entry.Change)})");
                        continue;
                    }
                    seeds.Add(entry.Seeds + entry.LeftOut);
                    var place = Array.IndexOf(protocols, entry.Protocol);
                    dots.Add(new Dot(place, Cell.All.Any(cell => cell.Name == subject) ? Palette.OfCell(subject) : Palette.Grey,
                        entry.Change, entry.ChangeLower, entry.ChangeUpper));
                    if (entry.Protocol != "published")
                        alone.Add((names[place], $"{statistic} ({subject})", entry.Change,
                            entry.ChangeLower > 1 || entry.ChangeUpper < 1));
                }
                if (dots.Count > 0)
                {
                    panels.Add(new Panel(
                        $"{statistic}, {subject}", line, column,
                        new Axis("ratio to corrected", AxisScale.Logarithmic,
                            Group: subject == AuditTable.Ordering ? statistic + subject : statistic),
                        new Axis("", AxisScale.Names, Names: names), [new Guide(1, IsVertical: true), new Dots(dots)]));
                }
            }
            line += panels.Count > before ? 1 : 0;
        }
        var strongest = alone.Where(change => change.IsClear).DefaultIfEmpty(("nothing", "anything", 1, false))
            .MaxBy(change => Math.Abs(Math.Log(change.Factor)));
        var (onTask, checkpoint) = (task.Length == 0 ? "" : $" on {task}",
            end is { } updates ? FormattableString.Invariant($" after {updates} updates") : "");
        return new Figure(
            task is "" or AuditPlan.Task ? $"audit-{experiment}" : $"audit-{experiment}-{task}",
            $"Of {alone.Select(change => change.Departure).Distinct().Count()} departures, {strongest.Departure} changes most: "
                + $"{strongest.What} × {Told.Number(strongest.Factor)}",
            "Where an interval lies clear of the grey line, the departure alone changes the "
                + "answer; the last row has all of them together.",
            $"Each statistic{onTask}{checkpoint} with one departure of the released program switched on, relative to the same "
                + $"seed's corrected value. Points are medians over {SeedRange(seeds)}, bars their "
            + "95 % bootstrap intervals (no band is drawn); at the grey line nothing changes. "
                + "Panels of the same statistic share their "
                + "scale."
                + (hidden.Count == 0 ? ""
                    : $" Not on this scale, because the ratio or its interval reaches 0: {string.Join("; ", hidden)}."),
            panels, PanelHeight: 15 * names.Length + 8);
    }

    private static (string, string)[] Of(string statistic, params string[] subjects) =>
        [.. subjects.Select(subject => (statistic, subject))];

    private static string SeedRange(SortedSet<int> seeds) =>
        seeds.Count <= 1 ? FormattableString.Invariant($"{seeds.Min} seeds")
            : FormattableString.Invariant($"{seeds.Min} to {seeds.Max} seeds");
}
