using TimeScales.Kernels;

namespace TimeScales;

/// <summary>How much of a network's Jacobian products the first-order expansion of Appendix B misses.</summary>
internal static class ProductExpansion
{
    /// <summary>‖R‖_F/‖M(t,k)‖_F at ε = 1, M = Π A + L + R; zero at lag 1 and without a gate that sees the state.</summary>
    public static double RelativeError(Unroll<double> unroll, Triple triple)
    {
        var lag = triple.T - triple.K;
        var (a, b) = (new PaddedMatrix<double>[lag], new PaddedMatrix<double>[lag]);
        for (var i = 0; i < lag; i++)
            (a[i], b[i]) = Split(unroll, triple.Sequence, triple.K + 1 + i);
        var (remainder, whole) = new ExpandedProduct(unroll.StateSize, 1).Multiply(a, b);
        return remainder / whole;
    }

    /// <summary>r_t = ‖B_t‖₂/‖A_t‖₂ of the step that ends a product.</summary>
    public static double Ratio(Unroll<double> unroll, Triple triple)
    {
        var (a, b) = Split(unroll, triple.Sequence, triple.T);
        var norm = new SpectralNorm(unroll.StateSize);
        var normA = norm.Of(a);
        norm.Reset();
        return norm.Of(b) / normA;
    }

    private static (PaddedMatrix<double> A, PaddedMatrix<double> B) Split(Unroll<double> unroll, int sequence, int t)
    {
        PaddedMatrix<double> Square() => new(unroll.StateSize, unroll.StateSize);
        var (a, b) = (Square(), Square());
        unroll.SplitJacobian(sequence, t, a, b);
        return (a, b);
    }
}
