using System.Globalization;
using System.Text;
using TimeScales.Experiments;

namespace TimeScales.Verdicts;

/// <summary>The ledger as files: verdicts.json, verdicts.md, and the claim table of a README between two marks.</summary>
public static class LedgerFile
{
    private const string Begin = "<!-- verdicts: written by 'reproduce verdicts' -->";
    private const string End = "<!-- end of verdicts -->";

    /// <summary>Writes both files into a folder.</summary>
    /// <exception cref="IOException">A file cannot be written; the message names it.</exception>
    public static void Save(string folder, IReadOnlyList<LedgerEntry> entries)
    {
        AtomicFile.Write(Path.Combine(folder, "verdicts.json"), CanonicalJson.Serialize(entries));
        AtomicFile.Write(Path.Combine(folder, "verdicts.md"), Encoding.UTF8.GetBytes(Markdown(entries)));
    }

    /// <summary>Puts the table into a file between the two marks; a file without marks stays as it is.</summary>
    /// <returns>Whether the file has the marks.</returns>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static bool Insert(string path, IReadOnlyList<LedgerEntry> entries)
    {
        var text = File.ReadAllText(path);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
            return false;
        AtomicFile.Write(Path.GetFullPath(path), Encoding.UTF8.GetBytes($"{text[..begin]}{Begin}\n{FrontTable(entries)}{text[end..]}"));
        return true;
    }

    /// <summary>A row per claim, a column per condition: verdict and number of supporting answers.</summary>
    public static string FrontTable(IReadOnlyList<LedgerEntry> entries) => Table(entries, Count);

    private static string Table(IReadOnlyList<LedgerEntry> entries, Func<Verdict, string> cell)
    {
        var conditions = Enum.GetValues<Condition>();
        var text = new StringBuilder($"| claim | {string.Join(" | ", conditions.Select(VerdictText.Of))} |\n|---|{string.Concat(conditions.Select(_ => "---|"))}\n");
        foreach (var entry in entries)
            text.Append(CultureInfo.InvariantCulture, $"| {entry.Sentence} ({entry.Versions}) | {string.Join(" | ", entry.Verdicts.Select(cell))} |\n");
        return text.ToString();
    }

    /// <summary>The table, and per claim what decides it and every answer.</summary>
    public static string Markdown(IReadOnlyList<LedgerEntry> entries)
    {
        var text = new StringBuilder(
            """
            # Verdicts

            Every claim of the abstract of arXiv:2508.12121 (versions 3 and 5) in our words, judged under three conditions: the paper's networks as the
            released program measures them (published), the same measured as the paper defines it (corrected), and networks trained until they have learned their task, or
            as far as 3,000 updates take them (learned; who solves it stands under "robust trainability"). A claim holds where the whole 95 % interval of every answer lies where the claim needs it, does not hold where no answer's does and some
            contradict it, is open where every interval reaches across what the claim needs, and holds with limits otherwise. Values are medians over seeds with bootstrap intervals; shares of seeds have Wilson's. Thresholds and their reasons
            stand in `lib/TimeScales.Report/Verdicts/Thresholds.cs`.

            What was fixed when. Thresholds and claims: before any result of the learned regime or of the analogies was read, but for one seed of the latter on one task; the measurements of Sec. VII and
            Appendix B were known. The task digits was added when the learned regime's results on adding were known; its lag and the error that counts as solved were set when one seed of two cells had been
            run. The alignment with the loss was added last, when everything else was known. Two things were changed after reviews. The alignment was first the energy along ∂L/∂x_t relative to the mean over
            directions, whose median by chance depends on anisotropy, so that networks would have differed without any alignment; values of two seeds had been read. And digits had first one set of
            images for validation and test, then two sets from neighbouring parts of the data that differed in difficulty; results of ten seeds with both had been read, and the limit of 0.05 was kept.


            """);
        // A row per claim, a column per condition: verdict, number of supporting answers, and the telling one.
        text.Append(Table(entries, Cell));
        foreach (var entry in entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {entry.Name} ({entry.Versions})\n\n{entry.Sentence}\n\nTest: {entry.Test}\n");
            foreach (var verdict in entry.Verdicts)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n**{VerdictText.Of(verdict.Condition)}: {VerdictText.Of(verdict.Outcome)}**{(verdict.Note.Length > 0 ? $" ({verdict.Note})" : "")}\n");
                if (verdict.Evidence.Count == 0)
                    continue;
                text.Append("\n| | statistic | needed | value [95 % interval] | seeds | supports |\n|---|---|---|---|---|---|\n");
                foreach (var e in verdict.Evidence)
                {
                    text.Append(CultureInfo.InvariantCulture,
                        $"| {e.Subject} | {e.Statistic} | {e.Requirement} | {VerdictText.Of(e)} | {e.Seeds}{(e.LeftOut > 0 ? $" of {e.Seeds + e.LeftOut}" : "")} | {VerdictText.Of(e.Support)} |\n");
                }
            }
        }
        return text.ToString();
    }

    private static string Cell(Verdict verdict)
    {
        if (verdict.Evidence.Count == 0)
            return verdict.Note.Length > 0 ? $"{VerdictText.Of(verdict.Outcome)}: {verdict.Note.Replace("not measured yet: ", "", StringComparison.Ordinal)}" : VerdictText.Of(verdict.Outcome);
        var first = verdict.Evidence[0];
        return $"{Count(verdict)}: {first.Statistic} ({first.Subject}) {VerdictText.Of(first)}";
    }

    /// <summary>The verdict with the number of answers that support it, and of those whose interval decides nothing.</summary>
    private static string Count(Verdict verdict)
    {
        if (verdict.Evidence.Count == 0)
            return verdict.Outcome == Outcome.NotTestable ? "–" : VerdictText.Of(verdict.Outcome);
        var supporting = verdict.Evidence.Count(e => e.Support == Support.Supports);
        var open = verdict.Evidence.Count(e => e.Support is not (Support.Supports or Support.Contradicts));
        return $"**{VerdictText.Of(verdict.Outcome)}**, {supporting} of {verdict.Evidence.Count}{(open > 0 ? $", {open} open" : "")}";
    }
}
