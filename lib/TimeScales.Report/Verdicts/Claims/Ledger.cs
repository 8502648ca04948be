using TimeScales.Figures;

namespace TimeScales.Verdicts.Claims;

/// <summary>The claims ledger: every claim of the abstracts of versions 3 and 5, judged, and of the follow-ups what exact products can judge.</summary>
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
    public static IReadOnlyList<LedgerEntry> Judge(FigureData data)
    {
        var entries = Claims.Select(claim => claim.Answered(data)).ToArray();
        var tested = entries.Index().Where(e => e.Item.Primary is { Kind: not AnswerKind.Identity });
        // What the follow-ups claim makes the paper's own claims neither more nor less likely by chance.
        foreach (var family in tested.GroupBy(e => e.Item.Versions.StartsWith('v')).Select(family => family.ToArray()).ToArray())
        {
            foreach (var ((index, entry), p) in family.Zip(Holm([.. family.Select(e => e.Item.Primary!.Found.P)])))
                entries[index] = entry with { AdjustedP = p };
        }
        return [.. entries.Select(entry => entry with { Outcome = Claim.Judge(entry) })];
    }

    /// <summary>Probabilities by chance of several tests together.</summary>
    /// <remarks>Holm's step-down (Scand. J. Statist. 6 (1979) 65-70): the smallest of m counts m-fold, the next m − 1-fold, none less than the one before.</remarks>
    internal static double[] Holm(double[] probabilities)
    {
        var (adjusted, largest) = (new double[probabilities.Length], 0.0);
        foreach (var (rank, index) in Enumerable.Range(0, probabilities.Length).OrderBy(i => probabilities[i]).Index())
            adjusted[index] = largest = Math.Max(largest, Math.Min(1, (probabilities.Length - rank) * probabilities[index]));
        return adjusted;
    }
}
