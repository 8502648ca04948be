using System.Collections.Concurrent;

namespace TimeScales.Torch;

/// <summary>Numbers as operands of tensors, kept for good.</summary>
/// <remarks>TorchSharp reads the address of a scalar and then calls into native code with nothing that keeps the scalar alive:
/// the collector can free one that was made on the fly while libtorch still reads it. One that is kept is never freed.</remarks>
internal static class Scalars
{
    private static readonly ConcurrentDictionary<double, Scalar> All = new();

    /// <summary>The number as an operand.</summary>
    public static Scalar Kept(double value) => All.GetOrAdd(value, number => (Scalar)number);

    /// <summary>a + b; the operator makes a scalar 1 on the fly, which scales b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, Kept(1));

    /// <summary>The same values, with a derivative by <paramref name="a"/> even where they do not depend on it: autograd.grad
    /// ends the process without.</summary>
    public static Tensor FollowedFrom(this Tensor values, Tensor a) => values.Plus(Kept(0) * a);

    /// <summary>1 − a.</summary>
    public static Tensor OneMinus(Tensor a) => ones_like(a) - a;

    /// <summary>1 + a.</summary>
    public static Tensor OnePlus(Tensor a) => ones_like(a).Plus(a);
}
