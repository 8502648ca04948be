using TimeScales.Experiments;
using TimeScales.Learned;
using TimeScales.Numerics;

namespace TimeScales.Cli;

/// <summary>The tables that end <c>reproduce run learned</c>: who solved the task, and medians and quartiles over seeds at the last checkpoint.</summary>
internal static class LearnedReport
{
    public static void Print(IReadOnlyList<RunResult<LearnedConfiguration, LearnedCheckpoint>> results)
    {
        foreach (var task in results.Where(r => r.DivergedAtIteration is null).GroupBy(r => r.Config.Task))
        {
            Console.WriteLine($"{task.Key}: solved is a validation error below {task.First().Config.SolvedBelow}; median [quartiles] over seeds");
            Console.WriteLine($"{"cell",-8}{"solved",9}  {"updates until solved",-24}{"test error / constant's",-28}not solved by seeds");
            foreach (var cell in task.GroupBy(r => r.Config.Cell))
                PrintSolved(cell.Key, [.. cell]);
            Console.WriteLine();
            // Short and long memory: an eighth and half of a sequence, or what is reported nearest to them.
            var config = task.First().Config;
            int[] shown = [.. new[] { config.Steps / 8, config.Steps / 2 }.Select(wanted => config.ReportedLags.MinBy(lag => Math.Abs(lag - wanted)))];
            Console.WriteLine($"{task.Key}, at the last checkpoint: S ~ P^s with gates and with what is carried, S at lag h relative to lag 1, products and envelopes f (H: everything is kept)");
            Console.WriteLine($"{"cell",-8}{"s of gates",-26}{"R²",-7}{"s of carries",-26}{"R²",-7}" + string.Concat(shown.Select(h => $"{"S, h = " + h,-10}"))
                + $"{"AI, last lag",-26}{"expansion error",-22}{"f zeroth, first, exact at h = " + shown[^1]}");
            foreach (var cell in task.GroupBy(r => r.Config.Cell))
                PrintMeasured(cell.Key, [.. cell.Select(r => r.Checkpoints[^1])], shown);
            Console.WriteLine();
        }
    }

    private static void PrintSolved(string cell, RunResult<LearnedConfiguration, LearnedCheckpoint>[] runs)
    {
        var last = Array.ConvertAll(runs, r => r.Checkpoints[^1]);
        var solved = last.Select(c => c.UpdatesUntilSolved).OfType<int>().Select(updates => (double)updates).ToArray();
        var unsolved = runs.Where(r => r.Checkpoints[^1].UpdatesUntilSolved is null).Select(r => r.Config.Seed).ToArray();
        Console.WriteLine($"{cell,-8}{$"{solved.Length} of {runs.Length}",9}  {(solved.Length == 0 ? "–" : SeedSummary.Text(solved, "0")),-24}{SeedSummary.Text(Array.ConvertAll(last, c => c.TestError / c.ConstantError), "0.000"),-28}{(unsolved.Length == 0 ? "–" : string.Join(", ", unsolved))}");
    }

    private static void PrintMeasured(string cell, LearnedCheckpoint[] last, int[] shownLags)
    {
        double[] Of(Func<LearnedCheckpoint, double> value) => Array.ConvertAll(last, c => value(c));
        double AtLag(LearnedCheckpoint c, IReadOnlyList<double> values, int lag) => c.Lags.ToList().IndexOf(lag) is var i and >= 0 ? values[i] : double.NaN;
        Console.Write($"{cell,-8}{SeedSummary.Text(Of(c => c.Slope), "0.000"),-26}{Statistics.Median(Of(c => c.RSquared)),-7:0.000}{SeedSummary.Text(Of(c => c.CarrySlope), "0.000"),-26}{Statistics.Median(Of(c => c.CarryRSquared)),-7:0.000}");
        foreach (var lag in shownLags)
            Console.Write($"{Statistics.Median(Of(c => AtLag(c, c.Sensitivity, lag))),-10:0.000}");
        Console.Write($"{SeedSummary.Text(Of(c => c.JacobianAnisotropy[^1]), "0.##e0"),-26}{SeedSummary.Text(Of(c => c.ExpansionError[^1]), "0.00"),-22}");
        Console.WriteLine(string.Join(", ", new Func<LearnedCheckpoint, EnvelopeProfile>[] { c => c.ZerothOrder, c => c.FirstOrder, c => c.Exact }
            .Select(envelope => $"{Statistics.Median(Of(c => AtLag(c, envelope(c).Values, shownLags[^1]))):0.##e0}")));
    }
}
