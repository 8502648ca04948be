using TimeScales.Figures;
using TimeScales.Verdicts.Claims;

namespace TimeScales.Verdicts;

/// <summary>The claims ledger: every claim of the abstracts of versions 3 and 5, judged.</summary>
public static class Ledger
{
    /// <summary>The claims in the order of the abstract.</summary>
    public static IReadOnlyList<Claim> Claims { get; } =
    [
        new LagDependentRates(),
        new DirectionDependentRates(),
        new TimeScalesSetRates(),
        new FirstOrderExpansion(),
        new AnisotropicUpdates(),
        new DataDrivenPreconditioner(),
        new ScheduleAnalogy(),
        new MomentumAnalogy(),
        new AdamAnalogy(),
        new ConcentratedGradients(),
        new MatchesOrExceedsAdam(),
        new NotEquivalentToAdam(),
        new ComplementaryToAdam(),
        new DivisionOfLabour(),
        new AlignmentWithLoss(),
        new Trainability(),
    ];

    /// <summary>Judges every claim under every condition.</summary>
    public static IReadOnlyList<LedgerEntry> Judge(FigureData data) =>
        [.. Claims.Select(c => new LedgerEntry(c.Name, c.Versions, c.Sentence, c.Test, [.. Enum.GetValues<Condition>().Select(condition => c.Judge(data, condition))]))];
}
