namespace TimeScales.Verdicts.Claims;

internal static class DecayClassEmerges
{
    public static Claim Claim { get; } = new(
        "decay class emerges", "2606.29519",
        "Whether an envelope decays as an exponential or as a power is not fixed by the architecture but emerges in training.",
        "By the likelihood of the exact envelope over lags 4 to 256 the class after training must be the other one than before "
            + "in half of the seeds, and gates that stay as they started must not do "
        + "the same: a constant gate for scalar and multi, frozen ones for GRU and LSTM. A class that hangs on where the range "
            + "of lags begins is none, so a power is asked for from lags 16 and 64 as well.",
        Changed("multi", "leaky"),
        [
            Changed("scalar", "leaky"), Changed("gru", "gru-frozen"), Changed("lstm", "lstm-frozen"), Changed("multi-shut", null),
                Changed("gru-shut", null),
            .. from first in new double[] { 16, 64 }
               from model in Subjects.EnvelopeGates
               select new Question($"BIC of exponential less power, from lag {first}",
                   Subjects.Envelopes(model, "exactDifference", first),
                   Requirement.AtLeast(Thresholds.DecayDifference), "before training",
                       Subjects.Envelopes(model, "exactDifferenceAtStart", first)),
        ]);

    private static Question Changed(string model, string? control) => new(
        "1 where the class changed", Subjects.Envelopes(model, "classChanged"), Requirement.AtLeast(Thresholds.Share),
        control is null ? "before training" : "gates that stay",
            control is null ? null : Subjects.Envelopes(control, "classChanged"));
}
