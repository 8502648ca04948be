using TimeScales.RandomStreams;

namespace TimeScales.Experiments.DelayedSums;

/// <summary>A symmetric α-stable law: E exp(itX) = exp(−|σt|^α).</summary>
/// <remarks>α = 2 is the normal law with variance 2σ², α = 1 Cauchy's. Sums of N such numbers spread as N^(1/α), so a mean
/// of N as N^(1/α − 1).</remarks>
/// <param name="Tail">α, 0 … 2, 0 excluded.</param>
/// <param name="Scale">σ.</param>
public readonly record struct StableLaw(double Tail, double Scale)
{
    /// <summary>How much the mean of N numbers is narrower than one: N^(1 − 1/α).</summary>
    public double Concentration(double count) => Math.Pow(count, 1 - 1 / Tail);

    /// <summary>E|X|/σ = 2Γ(1 − 1/α)/π; infinite for α ≤ 1.</summary>
    /// <remarks>From ∫₀^∞ (1 − exp(−t^α)) t⁻² dt = Γ(1 − 1/α) and E|X| = (2/π) ∫₀^∞ (1 − Re φ) t⁻² dt.</remarks>
    public double MeanModulus => Tail <= 1 ? double.PositiveInfinity : 2 / Math.PI * Gamma(1 - 1 / Tail);

    /// <summary>Fills values with independent draws.</summary>
    /// <remarks><b>Source.</b> Chambers, Mallows and Stuck, J. Am. Stat. Assoc. 71 (1976) 340-344, symmetric case.</remarks>
    public void Fill(TorchGenerator generator, Span<double> values)
    {
        Span<double> uniforms = stackalloc double[2];
        foreach (ref var value in values)
        {
            generator.FillUniform(uniforms);
            var angle = Math.PI * (uniforms[0] - 0.5);
            var waiting = -Math.Log(1 - uniforms[1]);
            value = Scale * Math.Sin(Tail * angle) / Math.Pow(Math.Cos(angle), 1 / Tail)
                * Math.Pow(Math.Cos((1 - Tail) * angle) / waiting, (1 - Tail) / Tail);
        }
    }

    /// <summary>P(X ≤ x) for 1 ≤ α ≤ 2 and |x| up to some tens of σ, to 1e-7.</summary>
    /// <remarks>½ + (1/π) ∫₀^∞ sin(xt/σ)/t · exp(−t^α) dt, by Simpson's rule; no closed form exists
    /// between α = 1 and 2.</remarks>
    public double Probability(double x)
    {
        const int Intervals = 4000;
        const double End = 30;
        var (place, tail) = (x / Scale, Tail);
        // t = s²: the integrand, with its root-like start, becomes smooth at 0.
        var step = Math.Sqrt(End) / Intervals;
        var sum = 0.0;
        for (var i = 1; i <= Intervals; i++)
        {
            var s = i * step;
            var value = 2 * Math.Sin(place * s * s) / s * Math.Exp(-Math.Pow(s * s, tail));
            sum += value * (i == Intervals ? 1 : i % 2 == 1 ? 4 : 2);
        }
        return 0.5 + sum * step / (3 * Math.PI);
    }

    /// <summary>The x ≥ 0 with P(X ≤ x) = p, ½ ≤ p &lt; 0.96.</summary>
    public double Quantile(double probability)
    {
        var (low, high) = (0.0, 10 * Scale);
        for (var i = 0; i < 50; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Probability(middle) < probability ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }

    /// <summary>Γ(x), 0 &lt; x ≤ 1, by Stirling's series at x + 8.</summary>
    private static double Gamma(double x)
    {
        var product = 1.0;
        for (var i = 0; i < 8; i++)
            product *= x + i;
        var z = x + 8;
        var series = 1 / (12 * z) - 1 / (360 * Math.Pow(z, 3)) + 1 / (1260 * Math.Pow(z, 5));
        return Math.Sqrt(2 * Math.PI / z) * Math.Pow(z / Math.E, z) * Math.Exp(series) / product;
    }
}
