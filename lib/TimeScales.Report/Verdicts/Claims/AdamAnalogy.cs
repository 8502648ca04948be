namespace TimeScales.Verdicts.Claims;

internal static class AdamAnalogy
{
    private static readonly Requirement Alike = Requirement.AtLeast(Thresholds.Agreement);

    public static Claim Claim { get; } = new(
        "Adam analogy", "v3, v5",
        "Gates act on the gradient like an adaptive method such as Adam: both scale it per parameter.",
        "On the same ungated gradients, the rates of gates and of Adam rank the parameters alike: Spearman's correlation of at "
            + "least one half. A constant leak shows what any gate does.",
        Rank("adding", "multi", "parameter"),
        [
            .. from task in Subjects.AnalogyTasks
               from gate in Subjects.Gates
               from over in new[] { "parameter", "unit" }
               where (task, gate, over) != ("adding", "multi", "parameter")
               select Rank(task, gate, over),
        ]);

    private static Question Rank(string task, string gate, string over) => new(
        $"rank correlation of rates over {over}s", Subjects.Analogy(task, $"{gate}-sgd against adam", $"{over}Correlation"),
            Alike, "a constant leak",
        Subjects.Analogy(task, "leaky-sgd against adam", $"{over}Correlation"));
}
