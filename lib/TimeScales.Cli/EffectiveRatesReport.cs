using TimeScales.EffectiveRates;
using TimeScales.Experiments;
using TimeScales.Numerics;

namespace TimeScales.Cli;

/// <summary>The table that ends <c>reproduce run effective-rates</c>: medians and quartiles over seeds at the last checkpoint.</summary>
internal static class EffectiveRatesReport
{
    private static readonly int[] ShownLags = [5, 10, 20, 40];

    public static void Print(
        IReadOnlyList<RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>> results)
    {
        foreach (var group in results.GroupBy(r => (Protocol: r.Config.Protocol.Name, r.Config.Task)))
        {
            Console.WriteLine($"{group.Key.Task}, {group.Key.Protocol} protocol: S ~ P^s, and S at lag h relative to lag 1; median [quartiles] over seeds");
            var lags = ShownLags.Where(h => group.SelectMany(r => r.Checkpoints).All(c => c.Lags.Contains(h))).ToArray();
            Console.WriteLine($"{"cell",-8}{"seeds",6}{"updates",9}  {"s",-22}{"R²",-8}" + string.Concat(lags.Select(h => $"{"h = " + h,-10}")));
            foreach (var cell in group.GroupBy(r => r.Config.Cell))
                PrintCell(cell.Key, [.. cell], lags);
            Console.WriteLine();
        }
    }

    private static void PrintCell(
        string cell, IReadOnlyList<RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>> runs, int[] lags)
    {
        var last = runs.Where(r => r.DivergedAtIteration is null).Select(r => r.Checkpoints[^1]).ToArray();
        if (last.Length == 0)
            return;
        double[] Of(Func<EffectiveRatesCheckpoint, double> value) => Array.ConvertAll(last, c => value(c));
        Console.Write($"{cell,-8}{last.Length,6}{last[0].Iteration,9}  {SeedSummary.Text(Of(c => c.Slope), "0.000"),-22}{Statistics.Median(Of(c => c.RSquared)),-8:0.000}");
        foreach (var lag in lags)
            Console.Write($"{Statistics.Median(Of(c => c.Sensitivity[c.Lags.ToList().IndexOf(lag)])),-10:0.000e0}");
        Console.WriteLine();
    }
}
