using System.CommandLine;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary><c>reproduce status</c>: which results a folder has.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var choice = new ExperimentChoice();
        var command = new Command("status", "Which results a folder has: there, missing, damaged, diverged; changes nothing.");
        choice.AddTo(command);
        command.SetAction(parsed =>
        {
            var (report, store) = (choice.Report(parsed), choice.Store(parsed));
            StoredRun[] runs =
                [.. choice.Plans(parsed).SelectMany(plan => plan.Runs().Select(run => plan.Experiment.Find(store, run)))];
            report.Add(new ReportTable("", Keys: 1, ["experiment", "runs", "there", "missing", "damaged", "diverged"],
            [
                .. runs.GroupBy(run => run.Config.Experiment).Select(group => (IReadOnlyList<TableCell>)
                [
                    group.Key, group.Count(),
                    .. Enum.GetValues<RunState>().Select(state => (TableCell)group.Count(run => run.State == state)),
                ]),
            ]));
            report.Add(new ReportTable("Missing, damaged and diverged", Keys: 3, ["experiment", "runs of", "state", "seeds"],
            [
                // Of an experiment that nobody has begun, the count says enough.
                .. runs.GroupBy(run => run.Config.Experiment).Where(group => group.Any(run => run.State != RunState.Missing))
                    .SelectMany(group => group).Where(run => run.State != RunState.There)
                    .GroupBy(run => (run.Config.Experiment, Protocol: run.Config.Protocol.Name,
                        Cell: string.Join('/', run.Config.Folders), run.State))
                    .Select(group => (IReadOnlyList<TableCell>)
                    [
                        group.Key.Experiment, $"{group.Key.Protocol} {group.Key.Cell}",
                            group.Key.State.ToString().ToLowerInvariant(),
                        TableCell.List(group.Select(run => $"{run.Config.Seed}")),
                    ]),
            ]));
            foreach (var run in runs.Where(run => run.State == RunState.Damaged))
                report.Say($"Damaged: '{run.Path}'; computing the run again sets it aside.");
            var lacking = runs.Count(run => run.State is RunState.Missing or RunState.Damaged);
            report.Say(lacking == 0 ? $"{Numerals.Count(runs.Length, "result")}, all in {store.Folder}"
                : $"{lacking} of {Numerals.Count(runs.Length, "result")} to compute; 'reproduce run' with the same options and "
                    + $"--out {store.Folder} does it.");
            return report.Finish();
        });
        return command;
    }
}
