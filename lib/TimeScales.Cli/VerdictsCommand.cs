using System.CommandLine;
using TimeScales.Experiments;
using TimeScales.Figures;
using TimeScales.Verdicts;
using TimeScales.Verdicts.Claims;

namespace TimeScales.Cli;

/// <summary><c>reproduce verdicts</c>: the claims ledger from exported data.</summary>
internal static class VerdictsCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data")
        {
            Description = "The folder that 'reproduce export --summary' wrote; verdicts.md and verdicts.json go there",
            DefaultValueFactory = _ => Path.Combine("figures", "data"),
        };
        var json = JsonOption.Create();
        var command = new Command("verdicts",
            "Judge every claim of the paper's abstract from exported data: verdicts.md and verdicts.json.") { data, json };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(data)!;
            var entries = Ledger.Judge(FigureData.Read(folder));
            LedgerFile.Save(folder, entries);
            var report = new Report(parsed.GetValue(json));
            report.Add(Table(entries));
            report.Say($"{entries.Count} claims in {Path.Combine(folder, "verdicts.md")} and "
                + $"{Path.Combine(folder, "verdicts.json")}");
            report.Say("Next: notebooks/09-verdicts.ipynb shows what each verdict rests on.");
            return report.Finish();
        });
        return command;
    }

    private static ReportTable Table(IReadOnlyList<LedgerEntry> entries) => new(
        "Claims of the paper's abstract, and how much of the evidence supports each", Keys: 1,
            ["claim", "verdict", "primary statistic", "evidence for"],
        [.. entries.Select(entry => (IReadOnlyList<TableCell>)
            [entry.Name, VerdictText.Of(entry.Outcome), entry.Primary is { } primary ? VerdictText.Of(primary.Found) : "",
                VerdictText.Count(entry)])]);
}
