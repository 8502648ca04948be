namespace TimeScales.Verdicts.Claims;

/// <summary>Gates introduce anisotropy in parameter updates.</summary>
internal sealed class AnisotropicUpdates() : Claim(
    "anisotropic updates", "v3, v5",
    "Gates introduce anisotropy into parameter updates.",
    "Single-sequence gradients are more anisotropic with gates than without, the same optimizer training both: σ₁/σ₁₀ of the gated over that of the plain network of the same seed exceeds 1.")
{
    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        if (condition == Condition.Learned)
        {
            foreach (var (task, _) in Subjects.Learned)
                yield return new Question("learned", task, "multi", "gradientAnisotropy", null, "gradient AI, multi over plain", Requirement.AtLeast(1), "plain");
        }
        if (condition != Condition.Corrected)
            yield break;
        foreach (var task in Subjects.AnalogyTasks)
        {
            foreach (var gate in Subjects.Gates)
                yield return new Question("analogies", task, $"{gate}-sgd", "gradientAnisotropy", null, "gradient AI, gated over plain", Requirement.AtLeast(1), "plain-sgd");
        }
    }

    private protected override string WhyNotTestable(Condition condition) => "the released program trains no network without gates by SGD";
}
