namespace TimeScales.Verdicts.Claims;

internal static class AnisotropicUpdates
{
    private const string Statistic = "AI of gradients of W_r, gated over plain";

    public static Claim Claim { get; } = new(
        "anisotropic updates", "v3, v5",
        "Gates introduce anisotropy into parameter updates.",
        "Single-sequence gradients are more anisotropic with gates than without, by the same optimizer: over W_r, of which both "
            + "cells have equally many weights, σ₁/σ₁₀ of the gated over that of "
        + "the plain network of the same seed exceeds 1.",
        Subjects.OverPlain(Statistic, Requirement.AtLeast(1), "adding", "multi", "recurrentGradientAnisotropy"),
        [
            .. from other in Subjects.OtherAnalogies
               select Subjects.OverPlain(Statistic, Requirement.AtLeast(1), other.Task, other.Gate,
                   "recurrentGradientAnisotropy"),
            .. from learned in Subjects.LearnedTasks
               from gate in Subjects.Gates
               select Subjects.LearnedOverPlain(Statistic, Requirement.AtLeast(1), learned.Task, gate,
                   "recurrentGradientAnisotropy"),
        ]);
}
