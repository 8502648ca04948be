namespace TimeScales.Experiments.Windows;

/// <summary>A permutation test of the mean at every lag, by itself and over all lags together.</summary>
/// <remarks>
/// <para><b>Source.</b> Westfall and Young, Resampling-Based Multiple Testing (1993), ch. 2: the largest of the
/// studentised means over lags. The observed means count among the draws, so that without a signal 5 % of tests detect:
/// per lag, or at any lag.</para>
/// </remarks>
internal sealed class DetectionTest
{
    /// <summary>The share of tests that detect where there is nothing.</summary>
    public const double Level = 0.05;

    /// <summary>A test.</summary>
    /// <param name="means">Means per lag, [1 + draws][lags]: the observed first, then those by chance.</param>
    public DetectionTest(double[][] means)
    {
        var lags = means[0].Length;
        (PerLag, Spread) = (new double[lags], new double[lags]);
        var studentised = new double[lags];
        var most = new double[means.Length];
        for (var lag = 0; lag < lags; lag++)
        {
            var moduli = Array.ConvertAll(means, row => Math.Abs(row[lag]));
            PerLag[lag] = Critical(moduli);
            Spread[lag] = Math.Sqrt(moduli.Average(m => m * m));
            for (var row = 0; row < most.Length; row++)
                most[row] = Math.Max(most[row], Spread[lag] > 0 ? moduli[row] / Spread[lag] : 0);
        }
        Family = Critical(most);
        Mean = means[0];
    }

    /// <summary>The observed mean per lag.</summary>
    public double[] Mean { get; }

    /// <summary>What |mean| must exceed at a lag tested alone.</summary>
    public double[] PerLag { get; }

    /// <summary>Root mean square of the means, per lag.</summary>
    public double[] Spread { get; }

    /// <summary>What |mean|/spread must exceed where all lags are tested.</summary>
    public double Family { get; }

    /// <summary>Whether a lag tested alone is detected.</summary>
    public bool IsDetectedAlone(int lag) => Math.Abs(Mean[lag - 1]) > PerLag[lag - 1];

    /// <summary>Whether a lag is detected when all are tested.</summary>
    public bool IsDetected(int lag) => Math.Abs(Mean[lag - 1]) > Family * Spread[lag - 1];

    /// <summary>The longest lag of some; 0 for none.</summary>
    public int Window(Func<int, bool> isDetected) => Enumerable.Range(1, Mean.Length).LastOrDefault(isDetected);

    /// <summary>What at most 5 % of the values exceed, also where some are equal; infinite where that is less than one.</summary>
    private static double Critical(double[] values)
    {
        var sorted = (double[])values.Clone();
        Array.Sort(sorted);
        var allowed = (int)(Level * sorted.Length);
        return allowed == 0 ? double.PositiveInfinity : sorted[^(allowed + 1)];
    }
}
