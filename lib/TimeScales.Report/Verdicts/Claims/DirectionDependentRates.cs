namespace TimeScales.Verdicts.Claims;

/// <summary>Gates give every direction, and every neuron, its own effective learning rate.</summary>
internal sealed class DirectionDependentRates() : Claim(
    "direction-dependent rates", "v5",
    "With one global step size, gates make the effective learning rate depend on the direction in state space.",
    "σ₁/σ₁₀ of Jacobian products at lag 40 (learned: half a sequence) exceeds two, and the rates that gates give units spread so that two units, one standard deviation apart from the middle each, differ by a factor of two. "
    + "The second matters because products without gates are anisotropic too.")
{
    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        var anisotropic = Requirement.AtLeast(Thresholds.Factor);
        if (condition == Condition.Learned)
        {
            foreach (var (task, lag) in Subjects.Learned)
            {
                foreach (var gate in Subjects.LearnedGates)
                    yield return new Question("learned", task, gate, "jacobianAnisotropy", lag, $"AI of products at lag {lag}", anisotropic);
            }
            yield break;
        }
        foreach (var task in Subjects.SpectrumTasks)
        {
            foreach (var gate in Subjects.Gates)
                yield return new Question("anisotropy", task, gate, "jacobianAnisotropy", Subjects.LongLag, "AI of products at lag 40", anisotropic);
        }
        if (condition == Condition.Published)
            yield break;
        foreach (var task in Subjects.AnalogyTasks)
        {
            foreach (var gate in Subjects.Gates)
                yield return new Question("analogies", task, $"{gate}-sgd", "gateUnitSpread", null, "spread of ln rate over units", Requirement.AtLeast(Thresholds.Spread));
        }
    }

    private protected override string Limit(Condition condition) =>
        condition == Condition.Corrected ? "" : "networks without gates meet this too, and what gates contribute alone is measured in the corrected condition only";
}
