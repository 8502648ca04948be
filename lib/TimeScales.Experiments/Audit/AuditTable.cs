using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments.Expansion;

namespace TimeScales.Experiments.Audit;

/// <summary>What each departure of the released program, switched on alone, does to the numbers behind the
/// published conclusions.</summary>
public static class AuditTable
{
    /// <summary>The subject that stands for the published ordering: AI of the multi gate over AI of plain
    /// + Adam, seed by seed.</summary>
    public const string Ordering = "multi / plain";

    /// <summary>Summarises runs under the corrected protocol, under single departures and under the published protocol.</summary>
    public static IReadOnlyList<AuditEntry> Summarize(
        IReadOnlyList<RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>> effectiveRates,
        IReadOnlyList<RunResult<AnisotropyConfiguration, AnisotropyCheckpoint>> anisotropy,
        IReadOnlyList<RunResult<ExpansionConfiguration, ExpansionMeasurement>> expansion)
    {
        var measurements = effectiveRates.SelectMany(EffectiveRatesExperiment.Description.Measurements)
            .Concat(anisotropy.SelectMany(AnisotropyExperiment.Description.Measurements))
            .Concat(WithoutDroppedSeeds(expansion))
            .Where(m => AuditStatistics.NameOf(m) is not null)
            .ToList();
        measurements.AddRange(Orderings(measurements).ToArray());

        var corrected = measurements.Where(m => m.Protocol == Protocol.Corrected.Name)
            .ToDictionary(m => m with { Value = 0 }, m => m.Value);
        return [.. measurements.GroupBy(m => m.WithoutSeed).Select(group => Summarize(group.Key, [.. group], corrected))];
    }

    private static AuditEntry Summarize(Measurement key, Measurement[] measurements, Dictionary<Measurement, double> corrected)
    {
        var finite = measurements.Where(m => double.IsFinite(m.Value)).ToArray();
        var (median, lower, upper) = Bootstrap.Median(Array.ConvertAll(finite, m => m.Value));
        // A seed's own corrected value is the fair comparison: seeds differ more from each other than protocols do.
        var changes = key.Protocol == Protocol.Corrected.Name
            ? []
            : finite
                .Select(m =>
                    m.Value / corrected.GetValueOrDefault(m with { Protocol = Protocol.Corrected.Name, Value = 0 }, double.NaN))
                .Where(double.IsFinite)
                .ToArray();
        var (change, changeLower, changeUpper) = Bootstrap.Median(changes);
        return new AuditEntry(
            key.Experiment, key.Task, key.Cell, AuditStatistics.NameOf(key)!, key.Iteration, key.Protocol,
            finite.Length, measurements.Length - finite.Length, median, lower, upper, change, changeLower, changeUpper);
    }

    private static IEnumerable<Measurement> Orderings(IReadOnlyList<Measurement> measurements)
    {
        static Measurement Key(Measurement m) => m with { Cell = "", Value = 0 };
        var plain = measurements.Where(m => m.Cell == "plain" && AuditStatistics.IsOrdered(m)).ToDictionary(Key, m => m.Value);
        foreach (var multi in measurements.Where(m => m.Cell == "multi" && AuditStatistics.IsOrdered(m)))
        {
            if (plain.TryGetValue(Key(multi), out var value))
                yield return multi with { Cell = Ordering, Value = multi.Value / value };
        }
    }

    /// <summary>All seeds or, where the protocol drops outliers as the released program does, NaN for those it drops.</summary>
    private static IEnumerable<Measurement> WithoutDroppedSeeds(
        IReadOnlyList<RunResult<ExpansionConfiguration, ExpansionMeasurement>> results)
    {
        foreach (var group in results.GroupBy(r => (r.Config.Protocol, r.Config.Gate)))
        {
            var dropped = group.Key.Protocol.Has(Departure.DroppedOutliers) ? Outliers([.. group]) : [];
            foreach (var m in group.SelectMany(ExpansionExperiment.Description.Measurements))
                yield return dropped.Contains(m.Seed) ? m with { Value = double.NaN } : m;
        }
    }

    /// <summary>Seeds whose error at ε = 1 lies more than 1.5 interquartile ranges outside the
    /// quartiles (departure 10).</summary>
    private static HashSet<uint> Outliers(IReadOnlyList<RunResult<ExpansionConfiguration, ExpansionMeasurement>> results)
    {
        var errors = results.Select(r => r.Checkpoints[0].Errors[^1]).ToArray();
        var (lower, upper) = (Statistics.Quantile(errors, 0.25), Statistics.Quantile(errors, 0.75));
        var reach = 1.5 * (upper - lower);
        return [.. results.Where((_, i) => errors[i] < lower - reach || errors[i] > upper + reach).Select(r => r.Config.Seed)];
    }
}
