namespace TimeScales.Verdicts.Claims;

internal static class FirstOrderEnvelopes
{
    private static readonly Requirement Same = Requirement.WithinFactor(Thresholds.Factor);

    public static Claim Claim { get; } = new(
        "first-order envelopes", "2512.05790",
        "Envelopes of effective learning rates from a first-order expansion decay with lag as the exact ones do.",
        "The follow-up's window rests on how steeply the envelope decays. After training the rate b of f ~ exp(−bℓ) over lags 4 "
            + "to 256, fitted as its program does, must be that of the exact diagonals "
        + "within a factor of two; where it is, that of the gates alone must not be, or the detour decides nothing.",
        Rate("multi"),
        [
            .. from model in Subjects.EnvelopeGates where model != "multi" select Rate(model),
            .. from model in Subjects.EnvelopeGates
               select new Question($"exact over first order, lag {Subjects.EnvelopeLag}",
                   Subjects.Envelopes(model, "exactOverFirst", Subjects.EnvelopeLag), Same, "gates alone",
                   Subjects.Envelopes(model, "exactOverZeroth", Subjects.EnvelopeLag)),
        ]);

    private static Question Rate(string model) =>
        new("rate of first order over exact", Subjects.Envelopes(model, "firstRateRatio"), Same, "gates alone",
            Subjects.Envelopes(model, "zerothRateRatio"));
}
