namespace TimeScales.Verdicts.Claims;

/// <summary>Gates act as data-driven preconditioners.</summary>
internal sealed class DataDrivenPreconditioner() : Claim(
    "data-driven preconditioner", "v3, v5",
    "Gates act as preconditioners of the gradient that follow the data.",
    "On the same trajectory, the rates that gates give parameters spread so that two, one standard deviation apart from the middle each, differ by a factor of two; and they spread more than those of a "
    + "constant gate, which no data can move.")
{
    private protected override IEnumerable<Question> Questions(Condition condition)
    {
        if (condition != Condition.Corrected)
            yield break;
        foreach (var task in Subjects.AnalogyTasks)
        {
            foreach (var gate in Subjects.Gates)
            {
                yield return new Question("analogies", task, $"{gate}-sgd", "gateParameterSpread", null, "spread of ln rate over parameters", Requirement.AtLeast(Thresholds.Spread));
                yield return new Question("analogies", task, $"{gate}-sgd", "gateParameterSpread", null, "that spread over a constant gate's", Requirement.AtLeast(1), "leaky-sgd");
            }
        }
    }

    private protected override string WhyNotTestable(Condition condition) => condition == Condition.Learned ? "rates relative to the network with its gates removed are measured in the paper's regime only" : base.WhyNotTestable(condition);
}
