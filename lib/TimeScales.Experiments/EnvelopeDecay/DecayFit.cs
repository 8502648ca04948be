namespace TimeScales.Experiments.EnvelopeDecay;

/// <summary>Whether a curve over lag decays as an exponential, ln f = a − bℓ, or as a power, ln f = a − d ln ℓ: by likelihood,
/// both with as many parameters.</summary>
/// <remarks>
/// <para><b>Error model.</b> An envelope over lag is no sample of independent points: the product at lag ℓ + 1 contains that
/// at ℓ, and what a curve has besides its class is smooth. So ln f is the line and a Gaussian AR(1) process of lag 1,
/// stationary, whose variance and correlation 0 ≤ ρ &lt; 1 are fitted with the line, by maximum likelihood over ρ. With
/// independent errors a smooth misfit would count once for every lag. The differences of BIC and of AIC are then both 2 (ln
/// L_power − ln L_exponential).</para>
/// <para>A difference of 10 decides (Kass and Raftery, J. Am. Stat. Assoc. 90 (1995) 773-795: "very strong").</para>
/// </remarks>
/// <param name="Difference">BIC of the exponential less that of the power: positive for a power.</param>
/// <param name="Rate">b of the exponential by least squares, per step.</param>
/// <param name="Exponent">d of the power by least squares.</param>
/// <param name="ExponentialRSquared">R² of the former.</param>
/// <param name="PowerRSquared">R² of the latter: by the larger of the two the papers choose.</param>
public readonly record struct DecayFit(double Difference, double Rate, double Exponent, double ExponentialRSquared,
    double PowerRSquared)
{
    /// <summary>Where a class is decided.</summary>
    public const double Decides = 10;

    /// <summary>What float64 leaves of a curve that is its class exactly.</summary>
    private const double LeastVariance = 1e-24;

    private static readonly double[] Correlations = [.. Enumerable.Range(0, 97).Select(k => 1 - Math.Pow(10, -k / 24.0))];

    /// <summary>The fits to ln f at lags <paramref name="first"/>, first + 1, ….</summary>
    public static DecayFit Of(ReadOnlySpan<double> logarithms, int first)
    {
        var lags = new double[logarithms.Length];
        for (var i = 0; i < lags.Length; i++)
            lags[i] = first + i;
        var logLags = Array.ConvertAll(lags, Math.Log);
        var (exponential, power) = (Statistics.FitLine(lags, logarithms), Statistics.FitLine(logLags, logarithms));
        return new DecayFit(
            2 * (LogLikelihood(logLags, logarithms) - LogLikelihood(lags, logarithms)), -exponential.Slope, -power.Slope,
                exponential.RSquared, power.RSquared);
    }

    /// <summary>ln L of y = a + bx + AR(1), but for what depends on the number of points alone.</summary>
    private static double LogLikelihood(double[] x, ReadOnlySpan<double> y)
    {
        var best = double.NegativeInfinity;
        foreach (var ρ in Correlations)
        {
            // Prais and Winsten: all but the first less ρ times the one before are independent, and
            // so is the first times √(1 − ρ²).
            double uu = 0, ux = 0, xx = 0, uy = 0, xy = 0;
            for (var i = 0; i < x.Length; i++)
            {
                var scale = i == 0 ? Math.Sqrt(1 - ρ * ρ) : 1 - ρ;
                var (xi, yi) = i == 0 ? (scale * x[0], scale * y[0]) : (x[i] - ρ * x[i - 1], y[i] - ρ * y[i - 1]);
                (uu, ux, xx) = (uu + scale * scale, ux + scale * xi, xx + xi * xi);
                (uy, xy) = (uy + scale * yi, xy + xi * yi);
            }
            var determinant = uu * xx - ux * ux;
            var (a, b) = ((xx * uy - ux * xy) / determinant, (uu * xy - ux * uy) / determinant);
            var variance = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                var residual = y[i] - a - b * x[i];
                var innovation = i == 0 ? Math.Sqrt(1 - ρ * ρ) * residual : residual - ρ * (y[i - 1] - a - b * x[i - 1]);
                variance += innovation * innovation / x.Length;
            }
            best = Math.Max(best, (Math.Log(1 - ρ * ρ) - x.Length * Math.Log(Math.Max(variance, LeastVariance))) / 2);
        }
        return best;
    }
}
