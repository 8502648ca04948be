namespace TimeScales;

/// <summary>Order statistics and the least-squares line.</summary>
public static class Statistics
{
    /// <summary>The median: the middle value, or the midpoint of the two middle values.</summary>
    /// <returns>NaN for no values or where one of them is NaN.</returns>
    public static double Median(ReadOnlySpan<double> values) => Quantile(values, 0.5);

    /// <summary>The lower of the two middle values, as torch's median.</summary>
    public static double LowerMedian(ReadOnlySpan<double> values)
    {
        var sorted = Sorted(values);
        return sorted.Length == 0 || double.IsNaN(sorted[0]) ? double.NaN : sorted[(sorted.Length - 1) / 2];
    }

    /// <summary>The quantile of that probability, interpolated linearly between order statistics (NumPy's default).</summary>
    /// <returns>NaN for no values or where one of them is NaN.</returns>
    public static double Quantile(ReadOnlySpan<double> values, double probability)
    {
        var sorted = Sorted(values);
        // NaN sorts first.
        if (sorted.Length == 0 || double.IsNaN(sorted[0]))
            return double.NaN;
        var position = probability * (sorted.Length - 1);
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, sorted.Length - 1);
        // Equal values and a place on a value need no step; between infinities there is none.
        var step = position == below || sorted[above] == sorted[below] ? 0 : (sorted[above] - sorted[below]) * (position - below);
        return sorted[below] + step;
    }

    /// <summary>The variance, divided by the number of values.</summary>
    public static double Variance(ReadOnlySpan<float> values)
    {
        var (mean, sum) = (0.0, 0.0);
        foreach (var value in values)
            mean += value;
        mean /= values.Length;
        foreach (var value in values)
            sum += (value - mean) * (value - mean);
        return sum / values.Length;
    }

    /// <summary>The line y = intercept + slope·x of least squares and its R².</summary>
    /// <returns>NaN where fewer than two different x are given.</returns>
    public static (double Slope, double Intercept, double RSquared) FitLine(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double meanX = 0, meanY = 0;
        for (var i = 0; i < x.Length; i++)
        {
            meanX += x[i] / x.Length;
            meanY += y[i] / x.Length;
        }
        double xx = 0, xy = 0, yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        if (xx == 0)
            return (double.NaN, double.NaN, double.NaN);
        var slope = xy / xx;
        return (slope, meanY - slope * meanX, yy == 0 ? double.NaN : xy * xy / (xx * yy));
    }

    /// <summary>Spearman's rank correlation: Pearson's of the ranks, equal values sharing their mean rank.</summary>
    /// <returns>−1 … 1; NaN where all values of one side are equal or one is NaN.</returns>
    public static double RankCorrelation(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (ranksX, ranksY) = (Ranks(x), Ranks(y));
        var (slope, _, rSquared) = FitLine(ranksX, ranksY);
        return Math.CopySign(Math.Sqrt(rSquared), slope);
    }

    private static double[] Ranks(ReadOnlySpan<double> values)
    {
        var order = Enumerable.Range(0, values.Length).ToArray();
        var sorted = values.ToArray();
        Array.Sort(sorted, order);
        var ranks = new double[order.Length];
        for (var first = 0; first < order.Length;)
        {
            var end = first + 1;
            while (end < order.Length && sorted[end] == sorted[first])
                end++;
            for (var i = first; i < end; i++)
                ranks[order[i]] = double.IsNaN(sorted[first]) ? double.NaN : (first + end - 1) / 2.0;
            first = end;
        }
        return ranks;
    }

    private static double[] Sorted(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
