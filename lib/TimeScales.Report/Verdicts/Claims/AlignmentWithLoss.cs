namespace TimeScales.Verdicts.Claims;

internal static class AlignmentWithLoss
{
    private static readonly Requirement Twice = Requirement.AtLeast(Thresholds.Factor);

    public static Claim Claim { get; } = new(
        "alignment with the loss", "v5",
        "Gates align the transport of states with the directions that matter for the loss.",
        "The paper defines no such alignment; ours: of the energy that a perturbation at a long lag can bring at most, the "
            + "share that arrives along ∂L/∂x_t. It must be twice that of the plain "
        + "network of the same seed, trained by the same optimizer: what any recurrent network does, gates need not explain.",
        Subjects.OverPlain(Statistic(Subjects.LongLag), Twice, "adding", "multi", "lossShare", Subjects.LongLag),
        [
            .. from other in Subjects.OtherAnalogies
               select Subjects.OverPlain(Statistic(Subjects.LongLag), Twice, other.Task, other.Gate, "lossShare",
                   Subjects.LongLag),
            .. from learned in Subjects.LearnedTasks
               from gate in Subjects.AllGates
               select Subjects.LearnedOverPlain(Statistic(learned.LongLag), Twice, learned.Task, gate, "lossShare",
                   learned.LongLag),
        ]);

    private static string Statistic(int lag) => $"share of energy along ∂L/∂x, lag {lag}, gated over plain";
}
