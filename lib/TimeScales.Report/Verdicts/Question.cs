namespace TimeScales.Verdicts;

/// <summary>One number that a claim depends on, and where it must lie.</summary>
/// <param name="Experiment">The experiment that measures it.</param>
/// <param name="Task">The task; empty where there is none.</param>
/// <param name="Cell">The cell, model or gate.</param>
/// <param name="Quantity">The quantity by its name in the results.</param>
/// <param name="Position">Lag or ε; null where there is one number.</param>
/// <param name="Statistic">The quantity in words.</param>
/// <param name="Requirement">Where its 95 % interval must lie for the claim.</param>
/// <param name="Against">A second cell or model whose value of the same seed is compared; null for none.</param>
/// <param name="Comparison">How the two are compared.</param>
/// <param name="CountsSeeds">Whether the number is the share of seeds that have the quantity at all, instead of its median.</param>
public sealed record Question(
    string Experiment, string Task, string Cell, string Quantity, double? Position, string Statistic, Requirement Requirement,
    string? Against = null, Comparison Comparison = Comparison.Ratio, bool CountsSeeds = false);

/// <summary>How the values of two cells or models are compared, seed by seed: seeds differ more from each other than models do.</summary>
public enum Comparison
{
    /// <summary>The first over the second.</summary>
    Ratio,

    /// <summary>The first less the second, for what may be negative.</summary>
    Difference,
}

/// <summary>The answer to a question: a median over seeds with its 95 % bootstrap interval, or a share of seeds with Wilson's.</summary>
/// <param name="Subject">Task and cell, model, gate or pair.</param>
/// <param name="Statistic">The quantity in words.</param>
/// <param name="Requirement">Where the interval must lie, in words.</param>
/// <param name="Seeds">Seeds with a finite value.</param>
/// <param name="LeftOut">Seeds without one.</param>
/// <param name="Value">The median or the share: the effect size.</param>
/// <param name="Lower">Lower end of its interval.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Support">What the interval says.</param>
public sealed record Evidence(
    string Subject, string Statistic, string Requirement, int Seeds, int LeftOut, double Value, double Lower, double Upper, Support Support);

/// <summary>What the ledger says of a claim under one condition.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Outcome">The verdict.</param>
/// <param name="Note">Why it cannot be tested, or what is not measured yet; empty where all is there.</param>
/// <param name="Evidence">The answers, the telling one first.</param>
public sealed record Verdict(Condition Condition, Outcome Outcome, string Note, IReadOnlyList<Evidence> Evidence);

/// <summary>A claim with its verdicts.</summary>
/// <param name="Name">The claim's name.</param>
/// <param name="Versions">The versions of the paper whose abstracts make it.</param>
/// <param name="Sentence">The claim in our words.</param>
/// <param name="Test">What decides it, and why there.</param>
/// <param name="Verdicts">One per condition.</param>
public sealed record LedgerEntry(string Name, string Versions, string Sentence, string Test, IReadOnlyList<Verdict> Verdicts);
