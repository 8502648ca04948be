using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.EffectiveRates;

/// <summary>The results of Sec. VII-A as tidy rows.</summary>
public static class EffectiveRatesMeasurements
{
    /// <summary>One row per number; NaN at checkpoints that a diverged run did not reach.</summary>
    public static IEnumerable<Measurement> Of(RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint> result)
    {
        foreach (var c in result.Checkpoints.Concat(Unreached(result)))
        {
            Measurement Row(string quantity, double value, double? lag = null) => new(
                result.Config.Experiment, result.Config.Protocol.Name, result.Config.Task, result.Config.Cell, result.Config.Seed, c.Iteration, quantity, lag, value);
            yield return Row("probeLoss", c.ProbeLoss);
            yield return Row("slope", c.Slope);
            yield return Row("rSquared", c.RSquared);
            yield return Row("sensitivityAtLag1", c.SensitivityAtLag1);
            for (var i = 0; i < c.Lags.Count; i++)
            {
                yield return Row("sensitivity", c.Sensitivity[i], c.Lags[i]);
                yield return Row("gateProduct", c.GateProduct[i], c.Lags[i]);
                yield return Row("fittedPower", c.FittedPower[i], c.Lags[i]);
                yield return Row("carryProduct", c.CarryProduct[i], c.Lags[i]);
            }
        }
    }

    private static IEnumerable<EffectiveRatesCheckpoint> Unreached(RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint> result)
    {
        var lags = result.Config.ReportedLags;
        double[] nothing = [.. lags.Select(_ => double.NaN)];
        return result.Config.Checkpoints
            .Except(result.Checkpoints.Select(c => c.Iteration))
            .Select(i => new EffectiveRatesCheckpoint(i, double.NaN, double.NaN, double.NaN, lags, nothing, double.NaN, nothing, nothing, nothing));
    }
}
