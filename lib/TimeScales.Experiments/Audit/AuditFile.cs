using System.Globalization;
using System.Text;
using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.Audit;

/// <summary>The audit as files: audit.json, one object per entry, and audit.md, a table per subject.</summary>
public static class AuditFile
{
    private const string Introduction =
        """
        # Audit

        Each departure of the released program switched on alone on top of the corrected protocol, and all of them together (published).
        Median over seeds [95 % bootstrap interval] (number of seeds).

        """;

    /// <summary>Writes both into a folder.</summary>
    /// <exception cref="IOException">A file cannot be written; the message names it.</exception>
    public static void Save(string folder, IReadOnlyList<AuditEntry> entries)
    {
        AtomicFile.Write(Path.Combine(folder, "audit.json"), CanonicalJson.Serialize(entries));
        AtomicFile.Write(Path.Combine(folder, "audit.md"), Encoding.UTF8.GetBytes(Markdown(entries)));
    }

    /// <summary>A table per experiment, task, subject and checkpoint (the first and the last); a row per protocol, a
    /// column per statistic.</summary>
    public static string Markdown(IReadOnlyList<AuditEntry> entries)
    {
        var text = new StringBuilder(Introduction);
        foreach (var table in entries.GroupBy(e => (e.Experiment, e.Task, e.Subject)))
        {
            var checkpoints = table.Select(e => e.Checkpoint).Distinct().Order().ToArray();
            foreach (var checkpoint in new[] { checkpoints[0], checkpoints[^1] }.Distinct())
            {
                var shown = table.Where(e => e.Checkpoint == checkpoint).ToArray();
                var statistics = shown.Select(e => e.Statistic).Distinct().ToArray();
                var place = string.Join(", ", new[] { table.Key.Experiment, table.Key.Task, table.Key.Subject }
                    .Where(part => part.Length > 0));
                text.Append(CultureInfo.InvariantCulture,
                    $"\n## {place}{(checkpoint is { } updates ? $", checkpoint {updates}" : "")}\n\n");
                text.Append(CultureInfo.InvariantCulture,
                    $"| protocol | {string.Join(" | ", statistics)} |\n|---|{string.Concat(statistics.Select(_ => "---|"))}\n");
                foreach (var row in shown.GroupBy(e => e.Protocol))
                {
                    var cells = statistics.Select(s => Cell(row.SingleOrDefault(e => e.Statistic == s)));
                    text.Append(CultureInfo.InvariantCulture, $"| {row.Key} | {string.Join(" | ", cells)} |\n");
                }
            }
        }
        return text.ToString();
    }

    private static string Cell(AuditEntry? entry) =>
        entry is null ? ""
            : string.Create(CultureInfo.InvariantCulture,
            $"{Number(entry.Median)} [{Number(entry.Lower)}, {Number(entry.Upper)}] ({entry.Seeds})");

    private static string Number(double value) => value switch
    {
        0 => "0",
        _ when Math.Abs(value) is >= 1e-3 and < 1e4 => value.ToString("G4", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00e0", CultureInfo.InvariantCulture),
    };
}
