using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TimeScales.Numerics;

/// <summary>The few vector operations that the generic vector types do not offer for a type parameter.</summary>
/// <remarks>Everything is written once, for 512-bit vectors of T = float or double; where the processor is narrower, the
/// runtime splits each into halves, lane by lane, so the results are the same to the bit.</remarks>
internal static class Simd
{
    /// <summary>The length of a padded row: the next multiple of the vector length.</summary>
    public static int Padded<T>(int length) where T : unmanaged =>
        (length + Vector512<T>.Count - 1) / Vector512<T>.Count * Vector512<T>.Count;

    /// <summary>x·y + z with one rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd<T>(Vector512<T> x, Vector512<T> y, Vector512<T> z) where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector512.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
            : Vector512.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    /// <summary>The vector with every lane equal to <paramref name="value"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Constant<T>(double value) where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector512.Create((float)value).As<float, T>()
            : Vector512.Create(value).As<double, T>();

    /// <summary>tanh of every lane, within 2 units in the last place.</summary>
    /// <remarks>Near zero a truncation of Lambert's continued fraction x/(1 + x²/(3 + x²/(5 + …))), elsewhere
    /// sign(x)·(1 - 2/(e^{2|x|} + 1)): the second form loses digits near zero, the first converges only there.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Tanh<T>(Vector512<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var magnitude = Vector512.Abs(x);
        var square = x * x;
        var sign = x & Constant<T>(-0.0);

        Vector512<T> numerator, denominator;
        if (typeof(T) == typeof(float))
        {
            numerator = MultiplyAdd(square + Constant<T>(105), square, Constant<T>(945));
            denominator = MultiplyAdd(MultiplyAdd(Constant<T>(15), square, Constant<T>(420)), square, Constant<T>(945));
        }
        else
        {
            numerator = MultiplyAdd(square + Constant<T>(990), square, Constant<T>(135135));
            numerator = MultiplyAdd(numerator, square, Constant<T>(4729725));
            numerator = MultiplyAdd(numerator, square, Constant<T>(34459425));
            denominator = MultiplyAdd(Constant<T>(45), square, Constant<T>(13860));
            denominator = MultiplyAdd(denominator, square, Constant<T>(945945));
            denominator = MultiplyAdd(denominator, square, Constant<T>(16216200));
            denominator = MultiplyAdd(denominator, square, Constant<T>(34459425));
        }

        // One division serves both branches: -2/(e^{2|x|}+1) far from zero, x·P/Q near it.
        var near = Vector512.LessThan(magnitude, Constant<T>(0.625));
        var quotient = Vector512.ConditionalSelect(near, magnitude * numerator, Constant<T>(-2))
            / Vector512.ConditionalSelect(near, denominator, Exp(magnitude + magnitude) + Vector512<T>.One);
        return Vector512.ConditionalSelect(near, quotient, quotient + Vector512<T>.One) | sign;
    }

    /// <summary>The logistic function 1/(1 + e^{-x}) of every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Logistic<T>(Vector512<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Vector512<T>.One / (Vector512<T>.One + Exp(-x));

    /// <summary>The sum of the products of two padded rows, lane by lane and then across the lanes.</summary>
    public static unsafe T Dot<T>(T* x, T* y, int paddedLength) where T : unmanaged
    {
        var sum = Vector512<T>.Zero;
        for (var i = 0; i < paddedLength; i += Vector512<T>.Count)
            sum = MultiplyAdd(Vector512.Load(x + i), Vector512.Load(y + i), sum);
        return Vector512.Sum(sum);
    }

    /// <summary>y += scale·x over a padded row.</summary>
    public static unsafe void AddScaled<T>(T scale, T* x, T* y, int paddedLength) where T : unmanaged
    {
        var factor = Vector512.Create(scale);
        for (var i = 0; i < paddedLength; i += Vector512<T>.Count)
            MultiplyAdd(factor, Vector512.Load(x + i), Vector512.Load(y + i)).Store(y + i);
    }

    /// <summary>x ← scale·x over a padded row.</summary>
    public static unsafe void Scale<T>(T scale, T* x, int paddedLength) where T : unmanaged
    {
        var factor = Vector512.Create(scale);
        for (var i = 0; i < paddedLength; i += Vector512<T>.Count)
            (factor * Vector512.Load(x + i)).Store(x + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Exp<T>(Vector512<T> x) where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Exp(x.AsSingle()).As<float, T>()
            : Vector512.Exp(x.AsDouble()).As<double, T>();

    /// <summary>e^x in float32, within 2 units in the last place; beyond ±87 it stays at the value there.</summary>
    /// <remarks>x = n·ln 2 + r with |r| ≤ ln(2)/2, ln 2 in two parts; e^r by its Taylor polynomial of degree 7; 2^n by its bits.
    /// The runtime's own goes through float64 and takes three times as long.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Exp(Vector512<float> x)
    {
        x = Vector512.Max(Vector512.Min(x, Vector512.Create(87f)), Vector512.Create(-87f));
        var n = Vector512.Round(x * 1.44269504f);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.693359375f), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(2.12194440e-4f), r);

        var p = Vector512.Create(1f / 5040);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 720));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 120));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 24));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 6));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.5f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);

        var exponent = Vector512.ShiftLeft(Vector512.ConvertToInt32Native(n), 23);
        return (p.AsInt32() + exponent).AsSingle();
    }
}
