namespace TimeScales.Verdicts.Claims;

/// <summary>Gates align transport with directions that matter for the loss.</summary>
internal sealed class AlignmentWithLoss() : Claim(
    "alignment with the loss", "v5",
    "Gates align the transport of states with the directions that matter for the loss.",
    "The paper defines no such alignment; ours: a change of the state matters along ∂L/∂x_t. Of a perturbation 40 steps earlier without a preferred direction, at least twice the energy of an average "
    + "direction arrives along it; and more than in the plain network of the same seed, trained by the same optimizer: what any recurrent network does, gates need not explain.")
{
    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        if (condition == Condition.Published)
            yield break;
        var (experiment, tasks, gates, optimizer) = condition == Condition.Learned
            ? ("learned", Subjects.LearnedTasks, Subjects.LearnedGates, "")
            : ("analogies", Subjects.AnalogyTasks, Subjects.Gates, "-sgd");
        foreach (var task in tasks)
        {
            foreach (var gate in gates)
            {
                yield return new Question(
                    experiment, task, $"{gate}{optimizer}", "lossAlignment", Subjects.LongLag, "energy along ∂L/∂x over the average at lag 40", Requirement.AtLeast(Thresholds.Factor));
                yield return new Question(
                    experiment, task, $"{gate}{optimizer}", "lossAlignment", Subjects.LongLag, "that ratio at lag 40, gated over plain", Requirement.AtLeast(1), $"plain{optimizer}");
            }
        }
    }
}
