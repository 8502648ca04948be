using System.Numerics;

namespace TimeScales;

/// <summary>HGM, hindsight-guided momentum: Adam whose step size follows how gradient and momentum agree.</summary>
/// <remarks>
/// <para><b>Source.</b> Sarkar, Hindsight-Guided Momentum Optimizer, arXiv:2506.22479 (June 2025): with Adam's running means m
/// and v, θ ← θ − μ e^{γ s} m̂/(√v̂ + ε), s ← β_s s + (1 − β_s) cos(g, m of the update before), s = 0 at first.</para>
/// <para>The factor e^{γ s} is one number for all parameters: HGM moves them where Adam does, further or less far.</para>
/// <para><b>Choice.</b> No public text gives the authors' γ and β_s. β_s = 0.9 is Adam's β1; γ = 1 lets the step size range over
/// a factor of e around μ. The cosine is 0 where either vector is.</para>
/// </remarks>
/// <param name="stepSize">μ.</param>
/// <param name="β1">Decay of the running mean of the gradient.</param>
/// <param name="β2">Decay of the running mean of its square.</param>
/// <param name="βs">Decay of the running mean of the cosine.</param>
/// <param name="γ">Strength of the modulation.</param>
/// <param name="ε">Added to √v̂.</param>
public sealed class HindsightMomentum<T>(
    double stepSize, double β1 = 0.9, double β2 = 0.999, double βs = 0.9, double γ = 1, double ε = 1e-8)
    : Adam<T>(stepSize, β1, β2, ε)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>s, the running mean of the cosine between the gradient and the momentum before it, −1 … 1.</summary>
    public double Agreement { get; private set; }

    private protected override double LastStepScale => Math.Exp(γ * Agreement);

    private protected override double StepScale(ReadOnlySpan<T> gradient, ReadOnlySpan<T> mean)
    {
        Agreement = βs * Agreement + (1 - βs) * Cosine(gradient, mean);
        return LastStepScale;
    }

    private static double Cosine(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
    {
        double xx = 0, xy = 0, yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var (xi, yi) = (double.CreateChecked(x[i]), double.CreateChecked(y[i]));
            xx += xi * xi;
            xy += xi * yi;
            yy += yi * yi;
        }
        return xx == 0 || yy == 0 ? 0 : xy / Math.Sqrt(xx * yy);
    }
}
