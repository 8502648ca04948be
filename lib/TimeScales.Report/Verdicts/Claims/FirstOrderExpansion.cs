namespace TimeScales.Verdicts.Claims;

/// <summary>A first-order expansion describes how gates reshape gradient propagation.</summary>
internal sealed class FirstOrderExpansion() : Claim(
    "first-order expansion", "v3, v5",
    "A first-order expansion of the exact Jacobian products makes explicit how gates reshape gradient propagation.",
    "At ε = 1, the network itself, the expansion misses at most a tenth of the product in norm; its error is of second order in ε, which is true of any matrices.")
{
    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        var small = Requirement.AtMost(Thresholds.ExpansionError);
        if (condition == Condition.Learned)
        {
            foreach (var (task, lag) in Subjects.Learned)
            {
                foreach (var gate in Subjects.LearnedGates)
                    yield return new Question("learned", task, gate, "expansionError", lag, $"relative error at ε = 1, lag {lag}", small);
            }
            yield break;
        }
        foreach (var gate in Subjects.Gates)
        {
            yield return new Question("expansion", "", gate, "relativeErrorAtOne", null, "relative error at ε = 1", small);
            yield return new Question("expansion", "", gate, "slope", null, "order of the error in ε", Requirement.WithinFactor(Thresholds.SlopeFactor, 2));
        }
    }
}
