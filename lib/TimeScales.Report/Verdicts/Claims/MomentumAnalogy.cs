namespace TimeScales.Verdicts.Claims;

internal static class MomentumAnalogy
{
    public static Claim Claim { get; } = new(
        "momentum analogy", "v3, v5",
        "Leaky integration is formally a momentum filter.",
        "As a form it is: the state is the momentum filter of its candidates, whatever the weights. Whether the likeness is "
            + "more than form, updates say: consecutive ones must resemble each "
        + "other more with a leak than without, by at least half of what the momentum that it stands for would bring.",
        new Question("largest error of the state as a momentum filter", Subjects.Analogy("adding", "leaky-sgd", "filterError"),
            Requirement.AtMost(Thresholds.Rounding),
            "any weights", IsIdentity: true),
        [
            .. from task in Subjects.AnalogyTasks
               select new Question("cosine of consecutive updates, leaky less plain",
                   Subjects.Analogy(task, "leaky-sgd", "updateMemory").Less(Subjects.Analogy(task, "plain-sgd", "updateMemory")),
                   Requirement.AtLeast(Thresholds.MemoryGain), "the plain cell"),
        ]);
}
