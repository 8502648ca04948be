using System.Numerics;

namespace TimeScales.Training;

/// <summary>A rule that turns gradients into weight updates; it keeps its own state.</summary>
public abstract class Optimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Applies one update in place.</summary>
    /// <param name="weights">θ, [P].</param>
    /// <param name="gradient">∂L/∂θ, [P].</param>
    public abstract void Update(Span<T> weights, ReadOnlySpan<T> gradient);
}
