using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.Anisotropy;

/// <summary>The results of Sec. VII-B as tidy rows.</summary>
public static class AnisotropyMeasurements
{
    /// <summary>One row per number; NaN at checkpoints that a diverged run did not reach.</summary>
    public static IEnumerable<Measurement> Of(RunResult<AnisotropyConfiguration, AnisotropyCheckpoint> result)
    {
        foreach (var c in result.Checkpoints.Concat(Unreached(result)))
        {
            Measurement Row(string quantity, double value, double? lag = null) => new(
                result.Config.Experiment, result.Config.Protocol.Name, result.Config.Task, result.Config.Cell, result.Config.Seed, c.Iteration, quantity, lag, value);
            for (var i = 0; i < c.Lags.Count; i++)
            {
                yield return Row("jacobianAnisotropy", c.JacobianAnisotropy[i], c.Lags[i]);
                yield return Row("jacobianConcentration", c.JacobianConcentration[i], c.Lags[i]);
            }
            yield return Row("gradientAnisotropy", c.GradientAnisotropy);
            yield return Row("gradientConcentration", c.GradientConcentration);
            yield return Row("trainLoss", c.TrainLoss);
            yield return Row("testLoss", c.TestLoss);
            yield return Row("targetVariance", c.TargetVariance);
            yield return Row("testLossOverVariance", c.TestLoss / c.TargetVariance);
            yield return Row("redrawnSequences", c.RedrawnSequences);
        }
    }

    private static IEnumerable<AnisotropyCheckpoint> Unreached(RunResult<AnisotropyConfiguration, AnisotropyCheckpoint> result)
    {
        var lags = result.Config.Lags;
        double[] nothing = [.. lags.Select(_ => double.NaN)];
        return result.Config.Checkpoints
            .Except(result.Checkpoints.Select(c => c.Iteration))
            .Select(i => new AnisotropyCheckpoint(i, double.NaN, double.NaN, double.NaN, lags, nothing, nothing, double.NaN, double.NaN, 0));
    }
}
