namespace TimeScales.Verdicts.Claims;

internal static class MatchesOrExceedsAdam
{
    private static readonly Requirement Matches = Requirement.AtLeast(1 / Thresholds.Factor);

    public static Claim Claim { get; } = new(
        "matches or exceeds Adam", "v3, v5",
        "Multi-gate models trained by SGD match or exceed the anisotropic structure that Adam produces in plain ones.",
        "σ₁/σ₁₀ of products at lag 40 of the multi gate with SGD is at least half of that of plain with Adam, seed by seed: "
            + "within a factor of two counts as matching. The plain cell with SGD "
        + "shows whether it takes gates. On tasks where that was not trained, only the comparison itself is made.",
        AgainstPlainSgd("adding", "jacobianAnisotropy", Subjects.LongLag),
        [
            AgainstPlainSgd("delaysum", "jacobianAnisotropy", Subjects.LongLag),
            .. from task in Subjects.AnalogyTasks select AgainstPlainSgd(task, "recurrentGradientAnisotropy", null),
            .. from task in Subjects.SpectrumTasks.Except(Subjects.AnalogyTasks)
               let lag = Subjects.LongLag
               select new Question("AI of products at lag 40, multi with SGD over plain with Adam",
                   Series.Of("anisotropy", task, "multi", "jacobianAnisotropy", lag)
                       .Over(Series.Of("anisotropy", task, "plain", "jacobianAnisotropy", lag)), Matches, "plain with Adam"),
        ]);

    private static Question AgainstPlainSgd(string task, string quantity, double? lag)
    {
        Series Over(string model) => Subjects.Analogy(task, model, quantity, lag)
            .Over(Subjects.Analogy(task, "plain-adam", quantity, lag));
        return new(lag is null ? "AI of gradients of W_r, over plain with Adam"
            : "AI of products at lag 40, over plain with Adam", Over("multi-sgd"), Matches, "plain with SGD", Over("plain-sgd"));
    }
}
