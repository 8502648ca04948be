namespace TimeScales.Verdicts;

/// <summary>Verdicts of claims that are tested together.</summary>
internal static class Judgement
{
    /// <summary>Judges answered claims.</summary>
    /// <remarks>What the follow-ups claim makes the paper's own claims neither more nor less likely by chance: they are a family
    /// of tests of their own.</remarks>
    public static IReadOnlyList<LedgerEntry> Of(IReadOnlyList<LedgerEntry> entries) =>
        Of(entries, entry => entry.Versions.StartsWith('v'));

    /// <summary>The claims that would be judged otherwise if all were one family of tests.</summary>
    public static IReadOnlyList<string> OtherwiseTogether(IReadOnlyList<LedgerEntry> entries) =>
        [.. Of(entries, _ => true).Zip(entries)
        .Where(pair => pair.First.Outcome != pair.Second.Outcome).Select(pair => pair.Second.Name)];

    /// <summary>Probabilities by chance of several tests together.</summary>
    /// <remarks>Holm's step-down (Scand. J. Statist. 6 (1979) 65-70): the smallest of m counts m-fold, the next m − 1-fold, none
    /// less than the one before.</remarks>
    public static double[] Holm(double[] probabilities)
    {
        var (adjusted, largest) = (new double[probabilities.Length], 0.0);
        foreach (var (rank, index) in Enumerable.Range(0, probabilities.Length).OrderBy(i => probabilities[i]).Index())
            adjusted[index] = largest = Math.Max(largest, Math.Min(1, (probabilities.Length - rank) * probabilities[index]));
        return adjusted;
    }

    private static IReadOnlyList<LedgerEntry> Of(IReadOnlyList<LedgerEntry> entries, Func<LedgerEntry, bool> family)
    {
        LedgerEntry[] judged = [.. entries];
        var tested = judged.Index().Where(e => e.Item.Primary is { Kind: not AnswerKind.Identity }).ToArray();
        foreach (var together in tested.GroupBy(e => family(e.Item)).Select(group => group.ToArray()))
        {
            foreach (var ((index, entry), p) in together.Zip(Holm([.. together.Select(e => e.Item.Primary!.Found.P)])))
                judged[index] = entry with { AdjustedP = p };
        }
        return [.. judged.Select(entry => entry with { Outcome = Claim.Judge(entry) })];
    }
}
