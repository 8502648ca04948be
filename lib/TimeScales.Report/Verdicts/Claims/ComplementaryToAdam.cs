namespace TimeScales.Verdicts.Claims;

internal static class ComplementaryToAdam
{
    private static readonly Series BestOfOthers = Series.Best(
        "adding, the best of plain with Adam and multi with SGD",
        [.. new[] { "plain", "plain-adam-0.0003", "plain-adam-0.01", "multi-sgd-0.1", "multi-sgd-1", "multi-momentum-0.1" }
            .Select(model => Subjects.Tampered(model))]);

    public static Claim Claim { get; } = new(
        "complementary to Adam", "v3, v5",
        "Gates and Adam complement each other.",
        "A network with gates trained by Adam errs at most half as much as the best of what has only one of them, each at the "
            + "step size that suits it best. And, after the same few "
        + "updates at one step size, less than plain with Adam and than itself with SGD, seed by seed.",
        new Question("test error over the better of one alone", Subjects.Tampered("multi").Over(BestOfOthers),
            Requirement.AtMost(1 / Thresholds.Factor), "a constant leak",
            Subjects.Tampered("leaky").Over(BestOfOthers)),
        [
            .. from task in Subjects.AnalogyTasks
               from gate in Subjects.Gates
               from other in new[] { "plain-adam", $"{gate}-sgd" }
               select new Question("test error after equal updates, over one alone",
                   Subjects.Analogy(task, $"{gate}-adam", "testLossOverVariance")
                       .Over(Subjects.Analogy(task, other, "testLossOverVariance")), Requirement.AtMost(1), "one alone"),
        ]);
}
