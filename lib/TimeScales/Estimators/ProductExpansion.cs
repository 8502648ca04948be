using TimeScales.Kernels;

namespace TimeScales;

/// <summary>How much of a trained network's Jacobian products the first-order expansion of Appendix B misses.</summary>
internal static class ProductExpansion
{
    /// <summary>‖R‖_F/‖M(t,k)‖_F at ε = 1, M = Π A + L + R; zero at lag 1 and without a gate that sees the state.</summary>
    public static double RelativeError(Unroll<double> unroll, Triple triple)
    {
        var square = unroll.StateSize * Simd.Padded<double>(unroll.StateSize);
        var lag = triple.T - triple.K;
        var (a, b) = (new AlignedArray<double>[lag], new AlignedArray<double>[lag]);
        for (var i = 0; i < lag; i++)
            (a[i], b[i]) = Split(unroll, triple.Sequence, triple.K + 1 + i, square);
        var (remainder, whole) = new ExpandedProduct(unroll.StateSize, 1).Multiply(a, b);
        return remainder / whole;
    }

    /// <summary>r_t = ‖B_t‖₂/‖A_t‖₂ of the step that ends a product.</summary>
    public static double Ratio(Unroll<double> unroll, Triple triple)
    {
        var (a, b) = Split(unroll, triple.Sequence, triple.T, unroll.StateSize * Simd.Padded<double>(unroll.StateSize));
        var norm = new SpectralNorm(unroll.StateSize);
        unsafe
        {
            var normA = norm.Of(a.Pointer);
            norm.Reset();
            var ratio = norm.Of(b.Pointer) / normA;
            GC.KeepAlive(a);
            GC.KeepAlive(b);
            return ratio;
        }
    }

    private static unsafe (AlignedArray<double> A, AlignedArray<double> B) Split(Unroll<double> unroll, int sequence, int t, int square)
    {
        var (a, b) = (new AlignedArray<double>(square), new AlignedArray<double>(square));
        unroll.SplitJacobian(sequence, t, a.Pointer, b.Pointer, GateTermState.BeforeStep);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return (a, b);
    }
}
