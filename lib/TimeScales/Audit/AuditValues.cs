using TimeScales.Anisotropy;
using TimeScales.EffectiveRates;
using TimeScales.Expansion;
using TimeScales.Experiments;
using TimeScales.Numerics;

namespace TimeScales.Audit;

/// <summary>Reads the statistics that the audit follows off the results of the three experiments.</summary>
internal static class AuditValues
{
    private static readonly int[] ProfileLags = [5, 10, 20];
    private static readonly int[] SpectrumLags = [1, 12, 40];

    /// <summary>Slope and profile of Sec. VII-A.</summary>
    public static IEnumerable<AuditValue> Of(RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint> result)
    {
        var config = result.Config;
        foreach (var c in result.Checkpoints)
        {
            AuditValue Value(string statistic, double value) =>
                new(config.Experiment, config.Task, config.Cell, statistic, c.Iteration, config.Protocol.Name, config.Seed, value);
            yield return Value("slope s", c.Slope);
            foreach (var lag in ProfileLags.Where(h => c.Lags.Contains(h)))
                yield return Value($"S at lag {lag} over lag 1", c.Sensitivity[IndexOf(c.Lags, lag)]);
            yield return Value("probe loss", c.ProbeLoss);
        }
    }

    /// <summary>AI and CE of Sec. VII-B.</summary>
    public static IEnumerable<AuditValue> Of(RunResult<AnisotropyConfiguration, AnisotropyCheckpoint> result)
    {
        var config = result.Config;
        foreach (var c in result.Checkpoints)
        {
            AuditValue Value(string statistic, double value) =>
                new(config.Experiment, config.Task, config.Cell, statistic, c.Iteration, config.Protocol.Name, config.Seed, value);
            foreach (var lag in SpectrumLags.Where(h => c.Lags.Contains(h)))
            {
                yield return Value($"AI at lag {lag}", c.JacobianAnisotropy[IndexOf(c.Lags, lag)]);
                yield return Value($"CE at lag {lag}", c.JacobianConcentration[IndexOf(c.Lags, lag)]);
            }
            yield return Value("gradient AI", c.GradientAnisotropy);
            yield return Value("gradient CE", c.GradientConcentration);
            yield return Value("train loss", c.TrainLoss);
            yield return Value("test loss over variance", c.TestLoss / c.TargetVariance);
        }
    }

    /// <summary>The expansion's terms and error, all seeds or, as the released program does it, without outliers.</summary>
    public static IEnumerable<AuditValue> Of(IReadOnlyList<RunResult<ExpansionConfiguration, ExpansionMeasurement>> results)
    {
        foreach (var group in results.GroupBy(r => (r.Config.Protocol, r.Config.Gate)))
        {
            var dropped = group.Key.Protocol.Has(Departures.DroppedOutliers) ? Outliers([.. group]) : [];
            foreach (var result in group)
            {
                var m = result.Checkpoints[0];
                AuditValue Value(string statistic, double value) => new(
                    result.Config.Experiment, "", result.Config.Gate, statistic, null, result.Config.Protocol.Name, result.Config.Seed,
                    dropped.Contains(result.Config.Seed) ? double.NaN : value);
                yield return Value("slope", m.Slope);
                yield return Value("median |B|/|A|", m.RatioMedian);
                yield return Value("99 % quantile |B|/|A|", m.RatioQuantile99);
                yield return Value("relative error at 1", m.RelativeErrorAtOne);
            }
        }
    }

    /// <summary>The published ordering "multi gate ≥ plain + Adam" as one number per seed: AI of multi over AI of plain.</summary>
    public static IEnumerable<AuditValue> Orderings(IReadOnlyList<AuditValue> values)
    {
        var plain = values.Where(v => v.Subject == "plain" && IsAnisotropy(v)).ToDictionary(v => v with { Subject = "", Value = 0 });
        foreach (var multi in values.Where(v => v.Subject == "multi" && IsAnisotropy(v)))
        {
            if (plain.TryGetValue(multi with { Subject = "", Value = 0 }, out var other))
                yield return multi with { Subject = "multi / plain", Value = multi.Value / other.Value };
        }
    }

    private static bool IsAnisotropy(AuditValue value) =>
        value.Experiment == "anisotropy" && (value.Statistic.StartsWith("AI", StringComparison.Ordinal) || value.Statistic == "gradient AI");

    /// <summary>Seeds whose error at ε = 1 lies more than 1.5 interquartile ranges outside the quartiles (departure 10).</summary>
    private static HashSet<uint> Outliers(IReadOnlyList<RunResult<ExpansionConfiguration, ExpansionMeasurement>> results)
    {
        var errors = results.Select(r => r.Checkpoints[0].Errors[^1]).ToArray();
        var (lower, upper) = (Statistics.Quantile(errors, 0.25), Statistics.Quantile(errors, 0.75));
        var reach = 1.5 * (upper - lower);
        return [.. results.Where((_, i) => errors[i] < lower - reach || errors[i] > upper + reach).Select(r => r.Config.Seed)];
    }

    private static int IndexOf(IReadOnlyList<int> lags, int lag) => lags.ToList().IndexOf(lag);
}
