namespace TimeScales.Verdicts.Claims;

internal static class ScheduleAnalogy
{
    private static readonly Requirement Predicted = Requirement.WithinFactor(Math.Pow(Thresholds.Factor, 1.0 / Subjects.LongLag),
        LeakyCell.PaperAlpha);

    public static Claim Claim { get; } = new(
        "schedule analogy", "v3, v5",
        "A constant gate α is formally an exponential schedule of the learning rate over lags, μ α^h.",
        "With a leak, backward signals over those with the leak removed follow ρ^h with the predicted base: ρ^40 is α^40 within "
            + "a factor of two. Their directions agree, and "
        + "sensitivities fall at the rate ln α, within a factor of two.",
        Base("adding"),
        [
            Base("delaysum"),
            .. from task in Subjects.AnalogyTasks
               select new Question("R² of ρ^h", Subjects.Analogy(task, "leaky-sgd", "scheduleRSquared"),
                   Requirement.AtLeast(Thresholds.RSquared), "a gate that is not constant",
                   Subjects.Analogy(task, "multi-sgd", "scheduleRSquared")),
            .. from task in Subjects.AnalogyTasks
               select new Question("cosine of signals at lag 40",
                   Subjects.Analogy(task, "leaky-sgd", "signalCosine", Subjects.LongLag), Requirement.AtLeast(Thresholds.Cosine),
                   "the leak removed"),
            .. from task in Subjects.RateTasks
               select new Question("exponent s of S ~ α^{sh}", Series.Of("effective-rates", task, "leaky", "slope"),
                   Requirement.WithinFactor(Thresholds.Factor), "the predicted 1"),
        ]);

    private static Question Base(string task) =>
        new("ρ of the leak's lag schedule", Subjects.Analogy(task, "leaky-sgd", "scheduleBase"), Predicted, "the predicted α");
}
