using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.Analogies;

/// <summary>The results of the analogies as tidy rows.</summary>
/// <remarks>The cell of a row is the model; for a comparison of gates with an optimizer "multi-sgd against adam".</remarks>
public static class AnalogiesMeasurements
{
    /// <summary>One row per number; NaN at checkpoints that a diverged run did not reach.</summary>
    public static IEnumerable<Measurement> Of(RunResult<AnalogiesConfiguration, AnalogiesCheckpoint> result)
    {
        foreach (var c in result.Checkpoints.Concat(Unreached(result)))
        {
            Measurement Row(string quantity, double value, double? lag = null, string? cell = null) => new(
                result.Config.Experiment, result.Config.Protocol.Name, result.Config.Task, cell ?? result.Config.Model, result.Config.Seed, c.Iteration, quantity, lag, value);
            IEnumerable<Measurement> Rates(string prefix, RateStatistics rates, string? cell = null) =>
            [
                Row($"{prefix}ParameterSpread", rates.ParameterSpread, cell: cell), Row($"{prefix}UnitSpread", rates.UnitSpread, cell: cell),
                Row($"{prefix}ParameterParticipation", rates.ParameterParticipation, cell: cell), Row($"{prefix}UnitParticipation", rates.UnitParticipation, cell: cell),
            ];

            for (var i = 0; i < c.Lags.Count; i++)
            {
                yield return Row("jacobianAnisotropy", c.JacobianAnisotropy[i], c.Lags[i]);
                yield return Row("jacobianConcentration", c.JacobianConcentration[i], c.Lags[i]);
                yield return Row("lossAlignment", c.LossAlignment[i], c.Lags[i]);
            }
            yield return Row("gradientAnisotropy", c.GradientAnisotropy);
            yield return Row("gradientConcentration", c.GradientConcentration);
            yield return Row("updateAnisotropy", c.UpdateAnisotropy);
            yield return Row("updateConcentration", c.UpdateConcentration);
            yield return Row("updateMemory", c.UpdateMemory);
            yield return Row("trainLoss", c.TrainLoss);
            yield return Row("testLoss", c.TestLoss);
            yield return Row("testLossOverVariance", c.TestLoss / c.TargetVariance);
            yield return Row("redrawnSequences", c.RedrawnSequences);
            foreach (var row in Rates("optimizer", c.OptimizerRates))
                yield return row;
            if (c.Gates is not { } gates)
                continue;

            foreach (var row in Rates("gate", gates.Rates))
                yield return row;
            yield return Row("scheduleBase", gates.ScheduleBase);
            yield return Row("scheduleRSquared", gates.ScheduleRSquared);
            yield return Row("lagShare", gates.LagShare);
            yield return Row("unitShare", gates.UnitShare);
            yield return Row("filterError", gates.FilterError);
            for (var i = 0; i < c.Lags.Count; i++)
                yield return Row("signalCosine", gates.SignalCosine[i], c.Lags[i]);
            foreach (var comparison in gates.Comparisons)
            {
                var pair = $"{result.Config.Model} against {comparison.Optimizer}";
                foreach (var row in Rates("optimizer", comparison.Rates, pair))
                    yield return row;
                yield return Row("parameterCorrelation", comparison.ParameterCorrelation, cell: pair);
                yield return Row("unitCorrelation", comparison.UnitCorrelation, cell: pair);
                yield return Row("overlap", comparison.Overlap, cell: pair);
                yield return Row("largestAngle", comparison.LargestAngle, cell: pair);
                yield return Row("ownOverlap", comparison.OwnOverlap, cell: pair);
            }
        }
    }

    private static IEnumerable<AnalogiesCheckpoint> Unreached(RunResult<AnalogiesConfiguration, AnalogiesCheckpoint> result)
    {
        var lags = result.Config.Lags;
        double[] nothing = [.. lags.Select(_ => double.NaN)];
        var noRates = new RateStatistics(double.NaN, double.NaN, double.NaN, double.NaN);
        var model = AnalogiesModel.All.First(m => m.Name == result.Config.Model);
        var noGates = model.ComparesGates
            ? new GateEffect(noRates, double.NaN, double.NaN, double.NaN, double.NaN, nothing, double.NaN,
                [.. AnalogiesModel.Comparators.Select(c => new OptimizerComparison(c.Name, noRates, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN))])
            : null;
        return result.Config.Checkpoints
            .Except(result.Checkpoints.Select(c => c.Iteration))
            .Select(i => new AnalogiesCheckpoint(
                i, double.NaN, double.NaN, double.NaN, lags, nothing, nothing, nothing, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, noRates, noGates, 0));
    }
}
