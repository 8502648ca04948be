namespace TimeScales.Verdicts;

/// <summary>Where "yes" begins; each number with its reason, the same for all claims.</summary>
/// <remarks>What was known when they were fixed stands at the head of verdicts.md.</remarks>
public static class Thresholds
{
    /// <summary>Two step sizes differ in practice when they differ by a factor of two: the usual grid of learning rates.
    /// Matching, exceeding and changing are judged by it.</summary>
    public const double Factor = 2;

    /// <summary>Standard deviation of ln rate at which two rates, one deviation below and one above the middle, differ by
    /// <see cref="Factor"/>.</summary>
    public const double Spread = 0.5 * 0.69314718055994531;

    /// <summary>A law explains a quantity when it explains nine tenths of its variance.</summary>
    public const double RSquared = 0.9;

    /// <summary>A first-order description may miss a tenth of the product in norm: an order of magnitude less
    /// than what it describes.</summary>
    public const double ExpansionError = 0.1;

    /// <summary>An order of two, measured on five values of ε: 2 within a fortieth, the size of a third-order term at
    /// the largest of them.</summary>
    public const double SlopeFactor = 1.025;

    /// <summary>Two rules that rank parameters alike or span the same space share at least half: rank correlation, or mean
    /// squared cosine of principal angles, of 0.5.</summary>
    public const double Agreement = 0.5;

    /// <summary>Two signals are the same up to their size when the cosine between them is 0.9.</summary>
    public const double Cosine = 0.9;

    /// <summary>An identity in float64 over sums of a hundred terms of order 1.</summary>
    public const double Rounding = 1e-12;

    /// <summary>Half of what the analogy predicts for the memory of updates: a leak of α = 0.8 stands for a
    /// momentum of 1 − α = 0.2.</summary>
    public const double MemoryGain = 0.1;

    /// <summary>Two likelihoods decide between two classes at a difference of BIC of 10: "very strong" with
    /// Kass and Raftery (1995).</summary>
    public const double DecayDifference = 10;

    /// <summary>More often than not.</summary>
    public const double Share = 0.5;
}
