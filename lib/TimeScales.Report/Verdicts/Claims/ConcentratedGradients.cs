namespace TimeScales.Verdicts.Claims;

internal static class ConcentratedGradients
{
    private const string OfGradients = "energy of gradients of W_r outside ten directions, gated over plain";
    private static readonly Requirement Half = Requirement.AtMost(1 / Thresholds.Factor);

    public static Claim Claim { get; } = new(
        "concentrated gradients", "v3, v5",
        "Gates concentrate gradient flow into a low-dimensional subspace.",
        "Plain networks put nine tenths of the energy into ten directions too, so what is left outside is compared: with gates "
            + "it is at most half of what it is without, by the same optimizer, in "
        + "gradients of W_r and in products at a long lag.",
        Subjects.OverPlain(OfGradients, Half, "adding", "multi", "recurrentGradientOutside"),
        [
            .. from other in Subjects.OtherAnalogies
                select Subjects.OverPlain(OfGradients, Half, other.Task, other.Gate, "recurrentGradientOutside"),
            .. from task in Subjects.AnalogyTasks
               from gate in Subjects.Gates
               select Subjects.OverPlain("energy of products at lag 40 outside ten directions, gated over plain", Half, task,
                   gate, "jacobianOutside", Subjects.LongLag),
            .. from learned in Subjects.LearnedTasks
               from gate in Subjects.AllGates
               select Subjects.LearnedOverPlain(OfGradients, Half, learned.Task, gate, "recurrentGradientOutside"),
        ]);
}
