namespace TimeScales.Verdicts.Claims;

/// <summary>Gates and Adam are not equivalent.</summary>
internal sealed class NotEquivalentToAdam() : Claim(
    "not equivalent to Adam", "v3, v5",
    "The adaptivity of gates and that of optimizers are not equivalent.",
    "On the same ungated gradients, rates of gates and of Adam share less than half of their ranking (Spearman's correlation at most 0.5), and the leading subspaces of gated and of preconditioned gradients "
    + "overlap by at most one half.")
{
    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        if (condition != Condition.Corrected)
            yield break;
        var differs = Requirement.AtMost(Thresholds.Agreement);
        foreach (var task in Subjects.AnalogyTasks)
        {
            foreach (var gate in Subjects.Gates)
            {
                yield return new Question("analogies", task, $"{gate}-sgd against adam", "parameterCorrelation", null, "rank correlation of rates over parameters", differs);
                yield return new Question("analogies", task, $"{gate}-sgd against adam", "overlap", null, "overlap of leading subspaces", differs);
            }
        }
    }

    private protected override string WhyNotTestable(Condition condition) => condition == Condition.Learned ? "rates relative to the network with its gates removed are measured in the paper's regime only" : base.WhyNotTestable(condition);
}
