using TimeScales.Kernels;

namespace TimeScales;

/// <summary>A product Π (A_t + εB_t) kept as F₀ + εL + R, factor by factor on the left.</summary>
/// <remarks>
/// (A + εB)(F₀ + εL + R) = A F₀ + ε(B F₀ + A L) + [ε² B L + (A + εB) R]. The remainder R is accumulated by itself: the difference
/// F(ε) − F₀ − εL of separately computed terms loses ten digits at ε = 1e-5.
/// </remarks>
internal sealed class ExpandedProduct
{
    private readonly double ε;
    private PaddedMatrix<double> zeroth;
    private PaddedMatrix<double> first;
    private PaddedMatrix<double> remainder;
    private PaddedMatrix<double> next;
    private readonly PaddedMatrix<double> scaled;

    public ExpandedProduct(int size, double ε)
    {
        this.ε = ε;
        PaddedMatrix<double> Square() => new(size, size);
        (zeroth, first, remainder, next, scaled) = (Square(), Square(), Square(), Square(), Square());
        for (var i = 0; i < size; i++)
            zeroth[i, i] = 1;
    }

    /// <summary>Multiplies by all factors in turn; returns ‖R‖_F and ‖F₀ + εL + R‖_F.</summary>
    public (double Remainder, double Whole) Multiply(PaddedMatrix<double>[] a, PaddedMatrix<double>[] b)
    {
        for (var t = 0; t < a.Length; t++)
        {
            // R ← A R + εB R + ε² B L
            PaddedMatrix<double>.Multiply(a[t], remainder, next);
            scaled.CopyFrom(b[t]);
            scaled.Scale(ε);
            PaddedMatrix<double>.Multiply(scaled, remainder, next, accumulate: true);
            scaled.Scale(ε);
            PaddedMatrix<double>.Multiply(scaled, first, next, accumulate: true);
            (remainder, next) = (next, remainder);

            // L ← A L + B F₀
            PaddedMatrix<double>.Multiply(a[t], first, next);
            PaddedMatrix<double>.Multiply(b[t], zeroth, next, accumulate: true);
            (first, next) = (next, first);

            // F₀ ← A F₀
            PaddedMatrix<double>.Multiply(a[t], zeroth, next);
            (zeroth, next) = (next, zeroth);
        }
        next.CopyFrom(zeroth);
        next.AddScaled(ε, first);
        next.AddScaled(1, remainder);
        return (remainder.FrobeniusNorm(), next.FrobeniusNorm());
    }
}
