namespace TimeScales.Verdicts.Claims;

internal static class CouplingExplains
{
    private static readonly Requirement More = Requirement.AtLeast(Thresholds.Share);
    private static readonly Requirement Fewer = Requirement.AtMost(Thresholds.Share);

    public static Claim Claim { get; } = new(
        "coupling explains training", "v3, v5",
        "The coupling of the time scales of states and parameters explains why gated networks train robustly.",
        "If gates help because every lag gets a learning rate of its own, a network without gates that is given such rates in "
            + "its backward pass solves the task: that of lag h weighted by ρ^h, for the best of "
        + "three ρ. And if the coupling of parameters to gates is what helps, cutting the gate-induced term out of the backward "
            + "pass keeps a gated network from solving it.",
        new Question("share of seeds that solve adding with lags weighted", Series.Best(
            "adding, plain with ρ^h",
                [.. new[] { "plain-reweighted-1.4", "plain-reweighted", "plain-reweighted-2.2" }
                .Select(model => Series.Solved("interventions", "adding", model))]),
            More, "the plain cell", Series.Solved("interventions", "adding", "plain")),
        [
            .. from gate in Subjects.Gates
               select new Question("share of seeds that solve adding without the gate-induced term backward",
                   Series.Solved("interventions", "adding", $"{gate}-without-b"), Fewer,
                   "all terms", Series.Solved("interventions", "adding", gate)),
        ]);
}
