using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>The tables that end <c>reproduce run anisotropy</c>: medians and quartiles over seeds at the last checkpoint.</summary>
internal static class AnisotropyReport
{
    private const int LongLag = 40;
    private static readonly int[] ShownLags = [1, 12, LongLag];

    public static void Tell(IReadOnlyList<RunResult<AnisotropyConfiguration, AnisotropyCheckpoint>> results, Report report)
    {
        var whole = results.Where(r => r.DivergedAtIteration is null).ToArray();
        foreach (var group in whole.GroupBy(r => (Protocol: r.Config.Protocol.Name, r.Config.Task)))
        {
            report.Add(new ReportTable(
                $"{group.Key.Task}, {group.Key.Protocol} protocol: AI = σ_1/σ_10 and CE of products at lag h and of gradients; median [quartiles] over seeds",
                Keys: 3,
                ["model", "seeds", "updates", "test loss/variance", .. ShownLags.Select(h => $"AI, h = {h}"), $"CE, h = {LongLag}", "gradient AI", "gradient CE"],
                [.. group.GroupBy(r => r.Config.Cell).Select(cell => Row(cell.Key, [.. cell.Select(r => r.Checkpoints[^1])]))]));
        }
        var pairs = whole.Where(r => r.Config.Cell == "multi").Join(
            whole.Where(r => r.Config.Cell == "plain"),
            r => (r.Config.Protocol, r.Config.Task, r.Config.Seed),
            r => (r.Config.Protocol, r.Config.Task, r.Config.Seed),
            (multi, plain) => (Multi: AtLag(multi.Checkpoints[^1], c => c.JacobianAnisotropy, LongLag), Plain: AtLag(plain.Checkpoints[^1], c => c.JacobianAnisotropy, LongLag)))
            .Where(pair => double.IsFinite(pair.Multi) && double.IsFinite(pair.Plain)).ToArray();
        if (pairs.Length > 0)
            report.Say($"At lag {LongLag} multi + SGD is at least as anisotropic as plain + Adam in {pairs.Count(pair => pair.Multi >= pair.Plain)} of {Terminal.Count(pairs.Length, "pair")} of equal task and seed; the paper says that it matches or exceeds it.");
    }

    private static IReadOnlyList<TableCell> Row(string cell, AnisotropyCheckpoint[] last) =>
    [
        $"{cell}+{AnisotropyModel.All.First(m => m.Cell == cell).Optimizer}", last.Length, last[0].Iteration,
        TableCell.Spread(last.Select(c => c.TestLoss / c.TargetVariance), "0.00"),
        .. ShownLags.Select(lag => TableCell.Spread(last.Select(c => AtLag(c, c => c.JacobianAnisotropy, lag)), "0.##e0")),
        TableCell.Spread(last.Select(c => AtLag(c, c => c.JacobianConcentration, LongLag)), "0.0000"),
        TableCell.Spread(last.Select(c => c.GradientAnisotropy), "0.##e0"),
        TableCell.Spread(last.Select(c => c.GradientConcentration), "0.0000"),
    ];

    private static double AtLag(AnisotropyCheckpoint checkpoint, Func<AnisotropyCheckpoint, IReadOnlyList<double>> values, int lag) =>
        checkpoint.Lags.ToList().IndexOf(lag) is var index and >= 0 ? values(checkpoint)[index] : double.NaN;
}
