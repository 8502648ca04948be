namespace TimeScales.Torch;

/// <summary>A rule that turns gradients into weight updates on the device, elementwise and so for all replicas at once.</summary>
/// <remarks>Not TorchSharp's own: they make scalars that nothing keeps alive (see <see cref="Scalars"/>).</remarks>
public abstract class TorchOptimizer : IDisposable
{
    /// <summary>Applies one update in place.</summary>
    /// <param name="weights">The weights, always the same ones in the same order.</param>
    /// <param name="gradients">Their gradients.</param>
    public abstract void Update(IReadOnlyList<Tensor> weights, IReadOnlyList<Tensor> gradients);

    /// <summary>Frees what the rule keeps on the device.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>Gradient descent θ ← θ − μ ∂L/∂θ.</summary>
/// <param name="stepSize">μ.</param>
public sealed class TorchDescent(double stepSize) : TorchOptimizer
{
    /// <inheritdoc/>
    public override void Update(IReadOnlyList<Tensor> weights, IReadOnlyList<Tensor> gradients)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        foreach (var (weight, gradient) in weights.Zip(gradients))
            weight.add_(gradient, Kept(-stepSize));
    }
}

/// <summary>Adam: θ ← θ − μ m̂/(√v̂ + ε) with bias-corrected running means m̂ of the gradient and v̂ of its square.</summary>
/// <remarks><b>Source.</b> Kingma and Ba, arXiv:1412.6980, Algorithm 1; ε is added to √v̂ as in torch.</remarks>
/// <param name="stepSize">μ.</param>
public sealed class TorchAdam(double stepSize) : TorchOptimizer
{
    private const double β1 = 0.9;
    private const double β2 = 0.999;
    private const double ε = 1e-8;

    private Tensor[] means = [];
    private Tensor[] squares = [];
    private int updates;

    /// <inheritdoc/>
    public override void Update(IReadOnlyList<Tensor> weights, IReadOnlyList<Tensor> gradients)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        if (updates++ == 0)
        {
            means = [.. weights.Select(weight => zeros_like(weight).DetachFromDisposeScope())];
            squares = [.. weights.Select(weight => zeros_like(weight).DetachFromDisposeScope())];
        }
        // These change with every update; disposing them at the end also keeps them alive until then.
        using Scalar step = -stepSize / (1 - Math.Pow(β1, updates));
        using Scalar rootCorrection = Math.Sqrt(1 - Math.Pow(β2, updates));
        for (var i = 0; i < weights.Count; i++)
        {
            means[i].mul_(Kept(β1)).add_(gradients[i], Kept(1 - β1));
            squares[i].mul_(Kept(β2)).addcmul_(gradients[i], gradients[i], Kept(1 - β2));
            var divisor = squares[i].sqrt().div(rootCorrection).add(Kept(ε), Kept(1));
            weights[i].addcdiv_(means[i], divisor, step);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var kept in means.Concat(squares))
            kept.Dispose();
        base.Dispose();
    }
}
