using System.CommandLine;
using TimeScales.Figures;
using TimeScales.Verdicts;

namespace TimeScales.Cli;

/// <summary><c>reproduce verdicts</c>: the claims ledger from exported data.</summary>
internal static class VerdictsCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder that 'reproduce export --summary' wrote; verdicts.md and verdicts.json go there", DefaultValueFactory = _ => Path.Combine("figures", "data") };
        var readme = new Option<string>("--readme") { Description = "A file whose marked claim table is written anew, where it exists", DefaultValueFactory = _ => "README.md" };
        var command = new Command("verdicts", "Judge every claim of the paper's abstract from exported data: verdicts.md, verdicts.json and the claim table of README.md.") { data, readme };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(data)!;
            var entries = Ledger.Judge(FigureData.Read(folder));
            LedgerFile.Save(folder, entries);
            Print(entries);
            Console.WriteLine($"{entries.Count} claims in {Path.Combine(folder, "verdicts.md")} and {Path.Combine(folder, "verdicts.json")}");
            var file = parsed.GetValue(readme)!;
            if (File.Exists(file) && LedgerFile.Insert(file, entries))
                Console.WriteLine($"Claim table in {file}");
            return CommandLine.Success;
        });
        return command;
    }

    private static void Print(IReadOnlyList<LedgerEntry> entries)
    {
        Console.WriteLine($"{"claim",-28}" + string.Concat(Enum.GetValues<Condition>().Select(c => $"{VerdictText.Of(c),-30}")));
        foreach (var entry in entries)
            Console.WriteLine($"{entry.Name,-28}" + string.Concat(entry.Verdicts.Select(v => $"{Cell(v),-30}")));
        Console.WriteLine();
    }

    private static string Cell(Verdict verdict)
    {
        var outcome = VerdictText.Of(verdict.Outcome);
        return verdict.Evidence.Count == 0 ? outcome : $"{outcome} ({verdict.Evidence.Count(e => e.Support == Support.Supports)}/{verdict.Evidence.Count})";
    }
}
