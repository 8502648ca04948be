using System.Numerics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>The sensitivities S(t,k) = ‖M(t,k)‖₂ of all pairs 1 ≤ k &lt; t ≤ T, M(t,k) = J_t J_{t−1} ⋯ J_{k+1}.</summary>
/// <remarks>
/// <para><b>Source.</b> arXiv:2508.12121, Sec. V and VII-A.</para>
/// <para><b>Cost.</b> One matrix product per pair: for fixed t the product grows by one factor on the right as k falls. It is
/// rescaled by powers of two, which is exact, so nothing under- or overflows for any T.</para>
/// </remarks>
public static class SensitivityTable
{
    /// <summary>A product whose norm leaves [1/limit, limit] is rescaled; float32 never gets there.</summary>
    private const double RescaleLimit = 1e30;

    /// <summary>The sensitivities of an unrolled batch.</summary>
    /// <param name="unroll">The forward pass.</param>
    public static PairTable Of(Unroll<double> unroll) => Of<double>(unroll);

    /// <summary>The sensitivities of an unrolled batch: products in T, norms in float64.</summary>
    internal static PairTable Of<T>(Unroll<T> unroll) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Measure<T>(unroll, unroll.StateJacobian, AppendOnTheRight, new ProductNorm<T>(unroll.StateSize).Of);

    /// <summary>A table of the norms of growing products, by what stands for a Jacobian, for its place in the product and for
    /// a norm.</summary>
    internal static PairTable Measure<T>(Unroll<T> unroll, JacobianAt<T> jacobian, AppendTo<T> append, NormOf<T> norm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (size, steps) = (unroll.StateSize, unroll.Steps);
        var table = new PairTable(unroll.Batch, steps);
        var jacobians = new PaddedMatrix<T>[steps + 1];
        for (var t = 0; t <= steps; t++)
            jacobians[t] = new PaddedMatrix<T>(size, size);
        var (product, next) = (new PaddedMatrix<T>(size, size), new PaddedMatrix<T>(size, size));

        for (var b = 0; b < unroll.Batch; b++)
        {
            for (var t = 1; t <= steps; t++)
                jacobian(b, t, jacobians[t]);

            for (var t = 2; t <= steps; t++)
            {
                var exponent = 0;
                product.CopyFrom(jacobians[t]);
                for (var k = t - 1; k >= 1; k--)
                {
                    if (k < t - 1)
                    {
                        append(product, jacobians[k + 1], next);
                        (product, next) = (next, product);
                    }
                    var value = norm(product, t - k);
                    table[b, t, k] = Math.Log(value) + exponent * Math.Log(2);
                    exponent += Rescale(product, value);
                }
            }
        }
        return table;
    }

    /// <summary>M(t,k) = M(t,k+1) J_{k+1}.</summary>
    internal static void AppendOnTheRight<T>(PaddedMatrix<T> product, PaddedMatrix<T> factor, PaddedMatrix<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => PaddedMatrix<T>.Multiply(product, factor, target);

    /// <summary>Divides the product by the power of two nearest to its norm, where that is far; returns its exponent.</summary>
    private static int Rescale<T>(PaddedMatrix<T> product, double norm) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (norm is (>= 1 / RescaleLimit and <= RescaleLimit) or 0 || !double.IsFinite(norm))
            return 0;
        var exponent = Math.ILogB(norm);
        product.Scale(T.CreateChecked(Math.ScaleB(1, -exponent)));
        return exponent;
    }
}
