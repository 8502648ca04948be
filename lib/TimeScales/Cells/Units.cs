using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>A number for each of several units: what a state equation computes with, as if there were one unit.</summary>
/// <remarks>One 512-bit vector; every operation rounds once, in each unit alike. A constant is itself: <c>1 - g</c>.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct Units<T> where T : unmanaged
{
    internal Units(Vector512<T> vector) => Vector = vector;

    internal Vector512<T> Vector { get; }

    /// <summary>The same number for every unit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Units<T>(double value) => new(Simd.Constant<T>(value));

    /// <summary>x + y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Units<T> operator +(Units<T> x, Units<T> y) => new(x.Vector + y.Vector);

    /// <summary>x − y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Units<T> operator -(Units<T> x, Units<T> y) => new(x.Vector - y.Vector);

    /// <summary>x·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Units<T> operator *(Units<T> x, Units<T> y) => new(x.Vector * y.Vector);
}

/// <summary>Functions of <see cref="Units{T}"/>.</summary>
public static class Units
{
    /// <summary>tanh x, within 5 units in the last place in float32 and 3 in float64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Units<T> Tanh<T>(Units<T> x) where T : unmanaged => new(Simd.Tanh(x.Vector));

    /// <summary>σ(x) = 1/(1 + e^{−x}); a gate's pre-activation has been through it before the cell sees it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Units<T> Logistic<T>(Units<T> x) where T : unmanaged => new(Simd.Logistic(x.Vector));
}
