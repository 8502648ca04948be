namespace TimeScales.Experiments.Law;

/// <summary>How well one logarithm follows another over all pairs, and within lags: what both owe to the lag
/// alone is then taken away.</summary>
/// <remarks>Two quantities that shrink with the lag fit each other over all lags whatever else they are. Within a lag, each less
/// its mean over the pairs of that lag, a slope of 1 says that where the predictor is larger by some factor the other is too;
/// without spread the slope is NaN.</remarks>
/// <param name="Slope">Least squares over all pairs.</param>
/// <param name="RSquared">Its share of the variance explained.</param>
/// <param name="WithinSlope">Least squares within lags.</param>
/// <param name="WithinRSquared">Its share of the variance within lags.</param>
public sealed record WithinLagFit(double Slope, double RSquared, double WithinSlope, double WithinRSquared)
{
    /// <summary>The shortest lag that counts, steps: below it the norm of a product has hardly
    /// forgotten where it started.</summary>
    public const int ShortestLag = 5;

    /// <summary>Standard deviations below this are rounding, not spread.</summary>
    private const double LeastDeviation = 1e-9;

    /// <summary>The fit of ln <paramref name="values"/> on ln <paramref name="predictor"/> at lags from
    /// <see cref="ShortestLag"/>.</summary>
    /// <exception cref="ArgumentException">The tables are of different sizes.</exception>
    public static WithinLagFit Of(PairTable values, PairTable predictor) => Of(values, lag => predictor.AtLag(lag));

    /// <summary>The fit of ln <paramref name="values"/> on the lag itself; there is none within lags.</summary>
    public static WithinLagFit OnLag(PairTable values) =>
        Of(values, lag => [.. Enumerable.Repeat((double)lag, values.AtLag(lag).Length)]);

    private static WithinLagFit Of(PairTable values, Func<int, double[]> predictor)
    {
        var (x, y, withinX, withinY) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var lag = ShortestLag; lag < values.Steps; lag++)
        {
            var (xs, ys) = (predictor(lag), values.AtLag(lag));
            if (xs.Length != ys.Length)
                throw new ArgumentException($"One table has {ys.Length} pairs at lag {lag}, the other {xs.Length}.");
            (double X, double Y)[] finite = [.. xs.Zip(ys)
                .Where(pair => double.IsFinite(pair.First) && double.IsFinite(pair.Second))];
            if (finite.Length == 0)
                continue;
            var (meanX, meanY) = (finite.Average(pair => pair.X), finite.Average(pair => pair.Y));
            x.AddRange(finite.Select(pair => pair.X));
            y.AddRange(finite.Select(pair => pair.Y));
            withinX.AddRange(finite.Select(pair => pair.X - meanX));
            withinY.AddRange(finite.Select(pair => pair.Y - meanY));
        }
        var (slope, rSquared) = Fit(x, y);
        var (within, withinRSquared) = Fit(withinX, withinY);
        return new WithinLagFit(slope, rSquared, within, withinRSquared);
    }

    private static (double Slope, double RSquared) Fit(List<double> x, List<double> y)
    {
        if (x.Count < 2 || Deviation(x) < LeastDeviation)
            return (double.NaN, double.NaN);
        var (slope, _, rSquared) = Statistics.FitLine([.. x], [.. y]);
        return (slope, rSquared);
    }

    private static double Deviation(List<double> x)
    {
        var mean = x.Average();
        return Math.Sqrt(x.Average(v => (v - mean) * (v - mean)));
    }
}
