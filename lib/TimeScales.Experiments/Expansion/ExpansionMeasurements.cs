using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.Expansion;

/// <summary>The results of Appendix B as tidy rows.</summary>
public static class ExpansionMeasurements
{
    /// <summary>One row per number.</summary>
    public static IEnumerable<Measurement> Of(RunResult<ExpansionConfiguration, ExpansionMeasurement> result)
    {
        foreach (var m in result.Checkpoints)
        {
            Measurement Row(string quantity, double value, double? position = null) => new(
                result.Config.Experiment, result.Config.Protocol.Name, "", result.Config.Gate, result.Config.Seed, null, quantity, position, value);
            yield return Row("slope", m.Slope);
            yield return Row("ratioMedian", m.RatioMedian);
            yield return Row("ratioQuantile90", m.RatioQuantile90);
            yield return Row("ratioQuantile99", m.RatioQuantile99);
            yield return Row("ratioLargest", m.RatioLargest);
            yield return Row("relativeErrorAtOne", m.RelativeErrorAtOne);
            for (var i = 0; i < m.Epsilons.Count; i++)
            {
                yield return Row("error", m.Errors[i], m.Epsilons[i]);
                yield return Row("remainder", m.Remainders[i], m.Epsilons[i]);
            }
            for (var t = 0; t < m.NormsA.Count; t++)
            {
                yield return Row("normA", m.NormsA[t], t + 1);
                yield return Row("normB", m.NormsB[t], t + 1);
            }
        }
    }
}
