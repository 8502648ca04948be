using System.Globalization;
using TimeScales.Experiments.Learned;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>The tables that end <c>reproduce run learned</c>: who solved the task, and medians and quartiles over seeds at the last checkpoint.</summary>
internal static class LearnedReport
{
    public static void Tell(IReadOnlyList<RunResult<LearnedConfiguration, LearnedCheckpoint>> results, Report report)
    {
        foreach (var task in results.Where(r => r.DivergedAtIteration is null).GroupBy(r => r.Config.Task))
        {
            var cells = task.GroupBy(r => r.Config.Cell).Select(cell => (cell.Key, Runs: cell.ToArray())).ToArray();
            var config = task.First().Config;
            report.Add(new ReportTable(
                string.Create(CultureInfo.InvariantCulture, $"{task.Key}: solved is a validation error below {config.SolvedBelow}; median [quartiles] over seeds"),
                Keys: 1,
                ["cell", "seeds", "solved", "updates until solved", "test error / constant's", "not solved by seeds"],
                [.. cells.Select(cell => Solved(cell.Key, cell.Runs))]));
            // Short and long memory: an eighth and half of a sequence, or what is reported nearest to them.
            int[] shown = [.. new[] { config.Steps / 8, config.Steps / 2 }.Select(wanted => config.ReportedLags.MinBy(lag => Math.Abs(lag - wanted))).Distinct()];
            report.Add(new ReportTable(
                $"{task.Key}, at the last checkpoint: S ~ P^s with gates and with what is carried, S at lag h relative to lag 1, products and envelopes f (H: everything is kept)",
                Keys: 1,
                ["cell", "s of gates", "R²", "s of carries", "R² of carries", .. shown.Select(h => $"S, h = {h}"), $"AI, h = {config.ProductLags[^1]}", "expansion error",
                    .. new[] { "zeroth", "first", "exact" }.Select(order => $"f {order}, h = {shown[^1]}")],
                [.. cells.Select(cell => Measured(cell.Key, [.. cell.Runs.Select(r => r.Checkpoints[^1])], shown))]));
            var solved = cells.Select(cell => $"{cell.Key} for {cell.Runs.Count(r => r.Checkpoints[^1].UpdatesUntilSolved is not null)} of {Terminal.Count(cell.Runs.Length, "seed")}");
            report.Say($"{task.Key} is solved within {config.MostUpdates} updates by {string.Join(", ", solved)}.");
        }
    }

    private static IReadOnlyList<TableCell> Solved(string cell, RunResult<LearnedConfiguration, LearnedCheckpoint>[] runs)
    {
        var solved = runs.Select(r => r.Checkpoints[^1].UpdatesUntilSolved).OfType<int>().ToArray();
        return
        [
            cell, runs.Length, solved.Length, TableCell.Spread(solved.Select(updates => (double)updates), "0"),
            TableCell.Spread(runs.Select(r => r.Checkpoints[^1].TestError / r.Checkpoints[^1].ConstantError), "0.000"),
            TableCell.List(runs.Where(r => r.Checkpoints[^1].UpdatesUntilSolved is null).Select(r => r.Config.Seed.ToString(CultureInfo.InvariantCulture))),
        ];
    }

    private static IReadOnlyList<TableCell> Measured(string cell, LearnedCheckpoint[] last, int[] shown)
    {
        TableCell AtLag(Func<LearnedCheckpoint, IReadOnlyList<double>> values, int lag, string format) => TableCell.Median(last.Select(c => values(c)[c.Lags.ToList().IndexOf(lag)]), format);
        return
        [
            cell,
            TableCell.Spread(last.Select(c => c.Slope), "0.000"), TableCell.Median(last.Select(c => c.RSquared), "0.000"),
            TableCell.Spread(last.Select(c => c.CarrySlope), "0.000"), TableCell.Median(last.Select(c => c.CarryRSquared), "0.000"),
            .. shown.Select(lag => AtLag(c => c.Sensitivity, lag, "0.000")),
            TableCell.Spread(last.Select(c => c.JacobianAnisotropy[^1]), "0.##e0"),
            TableCell.Spread(last.Select(c => c.ExpansionError[^1]), "0.00"),
            AtLag(c => c.ZerothOrder.Values, shown[^1], "0.##e0"),
            AtLag(c => c.FirstOrder.Values, shown[^1], "0.##e0"),
            AtLag(c => c.Exact.Values, shown[^1], "0.##e0"),
        ];
    }
}
