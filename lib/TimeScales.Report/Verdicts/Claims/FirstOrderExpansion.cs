namespace TimeScales.Verdicts.Claims;

internal static class FirstOrderExpansion
{
    private static readonly Requirement Small = Requirement.AtMost(Thresholds.ExpansionError);

    public static Claim Claim { get; } = new(
        "first-order expansion", "v3, v5",
        "A first-order expansion of the exact Jacobian products makes explicit how gates reshape gradient propagation.",
        "At ε = 1, the network itself over the 100 steps of Appendix B, the expansion misses at most a tenth of the product in "
            + "norm; and where it does, what the gates carry alone does not. That "
        + "its error is of second order in ε is true of any matrices.",
        new Question("relative error at ε = 1, 100 steps", Series.Of("expansion", "", "multi", "relativeErrorAtOne"), Small,
            "the exact product"),
        [
            new Question("relative error at ε = 1, 100 steps", Series.Of("expansion", "", "scalar", "relativeErrorAtOne"), Small,
                "the exact product"),
            .. from gate in Subjects.Gates
               select new Question("order of the error in ε", Series.Of("expansion", "", gate, "slope"),
                   Requirement.WithinFactor(Thresholds.SlopeFactor, 2),
                   "any matrices", IsIdentity: true),
            .. from learned in Subjects.LearnedTasks
               from gate in Subjects.AllGates
               let lag = learned.LongLag
               select new Question($"relative error of first order, lag {lag}",
                   Subjects.Learned(learned.Task, gate, "expansionError", lag), Small, "gates alone",
                   Subjects.Learned(learned.Task, gate, "expansionErrorZeroth", lag)),
        ]);
}
