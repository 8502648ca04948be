using TimeScales.Kernels;

namespace TimeScales;

/// <summary>How much of a network's Jacobian products the expansion of Appendix B misses, order by order.</summary>
public static class ProductExpansion
{
    /// <summary>What the gates alone, Π A, miss, and the first-order expansion, and the second: ‖R‖_F/‖M(t,k)‖_F.</summary>
    /// <remarks>With P_n the terms that have n factors B, J (P_0 + … + P_2 + R) = A P_0 + (A P_1 + B P_0) + (A P_2 + B P_1) + [B
    /// P_2 + J R]: what is missed grows by itself and loses no digits to a difference. It is zero without a gate that sees the
    /// state.</remarks>
    /// <param name="unroll">The forward pass.</param>
    /// <param name="sequence">b, 0 … B − 1.</param>
    /// <param name="t">The product's last step, 1 … T.</param>
    /// <param name="k">The step before its first one, 0 … t − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such product.</exception>
    public static (double Zeroth, double First, double Second) RelativeErrors(Unroll<double> unroll, int sequence, int t, int k)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(k, t);
        PaddedMatrix<double> Square() => new(unroll.StateSize, unroll.StateSize);
        var (a, b, whole, next) = (Square(), Square(), Square(), Square());
        PaddedMatrix<double>[] terms = [Square(), Square(), Square()];
        var missed = Square();
        for (var i = 0; i < unroll.StateSize; i++)
            terms[0][i, i] = 1;
        for (var step = k + 1; step <= t; step++)
        {
            unroll.SplitJacobian(sequence, step, a, b);
            whole.CopyFrom(a);
            whole.AddScaled(1, b);
            PaddedMatrix<double>.Multiply(whole, missed, next);
            PaddedMatrix<double>.Multiply(b, terms[2], next, accumulate: true);
            (missed, next) = (next, missed);
            for (var n = 2; n >= 0; n--)
            {
                PaddedMatrix<double>.Multiply(a, terms[n], next);
                if (n > 0)
                    PaddedMatrix<double>.Multiply(b, terms[n - 1], next, accumulate: true);
                (terms[n], next) = (next, terms[n]);
            }
        }
        var second = missed.FrobeniusNorm();
        missed.AddScaled(1, terms[2]);
        var first = missed.FrobeniusNorm();
        missed.AddScaled(1, terms[1]);
        var zeroth = missed.FrobeniusNorm();
        missed.AddScaled(1, terms[0]);
        var product = missed.FrobeniusNorm();
        return (zeroth / product, first / product, second / product);
    }

    /// <summary>r_t = ‖B_t‖₂/‖A_t‖₂ of the step that ends a product.</summary>
    internal static double Ratio(Unroll<double> unroll, Triple triple)
    {
        PaddedMatrix<double> Square() => new(unroll.StateSize, unroll.StateSize);
        var (a, b) = (Square(), Square());
        unroll.SplitJacobian(triple.Sequence, triple.T, a, b);
        var norm = new SpectralNorm(unroll.StateSize);
        var normA = norm.Of(a);
        norm.Reset();
        return norm.Of(b) / normA;
    }
}
