using TimeScales.Anisotropy;
using TimeScales.EffectiveRates;
using TimeScales.Expansion;
using TimeScales.Experiments;
using TimeScales.Numerics;

namespace TimeScales.Audit;

/// <summary>What each departure of the released program, switched on alone, does to the numbers behind the published conclusions.</summary>
public static class AuditTable
{
    /// <summary>Summarises runs under the corrected protocol, under single departures and under the published protocol.</summary>
    public static IReadOnlyList<AuditEntry> Summarize(
        IReadOnlyList<RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>> effectiveRates,
        IReadOnlyList<RunResult<AnisotropyConfiguration, AnisotropyCheckpoint>> anisotropy,
        IReadOnlyList<RunResult<ExpansionConfiguration, ExpansionMeasurement>> expansion)
    {
        var values = effectiveRates.SelectMany(AuditValues.Of)
            .Concat(anisotropy.SelectMany(AuditValues.Of))
            .Concat(AuditValues.Of(expansion))
            .ToList();
        values.AddRange(AuditValues.Orderings(values).ToArray());

        var corrected = values.Where(v => v.Protocol == Protocol.Corrected.Name).ToDictionary(v => v with { Value = 0 }, v => v.Value);
        return [.. values.GroupBy(v => v with { Seed = 0, Value = 0 }).Select(group => Summarize(group.Key, [.. group], corrected))];
    }

    private static AuditEntry Summarize(AuditValue key, AuditValue[] values, Dictionary<AuditValue, double> corrected)
    {
        var finite = values.Where(v => double.IsFinite(v.Value)).ToArray();
        var (median, lower, upper) = Bootstrap.Median(Array.ConvertAll(finite, v => v.Value));
        // A seed's own corrected value is the fair comparison: seeds differ more from each other than protocols do.
        var changes = key.Protocol == Protocol.Corrected.Name
            ? []
            : finite
                .Select(v => v.Value / corrected.GetValueOrDefault(v with { Protocol = Protocol.Corrected.Name, Value = 0 }, double.NaN))
                .Where(double.IsFinite)
                .ToArray();
        var (change, changeLower, changeUpper) = Bootstrap.Median(changes);
        return new AuditEntry(
            key.Experiment, key.Task, key.Subject, key.Statistic, key.Checkpoint, key.Protocol,
            finite.Length, values.Length - finite.Length, median, lower, upper, change, changeLower, changeUpper);
    }
}
