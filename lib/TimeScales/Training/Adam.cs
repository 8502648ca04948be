using System.Numerics;

namespace TimeScales;

/// <summary>Adam: θ ← θ − μ m̂/(√v̂ + ε) with bias-corrected running means m̂ of the gradient and v̂ of its square.</summary>
/// <remarks><b>Source.</b> Kingma and Ba, arXiv:1412.6980, Algorithm 1; ε is added to √v̂ as in torch.</remarks>
/// <param name="stepSize">μ.</param>
/// <param name="β1">Decay of the running mean of the gradient.</param>
/// <param name="β2">Decay of the running mean of its square.</param>
/// <param name="ε">Added to √v̂.</param>
public class Adam<T>(double stepSize, double β1 = 0.9, double β2 = 0.999, double ε = 1e-8) : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[]? mean;
    private T[]? square;
    private int updates;

    /// <inheritdoc/>
    public override void Update(Span<T> weights, ReadOnlySpan<T> gradient)
    {
        mean ??= new T[weights.Length];
        square ??= new T[weights.Length];
        var scale = StepScale(gradient, mean);
        updates++;

        // The corrections are computed in float64, as torch does, and enter as one step size and one scale of √v.
        var step = T.CreateChecked(stepSize * scale / (1 - Math.Pow(β1, updates)));
        var rootCorrection = T.CreateChecked(Math.Sqrt(1 - Math.Pow(β2, updates)));
        var (keepMean, addMean) = (T.CreateChecked(β1), T.CreateChecked(1 - β1));
        var (keepSquare, addSquare) = (T.CreateChecked(β2), T.CreateChecked(1 - β2));
        var offset = T.CreateChecked(ε);
        for (var i = 0; i < weights.Length; i++)
        {
            var g = gradient[i];
            mean[i] = keepMean * mean[i] + addMean * g;
            square[i] = keepSquare * square[i] + addSquare * g * g;
            weights[i] -= step * (mean[i] / (T.Sqrt(square[i]) / rootCorrection + offset));
        }
    }

    /// <summary>What multiplies the step size of the next update; called once per update.</summary>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="mean">The running mean before it.</param>
    private protected virtual double StepScale(ReadOnlySpan<T> gradient, ReadOnlySpan<T> mean) => 1;

    /// <summary>What multiplied the step size of the last update.</summary>
    private protected virtual double LastStepScale => 1;

    /// <inheritdoc/>
    public override void Preconditioner(Span<T> diagonal)
    {
        var scale = T.CreateChecked(LastStepScale);
        diagonal.Fill(T.One);
        var rootCorrection = T.CreateChecked(Math.Sqrt(1 - Math.Pow(β2, updates)));
        var offset = T.CreateChecked(ε);
        for (var i = 0; i < diagonal.Length && square is not null; i++)
            diagonal[i] = scale / (T.Sqrt(square[i]) / rootCorrection + offset);
    }
}
