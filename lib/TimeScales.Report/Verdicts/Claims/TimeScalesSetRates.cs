namespace TimeScales.Verdicts.Claims;

internal static class TimeScalesSetRates
{
    private static readonly Requirement One = Requirement.WithinFactor(Thresholds.Factor);

    public static Claim Claim { get; } = new(
        "time scales set rates", "v3, v5",
        "The effective learning rates come from the time scales of the states, which the gates "
            + "set: sensitivities follow the gate product.",
        "Over all lags any two decays fit each other. Within a lag, where gate products differ from pair to pair, ln S must "
            + "rise with ln P with the predicted slope of 1, within a "
        + "factor of two. The product of what is carried, 1 − g, which is what sets the states' time scales, is asked as well.",
        Slope("gateProduct", "untrained", "multi"),
        [
            .. from product in new[] { "gateProduct", "carryProduct" }
               from condition in new[] { "untrained", "learned" }
               from gate in Subjects.AllGates
               where (product, condition, gate) != ("gateProduct", "untrained", "multi")
               select Slope(product, condition, gate),
        ]);

    private static Question Slope(string product, string condition, string gate) => new(
        $"slope of ln S on the {(product == "gateProduct" ? "gate" : "carry")} product within lags",
        Subjects.Law(condition, gate, $"{product}WithinSlope"), One, "the lag alone");
}
