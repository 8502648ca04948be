using System.Numerics;

namespace TimeScales;

/// <summary>AdaRem: a parameter's step grows where the gradient has the sign of its recent mean, and shrinks elsewhere.</summary>
/// <remarks>
/// <para><b>Source.</b> Liu et al., Adaptive Gradient Method with Resilience and Momentum, arXiv:2010.11041: θ_i ← θ_i − μ (1 +
/// λ^t b_i) g_i with b_i = sign(g_i)·m_i/(max_j |m_j| + ε) ∈ (−1, 1), m the running mean m ← β m + (1 − β) g of the gradients
/// before this one, and t = 0, 1, … the number of earlier updates.</para>
/// <para><b>Choice.</b> No public text gives the authors' β; 0.9 is Adam's for the same quantity. λ = 0.999 lets the modulation
/// fade. Without weight decay.</para>
/// </remarks>
/// <param name="stepSize">μ.</param>
/// <param name="β">Decay of the running mean of the gradient.</param>
/// <param name="λ">What is left of the modulation from one update to the next.</param>
/// <param name="ε">Added to the largest |m|, which is 0 at first.</param>
public sealed class AdaRem<T>(double stepSize, double β = 0.9, double λ = 0.999, double ε = 1e-30) : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T μ = T.CreateChecked(stepSize);
    private readonly T keep = T.CreateChecked(β);
    private readonly T add = T.CreateChecked(1 - β);
    private T[]? mean;
    private T[]? modulation;
    private int updates;

    /// <inheritdoc/>
    public override void Update(Span<T> weights, ReadOnlySpan<T> gradient)
    {
        mean ??= new T[weights.Length];
        modulation ??= new T[weights.Length];

        var largest = T.Zero;
        foreach (var m in mean)
            largest = T.Max(largest, T.Abs(m));
        var scale = T.CreateChecked(Math.Pow(λ, updates)) / (largest + T.CreateChecked(ε));
        for (var i = 0; i < weights.Length; i++)
        {
            var g = gradient[i];
            var agreement = g > T.Zero ? mean[i] : g < T.Zero ? -mean[i] : T.Zero;
            modulation[i] = T.One + scale * agreement;
            weights[i] -= μ * modulation[i] * g;
            mean[i] = keep * mean[i] + add * g;
        }
        updates++;
    }

    /// <inheritdoc/>
    public override void Preconditioner(Span<T> diagonal)
    {
        diagonal.Fill(T.One);
        modulation?.CopyTo(diagonal);
    }
}
