using System.Numerics;

namespace TimeScales;

/// <summary>Gradient descent θ ← θ − μ v, heavy-ball momentum v ← m v + ∂L/∂θ, v = ∂L/∂θ at first; m = 0: SGD.</summary>
/// <remarks>The conventions of torch's <c>optim.SGD</c> without dampening: the step size multiplies the velocity.</remarks>
/// <param name="stepSize">μ.</param>
/// <param name="momentum">m in [0, 1).</param>
public sealed class GradientDescent<T>(double stepSize, double momentum = 0) : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T μ = T.CreateChecked(stepSize);
    private readonly T m = T.CreateChecked(momentum);
    private T[]? velocity;

    /// <inheritdoc/>
    public override void Update(Span<T> weights, ReadOnlySpan<T> gradient)
    {
        if (m == T.Zero)
        {
            for (var i = 0; i < weights.Length; i++)
                weights[i] -= μ * gradient[i];
            return;
        }
        velocity ??= new T[weights.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            velocity[i] = m * velocity[i] + gradient[i];
            weights[i] -= μ * velocity[i];
        }
    }

    /// <inheritdoc/>
    public override void Preconditioner(Span<T> diagonal) => diagonal.Fill(T.One);
}
