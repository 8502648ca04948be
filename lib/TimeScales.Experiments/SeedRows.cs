using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments;

/// <summary>What a summary keeps of every single seed, so that seeds can be paired and intervals computed again.</summary>
public static class SeedRows
{
    /// <summary>Lags of the paper's comparisons and, 14, of the learned digits'; whole profiles of every seed would be ten times the size.</summary>
    private static readonly double[] Lags = [1, 5, 10, 12, 14, 20, 40];

    private static readonly string[] ByLag = ["sensitivity", "jacobianAnisotropy", "jacobianConcentration", "lossAlignment", "expansionError", "envelopeZeroth", "envelopeFirst", "envelopeExact"];

    /// <summary>The rows at the last checkpoint of what has no position, and of the profiles at a few lags.</summary>
    public static IEnumerable<Measurement> AtTheEnd(IReadOnlyList<Measurement> measurements)
    {
        var last = measurements.GroupBy(KeyOfRun).ToDictionary(group => group.Key, group => group.Max(m => m.Iteration));
        return measurements.Where(m => m.Iteration == last[KeyOfRun(m)] && IsKept(m));
    }

    private static bool IsKept(Measurement m) => m.Position is not { } position || (ByLag.Contains(m.Quantity) && Lags.Contains(position));

    private static (string, string, string, string, string) KeyOfRun(Measurement m) => (m.Experiment, m.Protocol, m.Task, m.Cell, m.Configuration);
}
