namespace TimeScales.Verdicts.Claims;

/// <summary>The time scales of the states, set by the gates, set the effective learning rates.</summary>
internal sealed class TimeScalesSetRates() : Claim(
    "time scales set rates", "v3, v5",
    "The effective learning rates come from the time scales of the states, which the gates set: sensitivities follow the gate product.",
    "S ~ P^s explains nine tenths of the variance of ln S, and the exponent is the predicted 1 within a factor of two.")
{
    private static readonly IReadOnlyList<string> Cells = ["multi", "scalar", "leaky"];

    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        var (experiment, tasks, cells) = condition == Condition.Learned
            ? ("learned", Subjects.Learned.Select(learned => learned.Task), Subjects.LearnedGates)
            : ("effective-rates", Subjects.RateTasks, Cells);
        foreach (var task in tasks)
        {
            foreach (var cell in cells)
            {
                yield return new Question(experiment, task, cell, "slope", null, "exponent s", Requirement.WithinFactor(Thresholds.Factor));
                yield return new Question(experiment, task, cell, "rSquared", null, "R² of S ~ P^s", Requirement.AtLeast(Thresholds.RSquared));
            }
        }
    }
}
