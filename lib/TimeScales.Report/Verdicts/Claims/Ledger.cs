using TimeScales.Figures;

namespace TimeScales.Verdicts.Claims;

/// <summary>The claims ledger: every claim of the abstracts of versions 3 and 5, judged, and of the follow-ups what
/// exact products can judge.</summary>
public static class Ledger
{
    /// <summary>The claims in the order of the abstract.</summary>
    public static IReadOnlyList<Claim> Claims { get; } =
    [
        LagDependentRates.Claim,
        DirectionDependentRates.Claim,
        TimeScalesSetRates.Claim,
        FirstOrderExpansion.Claim,
        AnisotropicUpdates.Claim,
        DataDrivenPreconditioner.Claim,
        ScheduleAnalogy.Claim,
        MomentumAnalogy.Claim,
        AdamAnalogy.Claim,
        ConcentratedGradients.Claim,
        MatchesOrExceedsAdam.Claim,
        NotEquivalentToAdam.Claim,
        ComplementaryToAdam.Claim,
        DivisionOfLabour.Claim,
        AlignmentWithLoss.Claim,
        RobustTraining.Claim,
        CouplingExplains.Claim,
        FirstOrderEnvelopes.Claim,
        DecayClassEmerges.Claim,
        DecaySetsWindow.Claim,
        HeavyTailsCompress.Claim,
    ];

    /// <summary>Judges every claim.</summary>
    public static IReadOnlyList<LedgerEntry> Judge(FigureData data) =>
        Judgement.Of([.. Claims.Select(claim => claim.Answered(data))]);
}
