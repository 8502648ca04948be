namespace TimeScales;

/// <summary>The median of a pair table at each lag, divided by the median at lag 1.</summary>
/// <remarks><b>Source.</b> arXiv:2508.12121, Sec. VII-A: μ̃_eff(h) = median of S(t,k) at t − k = h over that at h = 1.</remarks>
public static class LagProfile
{
    /// <summary>The profile at lags 1 … T−1, and the logarithm of the median at lag 1.</summary>
    /// <param name="table">The table.</param>
    public static (double[] Normalized, double LogAtLag1) Of(PairTable table) => Of(table, LogOfMedian);

    /// <summary>The same with another middle of the values, given their logarithms; it is a logarithm too.</summary>
    internal static (double[] Normalized, double LogAtLag1) Of(PairTable table, Func<double[], double> logOfMiddle)
    {
        var logMedians = new double[table.Steps - 1];
        for (var lag = 1; lag < table.Steps; lag++)
            logMedians[lag - 1] = logOfMiddle(table.AtLag(lag));
        return ([.. logMedians.Select(m => Math.Exp(m - logMedians[0]))], logMedians[0]);
    }

    /// <summary>The logarithm of the median of values given by their logarithms: its midpoint is one of values.</summary>
    private static double LogOfMedian(double[] logarithms)
    {
        var largest = logarithms.Max();
        if (double.IsNegativeInfinity(largest))
            return largest;
        // Scaled by the lower middle value, neither middle value under- or overflows.
        var reference = Statistics.LowerMedian(logarithms);
        if (double.IsNegativeInfinity(reference))
            reference = largest;
        return reference + Math.Log(Statistics.Median([.. logarithms.Select(l => Math.Exp(l - reference))]));
    }
}
