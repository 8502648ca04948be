namespace TimeScales.Verdicts.Claims;

/// <summary>Multi-gate models match or exceed the anisotropy that Adam produces.</summary>
internal sealed class MatchesOrExceedsAdam() : Claim(
    "matches or exceeds Adam", "v3, v5",
    "Multi-gate models trained by SGD match or exceed the anisotropic structure that Adam produces in plain ones.",
    "σ₁/σ₁₀ of the multi gate with SGD is at least half of that of plain with Adam, seed by seed: within a factor of two counts as matching. In the learned regime Adam trains both.")
{
    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        var matches = Requirement.AtLeast(1 / Thresholds.Factor);
        var (experiment, tasks) = Subjects.Spectra(condition);
        foreach (var (task, lag) in tasks)
        {
            yield return new Question(experiment, task, "multi", "jacobianAnisotropy", lag, $"AI of products at lag {lag}, multi over plain", matches, "plain");
            yield return new Question(experiment, task, "multi", "gradientAnisotropy", null, "gradient AI, multi over plain", matches, "plain");
        }
    }
}
