using TimeScales.Kernels;

namespace TimeScales;

/// <summary>A product Π (A_t + εB_t) kept as F₀ + εL + R, factor by factor on the left.</summary>
/// <remarks>
/// (A + εB)(F₀ + εL + R) = A F₀ + ε(B F₀ + A L) + [ε² B L + (A + εB) R]. The remainder R is accumulated by itself: the difference
/// F(ε) − F₀ − εL of separately computed terms loses ten digits at ε = 1e-5.
/// </remarks>
internal sealed unsafe class ExpandedProduct
{
    private readonly int size;
    private readonly int width;
    private readonly double ε;
    private AlignedArray<double> zeroth;
    private AlignedArray<double> first;
    private AlignedArray<double> remainder;
    private AlignedArray<double> next;
    private readonly AlignedArray<double> scaled;

    public ExpandedProduct(int size, double ε)
    {
        (this.size, this.ε, width) = (size, ε, Simd.Padded<double>(size));
        AlignedArray<double> Square() => new(size * width);
        (zeroth, first, remainder, next, scaled) = (Square(), Square(), Square(), Square(), Square());
        for (var i = 0; i < size; i++)
            zeroth.Pointer[i * width + i] = 1;
    }

    /// <summary>Multiplies by all factors in turn; returns ‖R‖_F and ‖F₀ + εL + R‖_F.</summary>
    public (double Remainder, double Whole) Multiply(AlignedArray<double>[] a, AlignedArray<double>[] b)
    {
        for (var t = 0; t < a.Length; t++)
        {
            // R ← A R + εB R + ε² B L
            Product(a[t], remainder, next, accumulate: false);
            b[t].Span.CopyTo(scaled.Span);
            Simd.Scale(ε, scaled.Pointer, scaled.Length);
            Product(scaled, remainder, next, accumulate: true);
            Simd.Scale(ε, scaled.Pointer, scaled.Length);
            Product(scaled, first, next, accumulate: true);
            (remainder, next) = (next, remainder);

            // L ← A L + B F₀
            Product(a[t], first, next, accumulate: false);
            Product(b[t], zeroth, next, accumulate: true);
            (first, next) = (next, first);

            // F₀ ← A F₀
            Product(a[t], zeroth, next, accumulate: false);
            (zeroth, next) = (next, zeroth);
        }
        zeroth.Span.CopyTo(next.Span);
        Simd.AddScaled(ε, first.Pointer, next.Pointer, next.Length);
        Simd.AddScaled(1, remainder.Pointer, next.Pointer, next.Length);
        var norms = (FrobeniusNorm(remainder), FrobeniusNorm(next));
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(this);
        return norms;
    }

    private void Product(AlignedArray<double> left, AlignedArray<double> right, AlignedArray<double> result, bool accumulate) =>
        MatrixProduct.Multiply(size, size, width, left.Pointer, width, 1, right.Pointer, width, result.Pointer, accumulate);

    private static double FrobeniusNorm(AlignedArray<double> matrix) => Math.Sqrt(Simd.Dot(matrix.Pointer, matrix.Pointer, matrix.Length));
}
