namespace TimeScales.Verdicts.Claims;

internal static class LagDependentRates
{
    private static readonly Requirement PerLag = Requirement.BeyondFactor(
        Math.Pow(Thresholds.Factor, 1.0 / (Subjects.LongLag - 1)));

    public static Claim Claim { get; } = new(
        "lag-dependent rates", "v3, v5",
        "With one global step size, gates make the effective learning rate depend on the lag.",
        "Sensitivities depend on the lag in any network, so what the gates contribute is asked: the backward signal with gates "
            + "over that with the gates removed along the "
        + "same trajectory, whose lag schedule ρ^h must change by a factor of two within 39 lags.",
        new Question("ρ of the gates' lag schedule", Subjects.Analogy("adding", "multi-sgd", "scheduleBase"), PerLag,
            "gates removed"),
        [
            .. from other in Subjects.OtherAnalogies
               select new Question("ρ of the gates' lag schedule",
                   Subjects.Analogy(other.Task, $"{other.Gate}-sgd", "scheduleBase"), PerLag, "gates removed"),
            .. from condition in new[] { "untrained", "learned" }
               from gate in Subjects.AllGates
               select new Question($"ρ of sensitivities, {condition}", Subjects.Law(condition, gate, "rho"), PerLag,
                   "gates removed"),
            .. from learned in Subjects.LearnedTasks
               from gate in Subjects.AllGates
               let lag = learned.LongLag
               select new Question(
                   $"S at lag {lag} over lag 1", Subjects.Learned(learned.Task, gate, "sensitivity", lag),
                       Requirement.BeyondFactor(Thresholds.Factor),
                   "the plain cell", Subjects.Learned(learned.Task, "plain", "sensitivity", lag)),
        ]);
}
