using System.CommandLine;
using TimeScales.Experiments.All;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments;

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
                .. AllExperiments.List.SelectMany(Rows),
                ["all", "", "--protocol", TableCell.List(Protocol.All.Select(p => p.Name))],
                ["all", "", "--preset", TableCell.List(AllExperiments.List[0].Presets.Select(p => p.Name))],
            ]));
            report.Say("Next: 'reproduce run effective-rates', or 'reproduce help run' for what can be changed.");
            return report.Finish();
        });
        return command;
    }

    private static IEnumerable<IReadOnlyList<TableCell>> Rows(Experiment experiment)
    {
        if (experiment.KnownTasks.Count > 0)
            yield return [experiment.Name, experiment.Section, "--task", TableCell.List(experiment.KnownTasks)];
        yield return [experiment.Name, experiment.Section, "--cell", TableCell.List(experiment.KnownCells)];
    }
}
