namespace TimeScales.Experiments;

/// <summary>Intervals and tests over seeds that hold for any distribution: from order statistics and the
/// binomial distribution alone.</summary>
/// <remarks><b>Source.</b> W. J. Conover, Practical Nonparametric Statistics (1999), ch. 3: the sign test and its
/// interval; Clopper and Pearson, Biometrika 26 (1934) 404-413. A bootstrap interval of a median of 20 values
/// covers 93 % instead of 95.</remarks>
public static class ExactInterval
{
    private const double Tail = 0.025;

    /// <summary>The median and an interval that covers the distribution's median with at least 95 %: two of the values, or none
    /// (NaN) where there are fewer than six, because even their extremes cover it less often.</summary>
    public static (double Median, double Lower, double Upper) OfMedian(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        var median = sorted.Length == 0 ? double.NaN : Statistics.Median(sorted);
        // Ranks from the ends that are cut off: P(fewer than that many values lie below the median) ≤ 2.5 %.
        var cut = 0;
        while (cut < sorted.Length && AtMost(cut, sorted.Length, 0.5) <= Tail)
            cut++;
        return cut == 0 || double.IsNaN(median) ? (median, double.NaN, double.NaN) : (median, sorted[cut - 1], sorted[^cut]);
    }

    /// <summary>A share k/n and its interval.</summary>
    public static (double Share, double Lower, double Upper) OfShare(int with, int all) => (
        with / (double)all,
        with == 0 ? 0 : Solve(p => AtMost(with - 1, all, p), 1 - Tail),
        with == all ? 1 : Solve(p => AtMost(with, all, p), Tail));

    /// <summary>The two-sided sign test of a median, or of a share of one half: the probability of so
    /// uneven a split by chance.</summary>
    /// <param name="one">Values on one side.</param>
    /// <param name="other">Values on the other side.</param>
    public static double SignTest(int one, int other) => Math.Min(1, 2 * AtMost(Math.Min(one, other), one + other, 0.5));

    /// <summary>P(X ≤ k) of the binomial distribution.</summary>
    private static double AtMost(int k, int n, double p)
    {
        var (term, sum) = (Math.Pow(1 - p, n), 0.0);
        for (var i = 0; i <= k; i++)
        {
            sum += term;
            term *= (n - i) / (i + 1.0) * p / (1 - p);
        }
        return sum;
    }

    /// <summary>Where a falling function of p has a value.</summary>
    private static double Solve(Func<double, double> falling, double value)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = falling(middle) > value ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }
}
