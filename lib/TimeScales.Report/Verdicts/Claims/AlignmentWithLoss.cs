namespace TimeScales.Verdicts.Claims;

/// <summary>Gates align transport with directions that matter for the loss.</summary>
internal sealed class AlignmentWithLoss() : Claim(
    "alignment with the loss", "v5",
    "Gates align the transport of states with the directions that matter for the loss.",
    "The paper defines no such alignment; ours: a change of the state matters along ∂L/∂x_t. Of a perturbation 40 steps earlier (learned: half a sequence) without a preferred direction, more arrives along it than along nine tenths "
    + "of all directions; and that share exceeds the one of the plain network of the same seed, trained by the same optimizer, by at least a tenth: what any recurrent network does, gates need not explain. "
    + "No gain can show where the plain network is above nine tenths already.")
{
    private protected override string Limit(Condition condition) =>
        condition == Condition.Published ? "" : "networks without gates, and untrained ones, meet the first half too, and leave little room for the second";

    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        if (condition == Condition.Published)
            yield break;
        (string, IEnumerable<(string, int)>, IReadOnlyList<string>, string) subjects = condition == Condition.Learned
            ? ("learned", Subjects.Learned, Subjects.LearnedGates, "")
            : ("analogies", Subjects.AnalogyTasks.Select(task => (task, Subjects.LongLag)), Subjects.Gates, "-sgd");
        var (experiment, tasks, gates, optimizer) = subjects;
        foreach (var (task, lag) in tasks)
        {
            foreach (var gate in gates)
            {
                yield return new Question(
                    experiment, task, $"{gate}{optimizer}", "lossAlignment", lag, $"directions that get less than ∂L/∂x, lag {lag}", Requirement.AtLeast(Thresholds.Alignment));
                yield return new Question(
                    experiment, task, $"{gate}{optimizer}", "lossAlignment", lag, $"that share at lag {lag}, gated less plain", Requirement.AtLeast(Thresholds.AlignmentGain), $"plain{optimizer}", Comparison.Difference);
            }
        }
    }
}
