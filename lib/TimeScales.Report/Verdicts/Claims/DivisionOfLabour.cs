namespace TimeScales.Verdicts.Claims;

/// <summary>Gates shape the transport of states, optimizers rescale updates.</summary>
internal sealed class DivisionOfLabour() : Claim(
    "division of labour", "v5",
    "Gates shape how states are transported, optimizers rescale parameter updates.",
    "Against plain with SGD of the same seed: gates change AI of products at lag 40 by more than a factor of two, Adam leaves it within a factor of two, and Adam changes AI of its updates by more than a factor of two.")
{
    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        if (condition != Condition.Corrected)
            yield break;
        var (changed, kept) = (Requirement.BeyondFactor(Thresholds.Factor), Requirement.WithinFactor(Thresholds.Factor));
        foreach (var task in Subjects.AnalogyTasks)
        {
            yield return new Question("analogies", task, "plain-adam", "jacobianAnisotropy", Subjects.LongLag, "AI of products, Adam over SGD", kept, "plain-sgd");
            yield return new Question("analogies", task, "plain-adam", "updateAnisotropy", null, "AI of updates, Adam over SGD", changed, "plain-sgd");
            foreach (var gate in Subjects.Gates)
                yield return new Question("analogies", task, $"{gate}-sgd", "jacobianAnisotropy", Subjects.LongLag, "AI of products, gated over plain", changed, "plain-sgd");
        }
    }

    private protected override string WhyNotTestable(Condition condition) => condition == Condition.Learned ? "all networks of the learned regime are trained by Adam" : base.WhyNotTestable(condition);
}
