namespace TimeScales.Verdicts.Claims;

internal static class NotEquivalentToAdam
{
    private static readonly Requirement Unlike = Requirement.AtMost(Thresholds.Agreement);

    public static Claim Claim { get; } = new(
        "not equivalent to Adam", "v3, v5",
        "The adaptivity of gates and that of optimizers are not equivalent.",
        "On the same ungated gradients, what gates make of them and what Adam makes of them span different leading subspaces: "
            + "overlap of at most one half. What Adam makes of them against the untouched "
        + "gradients themselves shows what it takes no gates for. And rates of gates do not rank parameters as Adam's do; a "
            + "constant leak shows what any gate does.",
        Overlap("adding", "multi"),
        [
            .. from other in Subjects.OtherAnalogies select Overlap(other.Task, other.Gate),
            .. from task in Subjects.AnalogyTasks
               from gate in Subjects.Gates
               select new Question("rank correlation of rates over parameters",
                   Subjects.Analogy(task, $"{gate}-sgd against adam", "parameterCorrelation"), Unlike, "a constant leak",
                   Subjects.Analogy(task, "leaky-sgd against adam", "parameterCorrelation")),
        ]);

    private static Question Overlap(string task, string gate) => new(
        "overlap of leading subspaces", Subjects.Analogy(task, $"{gate}-sgd against adam", "overlap"), Unlike,
            "gradients without gates",
        Subjects.Analogy(task, $"{gate}-sgd against adam", "ownOverlap"));
}
