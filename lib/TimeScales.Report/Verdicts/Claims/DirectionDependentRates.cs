namespace TimeScales.Verdicts.Claims;

internal static class DirectionDependentRates
{
    private static readonly Requirement Unequal = Requirement.AtLeast(Thresholds.Spread);
    private static readonly Requirement Twice = Requirement.AtLeast(Thresholds.Factor);

    public static Claim Claim { get; } = new(
        "direction-dependent rates", "v5",
        "With one global step size, gates make the effective learning rate depend on the direction in state space.",
        "Products without gates are anisotropic too, so what the gates contribute is asked: the rates that they give units "
            + "spread so that two units, one standard deviation from "
        + "the middle each, differ by a factor of two; and products are twice as anisotropic with "
            + "gates as without, by the same optimizer.",
        new Question("spread of ln rate over units", Subjects.Analogy("adding", "multi-sgd", "gateUnitSpread"), Unequal,
            "a constant leak",
            Subjects.Analogy("adding", "leaky-sgd", "gateUnitSpread")),
        [
            .. from other in Subjects.OtherAnalogies
               select new Question("spread of ln rate over units",
                   Subjects.Analogy(other.Task, $"{other.Gate}-sgd", "gateUnitSpread"), Unequal, "a constant leak",
                   Subjects.Analogy(other.Task, "leaky-sgd", "gateUnitSpread")),
            .. from task in Subjects.AnalogyTasks
               from gate in Subjects.Gates
               select Subjects.OverPlain("AI of products at lag 40, gated over plain", Twice, task, gate, "jacobianAnisotropy",
                   Subjects.LongLag),
            .. from learned in Subjects.LearnedTasks
               from gate in Subjects.AllGates
               select Subjects.LearnedOverPlain($"AI of products at lag {learned.LongLag}, gated over plain", Twice, learned.Task,
                   gate, "jacobianAnisotropy", learned.LongLag),
        ]);
}
