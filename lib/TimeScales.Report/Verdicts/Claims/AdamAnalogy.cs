namespace TimeScales.Verdicts.Claims;

/// <summary>Gates do formally what adaptive methods such as Adam do.</summary>
internal sealed class AdamAnalogy() : Claim(
    "Adam analogy", "v3, v5",
    "Gates act on the gradient like an adaptive method such as Adam: both scale it per parameter.",
    "On the same ungated gradients, the rates of gates and of Adam rank the parameters alike: Spearman's correlation of at least one half.")
{
    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        if (condition != Condition.Corrected)
            yield break;
        foreach (var task in Subjects.AnalogyTasks)
        {
            foreach (var gate in Subjects.Gates)
            {
                yield return new Question("analogies", task, $"{gate}-sgd against adam", "parameterCorrelation", null, "rank correlation of rates over parameters", Requirement.AtLeast(Thresholds.Agreement));
                yield return new Question("analogies", task, $"{gate}-sgd against adam", "unitCorrelation", null, "rank correlation of rates over units", Requirement.AtLeast(Thresholds.Agreement));
            }
        }
    }

    private protected override string WhyNotTestable(Condition condition) => condition == Condition.Learned ? "rates relative to the network with its gates removed are measured in the paper's regime only" : base.WhyNotTestable(condition);
}
