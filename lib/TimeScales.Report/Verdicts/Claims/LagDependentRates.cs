namespace TimeScales.Verdicts.Claims;

/// <summary>Gates give every lag its own effective learning rate.</summary>
internal sealed class LagDependentRates() : Claim(
    "lag-dependent rates", "v3, v5",
    "With one global step size, gates make the effective learning rate depend on the lag.",
    "Sensitivities at lag 40 (learned: half a sequence) differ from those at lag 1 by more than a factor of two; and so does what the gates alone contribute: the backward signal with gates over that with the gates removed, "
    + "whose lag schedule ρ^h must change by a factor of two within 39 lags. The second matters because sensitivities fall with the lag in networks without gates too.")
{
    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        var changed = Requirement.BeyondFactor(Thresholds.Factor);
        if (condition == Condition.Learned)
        {
            foreach (var (task, lag) in Subjects.Learned)
            {
                foreach (var gate in Subjects.LearnedGates)
                    yield return new Question("learned", task, gate, "sensitivity", lag, $"S at lag {lag} over lag 1", changed);
            }
            yield break;
        }
        foreach (var task in Subjects.RateTasks)
        {
            foreach (var gate in Subjects.Gates)
                yield return new Question("effective-rates", task, gate, "sensitivity", Subjects.LongLag, "S at lag 40 over lag 1", changed);
        }
        if (condition == Condition.Published)
            yield break;
        var perLag = Requirement.BeyondFactor(Math.Pow(Thresholds.Factor, 1.0 / (Subjects.LongLag - 1)));
        foreach (var task in Subjects.AnalogyTasks)
        {
            foreach (var gate in Subjects.Gates)
                yield return new Question("analogies", task, $"{gate}-sgd", "scheduleBase", null, "ρ of the gates' lag schedule", perLag);
        }
    }

    private protected override string Limit(Condition condition) =>
        condition == Condition.Corrected ? "" : "networks without gates meet this too, and what gates contribute alone is measured in the corrected condition only";
}
