using TimeScales.Analogies;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>The tables that end <c>reproduce run analogies</c>: medians and quartiles over seeds at the last checkpoint.</summary>
internal static class AnalogiesReport
{
    public static void Print(IReadOnlyList<RunResult<AnalogiesConfiguration, AnalogiesCheckpoint>> results)
    {
        foreach (var task in results.GroupBy(r => r.Config.Task))
        {
            var models = task.GroupBy(r => r.Config.Model)
                .Select(g => (g.Key, Last: g.Where(r => r.DivergedAtIteration is null).Select(r => r.Checkpoints[^1]).ToArray()))
                .Where(m => m.Last.Length > 0)
                .ToArray();
            if (models.Length == 0)
                continue;
            var lag = models[0].Last[0].Lags[^1];
            Console.WriteLine($"{task.Key}: AI of products at lag {lag}, of gradients and of updates; memory = cosine of consecutive updates; median [quartiles] over seeds");
            Console.WriteLine($"{"model",-16}{"seeds",6}{"updates",9}  {"test loss/variance",-24}{"AI products",-30}{"AI gradients",-30}{"AI updates",-30}{"memory"}");
            foreach (var (model, last) in models)
            {
                string Text(Func<AnalogiesCheckpoint, double> value, string format) => SeedSummary.Text(Array.ConvertAll(last, c => value(c)), format);
                Console.WriteLine(
                    $"{model,-16}{last.Length,6}{last[0].Iteration,9}  {Text(c => c.TestLoss / c.TargetVariance, "0.00"),-24}{Text(c => c.JacobianAnisotropy[^1], "0.##e0"),-30}"
                    + $"{Text(c => c.GradientAnisotropy, "0.##e0"),-30}{Text(c => c.UpdateAnisotropy, "0.##e0"),-30}{Text(c => c.UpdateMemory, "0.00")}");
            }
            Console.WriteLine();
            PrintGates([.. models.Where(m => m.Last[0].Gates is not null)]);
        }
    }

    private static void PrintGates((string Model, AnalogiesCheckpoint[] Last)[] models)
    {
        if (models.Length == 0)
            return;
        Console.WriteLine("Gates against optimizers on the same gradients of W_r: spread of rates over parameters (gates, optimizer), rank correlation over parameters and units, overlap of leading subspaces");
        Console.WriteLine($"{"gates",-12}{"optimizer",-12}{"spread, gates",-22}{"spread, optimizer",-22}{"over parameters",-24}{"over units",-24}{"overlap"}");
        foreach (var (model, last) in models)
        {
            foreach (var (i, comparison) in last[0].Gates!.Comparisons.Index())
            {
                string Text(Func<AnalogiesCheckpoint, double> value) => SeedSummary.Text(Array.ConvertAll(last, c => value(c)), "0.00");
                Console.WriteLine(
                    $"{model,-12}{comparison.Optimizer,-12}{Text(c => c.Gates!.Rates.ParameterSpread),-22}{Text(c => c.Gates!.Comparisons[i].Rates.ParameterSpread),-22}"
                    + $"{Text(c => c.Gates!.Comparisons[i].ParameterCorrelation),-24}{Text(c => c.Gates!.Comparisons[i].UnitCorrelation),-24}{Text(c => c.Gates!.Comparisons[i].Overlap)}");
            }
        }
        Console.WriteLine();
    }
}
