using TimeScales.Experiments;

namespace TimeScales.EffectiveRates;

/// <summary>The results of Sec. VII-A as tidy rows.</summary>
public static class EffectiveRatesMeasurements
{
    /// <summary>One row per number.</summary>
    public static IEnumerable<Measurement> Of(RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint> result)
    {
        foreach (var c in result.Checkpoints)
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
}
