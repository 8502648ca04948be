using System.Globalization;
using System.Text;
using TimeScales.Experiments;

namespace TimeScales.Verdicts;

/// <summary>The ledger as files: verdicts.json and verdicts.md.</summary>
public static class LedgerFile
{
    /// <summary>Writes both files into a folder.</summary>
    /// <exception cref="IOException">A file cannot be written; the message names it.</exception>
    public static void Save(string folder, IReadOnlyList<LedgerEntry> entries)
    {
        AtomicFile.Write(Path.Combine(folder, "verdicts.json"), CanonicalJson.Serialize(entries));
        AtomicFile.Write(Path.Combine(folder, "verdicts.md"), Encoding.UTF8.GetBytes(Markdown(entries)));
    }

    /// <summary>A row per claim: verdict, primary statistic, control, evidence.</summary>
    private static string Table(IReadOnlyList<LedgerEntry> entries)
    {
        var text = new StringBuilder(
            "| claim | verdict | primary statistic | needed | against | evidence for |\n|---|---|---|---|---|---|\n");
        foreach (var entry in entries)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {entry.Sentence} ({entry.Versions}) | **{VerdictText.Of(entry.Outcome)}** | ");
            text.Append(entry.Primary is { } primary
                ? string.Create(CultureInfo.InvariantCulture,
                    $"{primary.Statistic} ({primary.Subject}): {VerdictText.Of(primary.Found)} | {primary.Requirement} | "
                        + $"{VerdictText.Control(primary)} | {VerdictText.Count(entry)} |\n")
                : $"run {string.Join(", ", entry.Lacking.Select(experiment => $"'reproduce run {experiment}'"))} | | | |\n");
        }
        return text.ToString();
    }

    /// <summary>The rule, the table, and per claim why and every answer.</summary>
    public static string Markdown(IReadOnlyList<LedgerEntry> entries)
    {
        var text = new StringBuilder(
            """
            # Verdicts

            Every claim of the abstract of arXiv:2508.12121 (versions 3 and 5) in our words, and of its follow-ups, arXiv:2512.05790 and 2606.29519, four that exact products can judge. A claim has one primary statistic and others beside it, each with a range in which it must lie for the claim and
            something it is held against. An answer is **evidence** if it could have come out otherwise and what lacks the claimed cause does not meet it; **control passes** if that meets it too, or may; an
            **identity** if any matrices meet it. Only evidence counts for or against.

            *Supported*: the primary statistic and at least four fifths of the evidence. *Contradicted*: both say the opposite. *Mixed*: the primary statistic is decided and more than a fifth of the evidence does not agree.
            *Open*: the primary statistic's interval reaches across the end of its range, or its control passes. *True by algebra*: the primary statistic is an identity.

            Values are medians over seeds. Intervals are exact: two order statistics that cover the median with at least 95 % (the sixth and fifteenth of 20 values), Clopper and Pearson's for shares of seeds. The probability of
            each primary statistic is the sign test's, multiplied by Holm's rule for all of the paper's together, and for all of the follow-ups'; a verdict needs at most 0.05.

            Claims, primary statistics, controls and ranges were fixed by the commit "
            """);
        text.Append(
            $"{Fixed}\", before the numbers of `analogies` and `learned` (seeds 21 to 40, which had never been run) and of "
                + $"`interventions` were read, of which four seeds of eleven models had been "
            + "seen in a pilot. Those of `effective-rates`, `anisotropy`, `expansion` and `law` (seeds 1 to 20) were known. Of "
                + "the tasks asked about there, delaysum and latest were left out since, because "
            + $"their runs on those seeds are not complete, not for what they say. What the follow-ups' claims are judged by "
                + $"was fixed by the commit \"{FixedLater}\", before the numbers of `envelopes` were read, "
            + $"of which one seed of GRU and LSTM, not among these, and the training curves of seed 1 had been seen in a pilot; "
                + $"those about windows by "
                + $"\"{FixedForWindows}\", one seed of multi, not among these, having been seen. Reasons for the ranges stand in "
            + "`lib/TimeScales.Report/Verdicts/Thresholds.cs`. That the follow-ups' claims are a family of tests of their own "
                + "was settled after their numbers were read"
            + (Judgement.OtherwiseTogether(entries) is { Count: > 0 } names
                ? $"; in one family with the paper's, {string.Join(", ", names)} would be judged otherwise.\n\n"
                : ", and changes no verdict.\n\n"));
        text.Append(Table(entries));
        foreach (var entry in entries)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"\n## {entry.Name}: {VerdictText.Of(entry.Outcome)} ({entry.Versions})\n\n{entry.Sentence}\n\n{entry.Why}\n\n");
            if (!double.IsNaN(entry.AdjustedP))
                text.Append(CultureInfo.InvariantCulture,
                    $"Probability by chance of the primary statistic, adjusted: {Numerals.Text(entry.AdjustedP)}.\n\n");
            if (entry.Lacking.Count > 0)
                text.Append(CultureInfo.InvariantCulture,
                    $"Not measured yet: run "
                    + $"{string.Join(", ", entry.Lacking.Select(experiment => $"'reproduce run {experiment}'"))}.\n\n");
            text.Append(
                "| | statistic | needed | value [95 % interval] | seeds | says | against | worth | as published "
                + "|\n|---|---|---|---|---|---|---|---|---|\n");
            foreach (var (index, answer) in new[] { entry.Primary }.OfType<Answer>().Concat(entry.Secondary).Index())
            {
                var (found, statistic) = (answer.Found, index == 0 && entry.Primary is not null ? $"**{answer.Statistic}**"
                    : answer.Statistic);
                text.Append(CultureInfo.InvariantCulture,
                    $"| {answer.Subject} | {statistic} | {answer.Requirement} | {VerdictText.Of(found)} | "
                        + $"{found.Seeds}{(found.LeftOut > 0 ? $" of {found.Seeds + found.LeftOut}" : "")} | "
                    + $"{VerdictText.Of(found.Support)} | {VerdictText.Control(answer)} | {VerdictText.Of(answer.Kind)} | "
                        + $"{(answer.Published is { } published ? VerdictText.Of(published) : "")} |\n");
            }
        }
        return text.ToString();
    }

    /// <summary>The commit that fixed the claims.</summary>
    private const string Fixed = "A ledger of evidence, controls and identities";

    /// <summary>The one that fixed the follow-ups'.</summary>
    private const string FixedLater = "Fix what two claims of the follow-ups are judged by";

    /// <summary>And those about windows.</summary>
    private const string FixedForWindows = "Fix what two claims about learnability windows are judged by";
}
