using TimeScales.Experiments;

namespace TimeScales.Anisotropy;

/// <summary>The results of Sec. VII-B as tidy rows.</summary>
public static class AnisotropyMeasurements
{
    /// <summary>One row per number.</summary>
    public static IEnumerable<Measurement> Of(RunResult<AnisotropyConfiguration, AnisotropyCheckpoint> result)
    {
        foreach (var c in result.Checkpoints)
        {
            Measurement Row(string quantity, double value, double? lag = null) => new(
                result.Config.Experiment, result.Config.Protocol.Name, result.Config.Task, result.Config.Cell, result.Config.Seed, c.Iteration, quantity, lag, value);
            yield return Row("trainLoss", c.TrainLoss);
            yield return Row("testLoss", c.TestLoss);
            yield return Row("targetVariance", c.TargetVariance);
            yield return Row("testLossOverVariance", c.TestLoss / c.TargetVariance);
            yield return Row("gradientAnisotropy", c.GradientAnisotropy);
            yield return Row("gradientConcentration", c.GradientConcentration);
            yield return Row("redrawnSequences", c.RedrawnSequences);
            for (var i = 0; i < c.Lags.Count; i++)
            {
                yield return Row("jacobianAnisotropy", c.JacobianAnisotropy[i], c.Lags[i]);
                yield return Row("jacobianConcentration", c.JacobianConcentration[i], c.Lags[i]);
            }
        }
    }
}
