namespace TimeScales.Verdicts.Claims;

internal static class RobustTraining
{
    private static readonly Requirement More = Requirement.AtLeast(Thresholds.Share);

    public static Claim Claim { get; } = new(
        "robust training", "v3, v5",
        "Gated networks train robustly where networks without gates do not.",
        "What there is to be explained: more than half of the seeds of a gated network solve a task by Adam within 3,000 "
            + "updates; a constant leak and the plain cell do not. In the paper's own regime, SGD "
        + "for 1,200 updates: test error of gated over plain below 1, seed by seed.",
        Solved("adding", "multi", "leaky"),
        [
            .. from learned in Subjects.LearnedTasks
               from gate in Subjects.AllGates
               from control in new[] { "leaky", "plain" }
               where (learned.Task, gate, control) != ("adding", "multi", "leaky")
               select Solved(learned.Task, gate, control),
            .. from task in Subjects.AnalogyTasks
               from gate in Subjects.Gates
               select Subjects.OverPlain("test error after SGD, gated over plain", Requirement.AtMost(1), task, gate,
                   "testLossOverVariance"),
        ]);

    private static Question Solved(string task, string gate, string control) => new(
        "share of seeds that solve the task", Series.Solved("learned", task, gate), More,
            control == "leaky" ? "a constant leak" : "the plain cell", Series.Solved("learned", task, control));
}
