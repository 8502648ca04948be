namespace TimeScales.Verdicts.Claims;

/// <summary>A leaky state is a momentum filter.</summary>
internal sealed class MomentumAnalogy() : Claim(
    "momentum analogy", "v3, v5",
    "Leaky integration is formally a momentum filter.",
    "In the states: x_t is the exponential mean of the candidates, to rounding. In the updates, where momentum acts: the cosine of consecutive updates with a leak of α exceeds that without by at least half of the "
    + "1 − α that momentum would give.")
{
    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        if (condition != Condition.Corrected)
            yield break;
        foreach (var task in Subjects.AnalogyTasks)
        {
            yield return new Question("analogies", task, "leaky-sgd", "updateMemory", null, "cosine of consecutive updates, leaky less plain", Requirement.AtLeast(Thresholds.MemoryGain), "plain-sgd", Comparison.Difference);
            yield return new Question("analogies", task, "leaky-sgd", "filterError", null, "distance of states from the filter", Requirement.AtMost(Thresholds.Rounding));
        }
    }

    private protected override string WhyNotTestable(Condition condition) => condition == Condition.Learned ? "the analogy is one of form and does not depend on learning" : base.WhyNotTestable(condition);
}
