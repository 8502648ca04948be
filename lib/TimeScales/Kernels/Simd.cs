using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TimeScales.Kernels;

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

    /// <summary>tanh of every lane, within 5 units in the last place in float32 and 3 in float64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Tanh<T>(Vector512<T> x) where T : unmanaged =>
        typeof(T) == typeof(float) ? Tanh(x.AsSingle()).As<float, T>() : Tanh(x.AsDouble()).As<double, T>();

    /// <summary>x·P(x²)/Q(x²) with the coefficients that minimise the largest relative error on |x| ≤ 9, 2.1e-8; beyond,
    /// ±1.</summary>
    /// <remarks>One division and no exponential: half of what training spends outside matrix products goes through here.
    /// The coefficients are from a weighted least-squares fit with Lawson's reweighting.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Tanh(Vector512<float> x)
    {
        x = Vector512.Max(Vector512.Min(x, Vector512.Create(9f)), Vector512.Create(-9f));
        var square = x * x;
        var p = Vector512.FusedMultiplyAdd(square, Vector512.Create(1.3354647142e-8f), Vector512.Create(2.0609070978e-5f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(3.4955874026e-3f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(0.13381025026f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(0.99999997948f));
        var q = Vector512.FusedMultiplyAdd(square, Vector512.Create(7.7765521329e-7f), Vector512.Create(3.2856336557e-4f));
        q = Vector512.FusedMultiplyAdd(q, square, Vector512.Create(2.5876979421e-2f));
        q = Vector512.FusedMultiplyAdd(q, square, Vector512.Create(0.46714340624f));
        q = Vector512.FusedMultiplyAdd(q, square, Vector512<float>.One);
        return Vector512.Max(Vector512.Min(x * p / q, Vector512<float>.One), -Vector512<float>.One);
    }

    /// <summary>Near zero a truncation of Lambert's continued fraction x/(1 + x²/(3 + x²/(5 + …))), elsewhere 1 − 2/(e^{2|x|} +
    /// 1).</summary>
    /// <remarks>The second form loses digits near zero, the first converges only there; one division serves both.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Tanh(Vector512<double> x)
    {
        var magnitude = Vector512.Abs(x);
        var square = x * x;
        var p = square + Vector512.Create(990.0);
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(135135.0));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(4729725.0));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(34459425.0));
        var q = Vector512.FusedMultiplyAdd(square, Vector512.Create(45.0), Vector512.Create(13860.0));
        q = Vector512.FusedMultiplyAdd(q, square, Vector512.Create(945945.0));
        q = Vector512.FusedMultiplyAdd(q, square, Vector512.Create(16216200.0));
        q = Vector512.FusedMultiplyAdd(q, square, Vector512.Create(34459425.0));

        var near = Vector512.LessThan(magnitude, Vector512.Create(0.625));
        var quotient = Vector512.ConditionalSelect(near, magnitude * p, Vector512.Create(-2.0))
            / Vector512.ConditionalSelect(near, q, Vector512.Exp(magnitude + magnitude) + Vector512<double>.One);
        var sign = x & Vector512.Create(-0.0);
        return Vector512.ConditionalSelect(near, quotient, quotient + Vector512<double>.One) | sign;
    }

    /// <summary>The logistic function 1/(1 + e^{-x}) of every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Logistic<T>(Vector512<T> x) where T : unmanaged =>
        Vector512<T>.One / (Vector512<T>.One + Exp(-x));

    /// <summary>Zero for every lane of less than 1e-30 in float32 or 1e-300 in float64; NaN stays.</summary>
    /// <remarks>What vanishes over many steps becomes subnormal in the end, and some processors take a hundred times as long to
    /// multiply subnormal numbers.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> WithoutVanishing<T>(Vector512<T> x) where T : unmanaged =>
        Vector512.AndNot(x, Vector512.LessThan(Vector512.Abs(x), Constant<T>(typeof(T) == typeof(float) ? 1e-30 : 1e-300)));

    /// <summary>The sum of the lanes, halves first: fewer steps than the runtime's, and one order for every vector
    /// width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(Vector512<T> vector) where T : unmanaged
    {
        var half = vector.GetLower() + vector.GetUpper();
        return Vector128.Sum(half.GetLower() + half.GetUpper());
    }

    /// <summary>The sum of the products of two padded rows, lane by lane and then across the lanes.</summary>
    public static unsafe T Dot<T>(T* x, T* y, int paddedLength) where T : unmanaged
    {
        var sum = Vector512<T>.Zero;
        for (var i = 0; i < paddedLength; i += Vector512<T>.Count)
            sum = MultiplyAdd(Vector512.Load(x + i), Vector512.Load(y + i), sum);
        return Sum(sum);
    }

    /// <summary>y = scale·x over a padded row.</summary>
    public static unsafe void SetScaled<T>(T scale, T* x, T* y, int paddedLength) where T : unmanaged
    {
        var factor = Vector512.Create(scale);
        for (var i = 0; i < paddedLength; i += Vector512<T>.Count)
            (factor * Vector512.Load(x + i)).Store(y + i);
    }

    /// <summary>y += scale·x over a padded row.</summary>
    public static unsafe void AddScaled<T>(T scale, T* x, T* y, int paddedLength) where T : unmanaged
    {
        var factor = Vector512.Create(scale);
        for (var i = 0; i < paddedLength; i += Vector512<T>.Count)
            MultiplyAdd(factor, Vector512.Load(x + i), Vector512.Load(y + i)).Store(y + i);
    }

    /// <summary>y −= scale·x over a padded row; returns the square of the norm of the new y.</summary>
    public static unsafe T SubtractScaled<T>(T scale, T* x, T* y, int paddedLength) where T : unmanaged
    {
        var factor = -Vector512.Create(scale);
        var sum = Vector512<T>.Zero;
        for (var i = 0; i < paddedLength; i += Vector512<T>.Count)
        {
            var rest = MultiplyAdd(factor, Vector512.Load(x + i), Vector512.Load(y + i));
            rest.Store(y + i);
            sum = MultiplyAdd(rest, rest, sum);
        }
        return Sum(sum);
    }

    /// <summary>x ← scale·x over a padded row.</summary>
    public static unsafe void Scale<T>(T scale, T* x, int paddedLength) where T : unmanaged
    {
        var factor = Vector512.Create(scale);
        for (var i = 0; i < paddedLength; i += Vector512<T>.Count)
            (factor * Vector512.Load(x + i)).Store(x + i);
    }

    /// <summary>Exchanges two padded rows.</summary>
    public static unsafe void Swap<T>(T* x, T* y, int paddedLength) where T : unmanaged
    {
        for (var i = 0; i < paddedLength; i += Vector512<T>.Count)
        {
            var kept = Vector512.Load(x + i);
            Vector512.Load(y + i).Store(x + i);
            kept.Store(y + i);
        }
    }

    /// <summary>The largest |x_i| of a padded row.</summary>
    public static unsafe double LargestMagnitude(double* x, int paddedLength)
    {
        var largest = Vector512<double>.Zero;
        for (var i = 0; i < paddedLength; i += Vector512<double>.Count)
            largest = Vector512.Max(largest, Vector512.Abs(Vector512.Load(x + i)));
        var half = Vector256.Max(largest.GetLower(), largest.GetUpper());
        var quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        return Math.Max(quarter[0], quarter[1]);
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
