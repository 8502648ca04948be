using TimeScales.Experiments.Departures;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>The tables that end <c>reproduce run effective-rates</c>: medians and quartiles over seeds at the last checkpoint.</summary>
internal static class EffectiveRatesReport
{
    private static readonly int[] ShownLags = [5, 10, 20, 40];

    public static void Tell(IReadOnlyList<RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>> results, Report report)
    {
        var whole = results.Where(r => r.DivergedAtIteration is null).ToArray();
        foreach (var group in whole.GroupBy(r => (Protocol: r.Config.Protocol.Name, r.Config.Task)))
        {
            var lags = ShownLags.Where(h => group.SelectMany(r => r.Checkpoints).All(c => c.Lags.Contains(h))).ToArray();
            report.Add(new ReportTable(
                $"{group.Key.Task}, {group.Key.Protocol} protocol: S ~ P^s, and S at lag h relative to lag 1; median [quartiles] over seeds",
                Keys: 3,
                ["cell", "seeds", "updates", "s", "R²", .. lags.Select(h => $"h = {h}")],
                [.. group.GroupBy(r => r.Config.Cell).Select(cell => Row(cell.Key, [.. cell.Select(r => r.Checkpoints[^1])], lags))]));
        }
        var exponents = whole.GroupBy(r => r.Config.Cell).Select(cell => $"{Statistics.Median([.. cell.Select(r => r.Checkpoints[^1].Slope).Where(double.IsFinite)]):0.00} ({cell.Key})");
        if (whole.Length > 0)
            report.Say($"Sensitivities fall off like a power s of the gate product, in median over seeds and tasks {string.Join(", ", exponents)}; were the product itself what counts, s would be 1.");
    }

    private static IReadOnlyList<TableCell> Row(string cell, EffectiveRatesCheckpoint[] last, int[] lags) =>
    [
        cell, last.Length, last[0].Iteration, TableCell.Spread(last.Select(c => c.Slope), "0.000"), TableCell.Median(last.Select(c => c.RSquared), "0.000"),
        .. lags.Select(lag => TableCell.Median(last.Select(c => c.Sensitivity[c.Lags.ToList().IndexOf(lag)]), "0.000e0")),
    ];
}
