namespace TimeScales.Verdicts.Claims;

/// <summary>Gates concentrate gradient flow into few directions.</summary>
internal sealed class ConcentratedGradients() : Claim(
    "concentrated gradients", "v3, v5",
    "Gates concentrate gradient flow into a low-dimensional subspace.",
    "Nine tenths of the energy of products at lag 40 (learned: half a sequence) and of single-sequence gradients lie in ten directions; and gates concentrate gradients more than no gates do, trained by the same optimizer.")
{
    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        var concentrated = Requirement.AtLeast(Thresholds.Concentration);
        var (experiment, tasks) = Subjects.Spectra(condition);
        foreach (var (task, lag) in tasks)
        {
            foreach (var gate in condition == Condition.Learned ? Subjects.LearnedGates : Subjects.Gates)
            {
                yield return new Question(experiment, task, gate, "gradientConcentration", null, "gradient CE", concentrated);
                yield return new Question(experiment, task, gate, "jacobianConcentration", lag, $"CE of products at lag {lag}", concentrated);
            }
        }
        if (condition != Condition.Corrected)
            yield break;
        foreach (var task in Subjects.AnalogyTasks)
        {
            foreach (var gate in Subjects.Gates)
                yield return new Question("analogies", task, $"{gate}-sgd", "gradientConcentration", null, "gradient CE, gated over plain", Requirement.AtLeast(1), "plain-sgd");
        }
    }
}
