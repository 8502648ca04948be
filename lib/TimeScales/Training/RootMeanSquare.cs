using System.Numerics;

namespace TimeScales;

/// <summary>RMSProp: θ ← θ − μ g/(√v + ε) with the running mean v ← ρ v + (1 − ρ) g², v = 0 at first.</summary>
/// <remarks><b>Source.</b> Tieleman and Hinton, Neural Networks for Machine Learning, lecture 6.5 (2012); the conventions of
/// torch's <c>optim.RMSprop</c>: no bias correction, ε outside the root, neither centred nor with momentum.</remarks>
/// <param name="stepSize">μ.</param>
/// <param name="ρ">Decay of the running mean of the squared gradient; torch's default.</param>
/// <param name="ε">Added to √v.</param>
public sealed class RootMeanSquare<T>(double stepSize, double ρ = 0.99, double ε = 1e-8) : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T μ = T.CreateChecked(stepSize);
    private readonly T keep = T.CreateChecked(ρ);
    private readonly T add = T.CreateChecked(1 - ρ);
    private readonly T offset = T.CreateChecked(ε);
    private T[]? square;

    /// <inheritdoc/>
    public override void Update(Span<T> weights, ReadOnlySpan<T> gradient)
    {
        square ??= new T[weights.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            var g = gradient[i];
            square[i] = keep * square[i] + add * g * g;
            weights[i] -= μ * (g / (T.Sqrt(square[i]) + offset));
        }
    }

    /// <inheritdoc/>
    public override void Preconditioner(Span<T> diagonal)
    {
        diagonal.Fill(T.One);
        for (var i = 0; i < diagonal.Length && square is not null; i++)
            diagonal[i] = T.One / (T.Sqrt(square[i]) + offset);
    }
}
