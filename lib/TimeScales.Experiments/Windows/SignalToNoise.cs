using TimeScales.Experiments.DelayedSums;

namespace TimeScales.Experiments.Windows;

/// <summary>The signal-to-noise ratio of arXiv:2512.05790: SNR(ℓ, N) = |m̄| N^(1 − 1/α)/σ of the matched
/// statistic ψ at one lag.</summary>
/// <param name="Mean">m̄, the mean of ψ.</param>
/// <param name="Law">The stable law fitted to ψ.</param>
public readonly record struct SignalToNoise(double Mean, StableLaw Law)
{
    /// <summary>The threshold of the author's first program.</summary>
    public const double FirstThreshold = 0.1;

    /// <summary>The threshold of his later launcher.</summary>
    public const double LaterThreshold = 20;

    /// <summary>The numbers of sequences that the author's launcher asks for.</summary>
    public static readonly int[] AskedFor = [25, 50, 100, 150, 200, 300, 400, 600, 800, 1200, 1600, 2400, 3200, 4800, 6400, 9600,
        12800];

    /// <summary>SNR of N samples; 0 where ψ has no spread.</summary>
    public double Of(double count) => Law.Scale > 0 ? Math.Abs(Mean) * Law.Concentration(count) / Law.Scale : 0;

    /// <summary>N from which the ratio exceeds a threshold: (threshold σ/|m̄|)^κ, κ = α/(α − 1); infinite
    /// where it never does.</summary>
    public double Needed(double threshold) => Mean == 0 ? double.PositiveInfinity
        : Math.Pow(threshold * Law.Scale / Math.Abs(Mean), Law.Tail / (Law.Tail - 1));

    /// <summary>The mean of ψ as the author's program takes it: every batch turned by the sign of its own mean.</summary>
    /// <remarks>So it is the mean of |batch means|, which without a signal does not fall with the number of batches: of
    /// independent values with a stable law it is σ E|X| n^(1/α − 1) with n values per batch, and SNR(N) = E|X| (N/n)^(1 − 1/α)
    /// at every lag and scale.</remarks>
    /// <param name="values">ψ.</param>
    /// <param name="batch">Values per batch; the last may have fewer.</param>
    public static double TurnedMean(ReadOnlySpan<double> values, int batch)
    {
        var sum = 0.0;
        for (var start = 0; start < values.Length; start += batch)
        {
            var part = 0.0;
            foreach (var value in values[start..Math.Min(start + batch, values.Length)])
                part += value;
            sum += Math.Abs(part);
        }
        return sum / values.Length;
    }
}
