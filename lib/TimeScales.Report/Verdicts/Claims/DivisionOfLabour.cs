namespace TimeScales.Verdicts.Claims;

internal static class DivisionOfLabour
{
    private static readonly Requirement Changed = Requirement.BeyondFactor(Thresholds.Factor);

    public static Claim Claim { get; } = new(
        "division of labour", "v5",
        "Gates shape how states are transported, optimizers rescale parameter updates.",
        "Against plain with SGD of the same seed: gates change AI of products at lag 40 by more than a factor of two and Adam "
            + "does not; Adam changes AI of the updates by more than a factor of "
        + "two and gates do not.",
        Question("adding", "multi-sgd", "plain-adam", "AI of products at lag 40", "jacobianAnisotropy", Subjects.LongLag),
        [
            .. from other in Subjects.OtherAnalogies
               select Question(other.Task, $"{other.Gate}-sgd", "plain-adam", "AI of products at lag 40", "jacobianAnisotropy",
                   Subjects.LongLag),
            .. from task in Subjects.AnalogyTasks
                select Question(task, "plain-adam", "multi-sgd", "AI of updates", "updateAnisotropy", null),
        ]);

    private static Question Question(string task, string model, string control, string statistic, string quantity, double? lag)
    {
        Series Over(string of) => Subjects.Analogy(task, of, quantity, lag)
            .Over(Subjects.Analogy(task, "plain-sgd", quantity, lag));
        return new($"{statistic}, over plain with SGD", Over(model), Changed,
            control.Replace("-", " with ", StringComparison.Ordinal), Over(control));
    }
}
