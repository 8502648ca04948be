namespace TimeScales.Verdicts.Claims;

/// <summary>Gates and Adam complement each other.</summary>
internal sealed class ComplementaryToAdam() : Claim(
    "complementary to Adam", "v3, v5",
    "Gates and Adam complement each other.",
    "After the same updates, a gated network with Adam has a lower test error than the plain one with Adam and than the gated one with SGD, seed by seed: each adds something to the other.")
{
    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        if (condition != Condition.Corrected)
            yield break;
        foreach (var task in Subjects.AnalogyTasks)
        {
            foreach (var gate in Subjects.Gates)
            {
                yield return new Question("analogies", task, $"{gate}-adam", "testLossOverVariance", null, "test error, gates added to Adam", Requirement.AtMost(1), "plain-adam");
                yield return new Question("analogies", task, $"{gate}-adam", "testLossOverVariance", null, "test error, Adam added to gates", Requirement.AtMost(1), $"{gate}-sgd");
            }
        }
    }

    private protected override string WhyNotTestable(Condition condition) => condition == Condition.Learned ? "all networks of the learned regime are trained by Adam" : base.WhyNotTestable(condition);
}
