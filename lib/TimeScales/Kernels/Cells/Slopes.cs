using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>Where an equation states the slopes of a unit's next state, each as a product of factors.</summary>
/// <remarks>
/// <para>Backpropagation multiplies λ = ∂L/∂x_t by the factors from the first to the last; a Jacobian wants the slope alone and
/// multiplies them from the last to the first. So both round as if written out by hand. What is not stated is zero.</para>
/// <para>Of a shared pre-activation all factors but the first must be the same for all units: λ times the first is summed over
/// them.</para>
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public unsafe ref struct Slopes<T> where T : unmanaged
{
    private readonly T** targets;
    private readonly ReadOnlySpan<bool> isShared;
    private readonly SharedSlope<T>* sums;
    private readonly Vector512<T>* values;
    private readonly bool alone;
    private readonly nint offset;
    private readonly int count;
    private readonly Units<T> memoryAdjoint;
    private Units<T> λ;
    private int memory;

    /// <summary>For backpropagation: ∂L/∂a_i goes to <paramref name="targets"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Slopes(
        T** targets, nint offset, ReadOnlySpan<bool> isShared, SharedSlope<T>* sums, Units<T> λ, Units<T> memoryAdjoint)
    {
        this.targets = targets;
        this.offset = offset;
        this.isShared = isShared;
        this.sums = sums;
        this.λ = λ;
        this.memoryAdjoint = memoryAdjoint;
    }

    /// <summary>For Jacobians: the slopes alone go to <paramref name="values"/>, those of a memory behind the
    /// <paramref name="count"/> of the state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Slopes(Vector512<T>* values, int count)
    {
        this.values = values;
        this.count = count;
        alone = true;
    }

    /// <summary>The slope by the previous state, or λ times it.</summary>
    internal Units<T> Previous { get; private set; }

    /// <summary>∂h/∂c; only of the slopes alone.</summary>
    internal Units<T> Exposure { get; private set; }

    /// <summary>∂x/∂a_i, x the state; after <see cref="ThroughMemory"/>, the memory c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Of(int i, Units<T> a) => Put(i, a, 1, 1, λ * a, a);

    /// <summary>∂x/∂a_i = a·b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Of(int i, Units<T> a, Units<T> b) => Put(i, a, b, 1, λ * a * b, b * a);

    /// <summary>∂x/∂a_i = a·b·c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Of(int i, Units<T> a, Units<T> b, Units<T> c) => Put(i, a, b, c, λ * a * b * c, c * b * a);

    /// <summary>∂x/∂a_i = a·b·c·d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Of(int i, Units<T> a, Units<T> b, Units<T> c, Units<T> d) =>
        Put(i, a, b, c * d, λ * a * b * c * d, d * c * b * a);

    /// <summary>∂x/∂a_i = a·b·c·d·e.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Of(int i, Units<T> a, Units<T> b, Units<T> c, Units<T> d, Units<T> e) =>
        Put(i, a, b, c * d * e, λ * a * b * c * d * e, e * d * c * b * a);

    /// <summary>∂x_t/∂x_{t−1}, the pre-activations aside; of a cell with memory, ∂c_t/∂c_{t−1}.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OfPrevious(Units<T> slope) => Previous = alone ? slope : slope * λ;

    /// <summary>∂h/∂c = a·b: how the memory shows in the state. What is stated before is a slope of h at fixed c, what follows
    /// one of c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ThroughMemory(Units<T> a, Units<T> b)
    {
        if (alone)
            (Exposure, memory) = (a * b, count);
        else
            λ = memoryAdjoint + λ * a * b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Put(int i, Units<T> first, Units<T> second, Units<T> third, Units<T> applied, Units<T> product)
    {
        if (alone)
            values[memory + i] = product.Vector;
        else if (!isShared.IsEmpty && isShared[i])
            sums[i].Add(λ, first, second, third);
        else
            applied.Vector.Store(targets[i] + offset);
    }
}
