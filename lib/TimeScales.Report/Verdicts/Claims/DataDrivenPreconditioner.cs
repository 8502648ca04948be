namespace TimeScales.Verdicts.Claims;

internal static class DataDrivenPreconditioner
{
    private static readonly Requirement Unequal = Requirement.AtLeast(Thresholds.Spread);

    public static Claim Claim { get; } = new(
        "data-driven preconditioner", "v3, v5",
        "Gates act as preconditioners of the gradient that follow the data.",
        "On the same trajectory, the rates that gates give parameters spread so that two, one standard deviation from the "
            + "middle each, differ by a factor of two, and those of a constant gate, "
        + "which no data can move, do not. That gates follow the data at all: with those of another sequence a network that has "
            + "learned errs twice as much.",
        Spread("adding", "multi"),
        [
            .. from other in Subjects.OtherAnalogies select Spread(other.Task, other.Gate),
            .. from gate in Subjects.Gates
               select new Question("test error with another sequence's gates over its own",
                   Subjects.Tampered(gate, "swappedSequencesError").Over(Subjects.Tampered(gate)),
                   Requirement.AtLeast(Thresholds.Factor), "its own gates"),
        ]);

    private static Question Spread(string task, string gate) => new(
        "spread of ln rate over parameters", Subjects.Analogy(task, $"{gate}-sgd", "gateParameterSpread"), Unequal,
            "a constant leak",
        Subjects.Analogy(task, "leaky-sgd", "gateParameterSpread"));
}
