using TimeScales.Experiments.Analogies;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>The tables that end <c>reproduce run analogies</c>: medians and quartiles over seeds at the last checkpoint.</summary>
internal static class AnalogiesReport
{
    public static void Tell(IReadOnlyList<RunResult<AnalogiesConfiguration, AnalogiesCheckpoint>> results, Report report)
    {
        foreach (var task in results.Where(r => r.DivergedAtIteration is null).GroupBy(r => r.Config.Task))
        {
            var models = task.GroupBy(r => r.Config.Model).Select(g => (g.Key, Last: g.Select(r => r.Checkpoints[^1]).ToArray())).ToArray();
            report.Add(new ReportTable(
                $"{task.Key}: AI of products at lag {models[0].Last[0].Lags[^1]}, of gradients and of updates; memory = cosine of consecutive updates; median [quartiles] over seeds",
                Keys: 3,
                ["model", "seeds", "updates", "test loss/variance", "AI products", "AI gradients", "AI updates", "memory"],
                [.. models.Select(model => Row(model.Key, model.Last))]));
            var gated = models.Where(m => m.Last[0].Gates is not null).ToArray();
            report.Add(new ReportTable(
                $"{task.Key}, gates against optimizers on the same gradients of W_r: spread of rates over parameters (of gates, of the optimizer), rank correlation over parameters and units, overlap of leading subspaces",
                Keys: 2,
                ["gates", "optimizer", "spread, gates", "spread, optimizer", "over parameters", "over units", "overlap"],
                [.. gated.SelectMany(model => model.Last[0].Gates!.Comparisons.Select((comparison, i) => Row(model.Key, comparison.Optimizer, i, [.. model.Last.Select(c => c.Gates!)])))]));
            var correlations = gated.Where(m => m.Last[0].Gates!.Comparisons.Any(c => c.Optimizer == "adam")).Select(model =>
                $"{Statistics.Median([.. model.Last.Select(c => c.Gates!.Comparisons.First(o => o.Optimizer == "adam").ParameterCorrelation)]):0.00} ({model.Key})").ToArray();
            if (correlations.Length > 0)
                report.Say($"On {task.Key} the rates that gates give to parameters and those that Adam gives have the rank correlation {string.Join(", ", correlations)}; if both did the same it would be 1.");
        }
    }

    private static IReadOnlyList<TableCell> Row(string model, AnalogiesCheckpoint[] last) =>
    [
        model, last.Length, last[0].Iteration,
        TableCell.Spread(last.Select(c => c.TestLoss / c.TargetVariance), "0.00"),
        TableCell.Spread(last.Select(c => c.JacobianAnisotropy[^1]), "0.##e0"),
        TableCell.Spread(last.Select(c => c.GradientAnisotropy), "0.##e0"),
        TableCell.Spread(last.Select(c => c.UpdateAnisotropy), "0.##e0"),
        TableCell.Spread(last.Select(c => c.UpdateMemory), "0.00"),
    ];

    private static IReadOnlyList<TableCell> Row(string model, string optimizer, int comparison, GateEffect[] gates) =>
    [
        model, optimizer,
        TableCell.Spread(gates.Select(g => g.Rates.ParameterSpread), "0.00"),
        TableCell.Spread(gates.Select(g => g.Comparisons[comparison].Rates.ParameterSpread), "0.00"),
        TableCell.Spread(gates.Select(g => g.Comparisons[comparison].ParameterCorrelation), "0.00"),
        TableCell.Spread(gates.Select(g => g.Comparisons[comparison].UnitCorrelation), "0.00"),
        TableCell.Spread(gates.Select(g => g.Comparisons[comparison].Overlap), "0.00"),
    ];
}
