using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Expansion;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>The table that ends <c>reproduce run expansion</c>: medians and quartiles over all seeds, none dropped.</summary>
internal static class ExpansionReport
{
    public static void Tell(IReadOnlyList<RunResult<ExpansionConfiguration, ExpansionMeasurement>> results, Report report)
    {
        var groups = results.GroupBy(r => (r.Config.Gate, Protocol: r.Config.Protocol.Name)).ToArray();
        report.Add(new ReportTable(
            "First-order expansion of J_T ⋯ J_1; median [quartiles] over seeds, range of the error at ε = 1",
            Keys: 3,
            ["gate", "protocol", "seeds", "slope", "median |B|/|A|", "99 % |B|/|A|", "relative error at 1", "least", "largest"],
            [.. groups.Select(group => Row(group.Key.Gate, group.Key.Protocol, [.. group.Select(r => r.Checkpoints[0])]))]));
        var errors = groups.Select(group => $"{Statistics.Median([.. group.Select(r => r.Checkpoints[0].RelativeErrorAtOne)]):0.00} ({group.Key.Gate}, {group.Key.Protocol})");
        if (groups.Length > 0)
            report.Say($"Of the exact product the first-order expansion misses, in median over seeds, {string.Join(", ", errors)}.");
    }

    private static IReadOnlyList<TableCell> Row(string gate, string protocol, ExpansionMeasurement[] measured) =>
    [
        gate, protocol, measured.Length,
        TableCell.Spread(measured.Select(m => m.Slope), "0.0000"),
        TableCell.Spread(measured.Select(m => m.RatioMedian), "0.000"),
        TableCell.Spread(measured.Select(m => m.RatioQuantile99), "0.00"),
        TableCell.Spread(measured.Select(m => m.RelativeErrorAtOne), "0.00"),
        TableCell.Median([measured.Min(m => m.RelativeErrorAtOne)], "0.00"),
        TableCell.Median([measured.Max(m => m.RelativeErrorAtOne)], "0.00"),
    ];
}
