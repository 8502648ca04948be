namespace TimeScales.Verdicts.Claims;

/// <summary>The coupling explains why gated networks train robustly.</summary>
internal sealed class Trainability() : Claim(
    "robust trainability", "v3, v5",
    "The coupling of time scales explains why gated networks train robustly.",
    "What would have to be explained: gated networks learn better than plain ones by the same optimizer. In the paper's regime: test error of gated over plain with SGD below 1, seed by seed. In the learned regime: "
    + "more than half of the seeds of a gated network solve the task, less than half of the plain one's. An explanation itself cannot be tested by these.")
{
    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        if (condition == Condition.Learned)
        {
            foreach (var (task, _) in Subjects.Learned)
            {
                foreach (var gate in Subjects.LearnedGates)
                    yield return Solved(task, gate, Requirement.AtLeast(Thresholds.Share));
                yield return Solved(task, "plain", Requirement.AtMost(Thresholds.Share));
            }
        }
        if (condition != Condition.Corrected)
            yield break;
        foreach (var task in Subjects.AnalogyTasks)
        {
            foreach (var gate in Subjects.Gates)
                yield return new Question("analogies", task, $"{gate}-sgd", "testLossOverVariance", null, "test error, gated over plain", Requirement.AtMost(1), "plain-sgd");
        }
    }

    private protected override string WhyNotTestable(Condition condition) => "the released program trains no network without gates by SGD";

    private protected override string Limit(Condition condition) =>
        "this is what is to be explained, not the explanation" + (condition == Condition.Learned ? "; who solves digits depends on which images validate, the same for all seeds" : "");

    private static Question Solved(string task, string cell, Requirement requirement) =>
        new("learned", task, cell, "updatesUntilSolved", null, "share of seeds that solve the task", requirement, CountsSeeds: true);
}
