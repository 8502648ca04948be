using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.Learned;

/// <summary>The results of the learned regime as tidy rows; the iteration is the share of the way, per cent.</summary>
public static class LearnedMeasurements
{
    /// <summary>The quantiles over units at which time constants are told, per cent: the position of their rows.</summary>
    private static readonly int[] UnitQuantiles = [10, 25, 50, 75, 90];

    /// <summary>One row per number. Updates until solved are NaN for a run that does not solve its task; all is NaN for one that diverged.</summary>
    public static IEnumerable<Measurement> Of(RunResult<LearnedConfiguration, LearnedCheckpoint> result)
    {
        foreach (var c in result.Checkpoints.Concat(Unreached(result)))
        {
            Measurement Row(string quantity, double value, double? position = null) => new(
                result.Config.Experiment, result.Config.Protocol.Name, result.Config.Task, result.Config.Cell, result.Config.Seed, c.Iteration, quantity, position, value);
            yield return Row("updates", c.Updates);
            yield return Row("updatesUntilSolved", c.UpdatesUntilSolved ?? double.NaN);
            yield return Row("validationError", c.ValidationError);
            yield return Row("testError", c.TestError);
            yield return Row("constantError", c.ConstantError);
            yield return Row("slope", c.Slope);
            yield return Row("rSquared", c.RSquared);
            yield return Row("carrySlope", c.CarrySlope);
            yield return Row("carryRSquared", c.CarryRSquared);
            yield return Row("sensitivityAtLag1", c.SensitivityAtLag1);
            for (var i = 0; i < c.Lags.Count; i++)
            {
                yield return Row("sensitivity", c.Sensitivity[i], c.Lags[i]);
                yield return Row("gateProduct", c.GateProduct[i], c.Lags[i]);
                yield return Row("carryProduct", c.CarryProduct[i], c.Lags[i]);
                yield return Row("envelopeZeroth", c.ZerothOrder.Values[i], c.Lags[i]);
                yield return Row("envelopeFirst", c.FirstOrder.Values[i], c.Lags[i]);
                yield return Row("envelopeExact", c.Exact.Values[i], c.Lags[i]);
            }
            foreach (var quantile in UnitQuantiles)
            {
                yield return Row("timeConstantZeroth", OverUnits(c.ZerothOrder, quantile), quantile);
                yield return Row("timeConstantFirst", OverUnits(c.FirstOrder, quantile), quantile);
                yield return Row("timeConstantExact", OverUnits(c.Exact, quantile), quantile);
            }
            for (var i = 0; i < c.ProductLags.Count; i++)
            {
                yield return Row("jacobianAnisotropy", c.JacobianAnisotropy[i], c.ProductLags[i]);
                yield return Row("jacobianConcentration", c.JacobianConcentration[i], c.ProductLags[i]);
                yield return Row("lossAlignment", c.LossAlignment[i], c.ProductLags[i]);
                yield return Row("expansionError", c.ExpansionError[i], c.ProductLags[i]);
                yield return Row("expansionRatio", c.ExpansionRatio[i], c.ProductLags[i]);
            }
            yield return Row("gradientAnisotropy", c.GradientAnisotropy);
            yield return Row("gradientConcentration", c.GradientConcentration);
        }
    }

    private static double OverUnits(EnvelopeProfile envelope, int quantile) => Statistics.Quantile([.. envelope.TimeConstants], quantile / 100.0);

    private static IEnumerable<LearnedCheckpoint> Unreached(RunResult<LearnedConfiguration, LearnedCheckpoint> result)
    {
        var config = result.Config;
        double[] nothing = [.. config.ReportedLags.Select(_ => double.NaN)], noProduct = [.. config.ProductLags.Select(_ => double.NaN)];
        var noEnvelope = new EnvelopeProfile(nothing, [double.NaN]);
        return config.Checkpoints.Except(result.Checkpoints.Select(c => c.Iteration)).Select(i => new LearnedCheckpoint(
            i, 0, null, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, config.ReportedLags, nothing, double.NaN, nothing, nothing,
            noEnvelope, noEnvelope, noEnvelope, config.ProductLags, noProduct, noProduct, noProduct, noProduct, noProduct, double.NaN, double.NaN));
    }
}
