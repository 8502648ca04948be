using System.CommandLine;
using TimeScales.Experiments.Analogies;
using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments.Expansion;
using TimeScales.Experiments.Learned;

namespace TimeScales.Cli;

/// <summary><c>reproduce list</c>: every name that a command accepts.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var json = JsonOption.Create();
        var command = new Command("list", "Experiments, tasks, cells, protocols and presets.") { json };
        command.SetAction(parsed =>
        {
            var report = new Report(parsed.GetValue(json));
            report.Add(new ReportTable("", Keys: 3, ["experiment", "section", "option", "names"],
            [
                .. Rows("effective-rates", "VII-A", EffectiveRatesConfiguration.Tasks.Select(t => t.Name), EffectiveRatesConfiguration.Cells),
                .. Rows("anisotropy", "VII-B", AnisotropyConfiguration.Tasks.Select(t => t.Name), AnisotropyModel.All.Select(m => m.Cell)),
                .. Rows("expansion", "App. B", [], ExpansionConfiguration.Gates),
                .. Rows("analogies", "VI", AnalogiesConfiguration.Tasks.Select(t => t.Name), AnalogiesModel.All.Select(m => m.Name)),
                .. Rows("learned", "beyond", LearnedTask.All.Select(t => t.Task.Name), LearnedModel.All.Select(m => m.Cell)),
                ["all", "", "--protocol", TableCell.List(Protocol.All.Select(p => p.Name))],
                ["all", "", "--preset", TableCell.List(EffectiveRatesPlan.Presets.Select(p => p.Name))],
            ]));
            report.Say("Next: 'reproduce run effective-rates', or 'reproduce help run' for what can be changed.");
            return report.Finish();
        });
        return command;
    }

    private static IEnumerable<IReadOnlyList<TableCell>> Rows(string experiment, string section, IEnumerable<string> tasks, IEnumerable<string> cells)
    {
        if (tasks.Any())
            yield return [experiment, section, "--task", TableCell.List(tasks)];
        yield return [experiment, section, "--cell", TableCell.List(cells)];
    }
}
