using System.CommandLine;
using System.Globalization;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary><c>reproduce plan</c>: runs with what they need, and their parts for a scheduler.</summary>
internal static class PlanCommand
{
    private const int MostShards = 100_000;

    public static Command Create()
    {
        var shards = new Option<string>("--shards")
        {
            Description = "Into how many parts; reproduce run --shard i/n computes one of them",
            DefaultValueFactory = _ => "1",
        };
        var choice = new ExperimentChoice();
        var command = new Command(
            "plan", "List runs with the CPU seconds and the memory that they need, "
            + "and how they divide into shards of equal cost; computes nothing.");
        choice.AddTo(command);
        command.Options.Add(shards);
        command.SetAction(parsed =>
        {
            var count = ExperimentOptions.WholeNumber(parsed.GetValue(shards)!, shards.Name, 1, MostShards);
            var report = choice.Report(parsed);
            var runs = choice.Plans(parsed).SelectMany(plan => Parts(plan.Runs(), count)).ToArray();
            report.Add(new ReportTable("", Keys: 2, ["experiment", "run", "CPU s", "MB", "shard"],
            [
                .. runs.Select(run => (IReadOnlyList<TableCell>)
                [
                    run.Config.Experiment, run.Config.Label,
                    TableCell.Number(run.Cost.Seconds, "0.0"), TableCell.Number(Megabytes(run.Cost.Bytes), "0"), run.Part,
                ]),
            ]));
            var mean = runs.Sum(run => run.Cost.Seconds) / count;
            report.Add(new ReportTable("Shards", Keys: 1, ["shard", "runs", "CPU s", "of the mean"],
            [
                .. runs.GroupBy(run => run.Part).OrderBy(part => part.Key)
                    .Select(part => (part.Key, Runs: part.Count(), Seconds: part.Sum(run => run.Cost.Seconds)))
                    .Select(part => (IReadOnlyList<TableCell>)
                    [
                        part.Key, part.Runs, TableCell.Number(part.Seconds, "0.0"), TableCell.Number(part.Seconds / mean, "0.00"),
                    ]),
            ]));
            var threads = Allocation.Own.Threads;
            var bytes = RunCost.PeakBytes([.. runs.Select(run => run.Cost)], threads);
            var (seconds, needed, there) = (Whole(mean * count), Whole(Megabytes(bytes)), Whole(Megabytes(Allocation.Own.Bytes)));
            report.Say($"{Numerals.Count(runs.Length, "run")} need about {seconds} CPU seconds and, "
                + $"with {Numerals.Count(threads, "thread")}, {needed} MB of memory; {there} MB are there.");
            return report.Finish();
        });
        return command;
    }

    private static string Whole(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    private static double Megabytes(double bytes) => bytes / 1e6;

    /// <summary>Each run with its cost and its part, in the order of the runs.</summary>
    private static IEnumerable<(RunConfiguration Config, RunCost Cost, int Part)> Parts(
        IReadOnlyList<RunConfiguration> runs, int count)
    {
        var costs = runs.Select(run => run.EstimateCost()).ToArray();
        return runs.Zip(costs, Shard.Parts([.. costs.Select(cost => cost.Seconds)], count));
    }
}
