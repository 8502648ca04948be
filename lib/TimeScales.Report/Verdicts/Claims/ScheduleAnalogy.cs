namespace TimeScales.Verdicts.Claims;

/// <summary>A constant gate is an exponential lag schedule of the learning rate.</summary>
internal sealed class ScheduleAnalogy() : Claim(
    "schedule analogy", "v3, v5",
    "A constant gate α is formally an exponential schedule of the learning rate over lags, μ α^h.",
    "With a leak, backward signals over those with the leak removed follow ρ^h with R² ≥ 0.9 and the predicted base: ρ^40 is α^40 within a factor of two; and their directions agree, cosine 0.9 at lag 40. "
    + "From sensitivities alone, which the published measurements have: ln S is linear in the lag, and its rate is ln α within a factor of two.")
{
    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        if (condition == Condition.Learned)
            yield break;
        if (condition == Condition.Corrected)
        {
            var predicted = Requirement.WithinFactor(Math.Pow(Thresholds.Factor, 1.0 / Subjects.LongLag), LeakyCell.PaperAlpha);
            foreach (var task in Subjects.AnalogyTasks)
            {
                yield return new Question("analogies", task, "leaky-sgd", "scheduleBase", null, "ρ of the leak's lag schedule", predicted);
                yield return new Question("analogies", task, "leaky-sgd", "scheduleRSquared", null, "R² of ρ^h", Requirement.AtLeast(Thresholds.RSquared));
                yield return new Question("analogies", task, "leaky-sgd", "signalCosine", Subjects.LongLag, "cosine of signals at lag 40", Requirement.AtLeast(Thresholds.Cosine));
            }
        }
        foreach (var task in Subjects.RateTasks)
        {
            yield return new Question("effective-rates", task, "leaky", "slope", null, "exponent s of S ~ α^{sh}", Requirement.WithinFactor(Thresholds.Factor));
            yield return new Question("effective-rates", task, "leaky", "rSquared", null, "R² of S ~ α^{sh}", Requirement.AtLeast(Thresholds.RSquared));
        }
    }

    private protected override string WhyNotTestable(Condition condition) => "the analogy is one of form and does not depend on learning";
}
