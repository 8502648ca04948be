using System.Numerics;

namespace TimeScales;

/// <summary>A rule that turns gradients into weight updates; it keeps its own state.</summary>
public abstract class Optimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Applies one update in place.</summary>
    /// <param name="weights">θ, [P].</param>
    /// <param name="gradient">∂L/∂θ, [P].</param>
    public abstract void Update(Span<T> weights, ReadOnlySpan<T> gradient);

    /// <summary>The diagonal P of the last update θ ← θ − μ P d, where d is the gradient or its running mean.</summary>
    /// <remarks>What arXiv:2508.12121, Sec. VI, compares with gates: 1/(√v̂ + ε) for Adam, 1 for descent with or without
    /// momentum, whose memory acts over updates and not across parameters.</remarks>
    /// <param name="diagonal">Receives P, [P]; all ones before the first update.</param>
    public abstract void Preconditioner(Span<T> diagonal);
}
