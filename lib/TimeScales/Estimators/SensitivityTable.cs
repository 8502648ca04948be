using System.Numerics;
using TimeScales.Kernels;
using TimeScales.RandomStreams;

namespace TimeScales;

/// <summary>The sensitivities S(t,k) = ‖M(t,k)‖₂ of all pairs 1 ≤ k &lt; t ≤ T, M(t,k) = J_t J_{t−1} ⋯ J_{k+1}.</summary>
/// <remarks>
/// <para><b>Source.</b> arXiv:2508.12121, Sec. V and VII-A.</para>
/// <para><b>Cost.</b> One matrix product per pair: for fixed t the product grows by one factor on the right as k falls. It is
/// rescaled by powers of two, which is exact, so nothing under- or overflows for any T.</para>
/// </remarks>
public static unsafe class SensitivityTable
{
    /// <summary>A product whose norm leaves [1/limit, limit] is rescaled; float32 never gets there and keeps its own range.</summary>
    private const double RescaleLimit = 1e30;

    /// <summary>The sensitivities of an unrolled batch as the paper defines them.</summary>
    /// <param name="unroll">The forward pass.</param>
    public static PairTable Of(Unroll<double> unroll) => Measure(unroll, default, new TorchGenerator());

    /// <summary>The table of an unrolled batch.</summary>
    /// <param name="unroll">The forward pass.</param>
    /// <param name="options">What is measured.</param>
    /// <param name="starts">The stream of the power iteration's starts; unused for spectral norms.</param>
    internal static PairTable Measure<T>(Unroll<T> unroll, SensitivityOptions options, TorchGenerator starts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (size, steps) = (unroll.StateSize, unroll.Steps);
        var width = Simd.Padded<T>(size);
        var square = size * width;
        var table = new PairTable(unroll.Batch, steps);
        var norm = new ProductNorm<T>(size, options.PowerIteration ? starts : null);
        var jacobians = new AlignedArray<T>((steps + 1) * square);
        var product = new AlignedArray<T>(square);
        var next = new AlignedArray<T>(square);

        for (var b = 0; b < unroll.Batch; b++)
        {
            for (var t = 1; t <= steps; t++)
                unroll.StateJacobian(b, t, jacobians.Pointer + (nint)t * square, options.GateState);

            for (var t = 2; t <= steps; t++)
            {
                var exponent = 0;
                norm.Reset();
                for (var k = t - 1; k >= 1; k--)
                {
                    var factor = jacobians.Pointer + (nint)(k + 1) * square;
                    if (k == t - 1)
                        new ReadOnlySpan<T>(factor, square).CopyTo(product.Span);
                    else
                    {
                        var left = options.Reversed ? factor : product.Pointer;
                        var right = options.Reversed ? product.Pointer : factor;
                        MatrixProduct.Multiply(size, size, width, left, width, 1, right, width, next.Pointer);
                        (product, next) = (next, product);
                    }
                    var value = norm.Of(product.Pointer);
                    table[b, t, k] = Math.Log(value) + exponent * Math.Log(2);
                    exponent += Rescale(product, value);
                }
            }
        }
        GC.KeepAlive(jacobians);
        GC.KeepAlive(product);
        GC.KeepAlive(next);
        return table;
    }

    /// <summary>Divides the product by the power of two nearest to its norm where that left the safe range; returns its exponent.</summary>
    private static int Rescale<T>(AlignedArray<T> product, double norm) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (norm is (>= 1 / RescaleLimit and <= RescaleLimit) or 0 || !double.IsFinite(norm))
            return 0;
        var exponent = Math.ILogB(norm);
        Simd.Scale(T.CreateChecked(Math.ScaleB(1, -exponent)), product.Pointer, product.Length);
        return exponent;
    }

    /// <summary>The norm of a product: exact, or the released program's power iteration.</summary>
    private sealed class ProductNorm<T>(int size, TorchGenerator? starts) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly PowerIteration<T>? power = starts is null ? null : new PowerIteration<T>(size, starts);
        private readonly SpectralNorm spectral = new(size);
        private readonly AlignedArray<double>? wide = typeof(T) == typeof(double) ? null : new AlignedArray<double>(size * Simd.Padded<double>(size));

        public void Reset() => spectral.Reset();

        public double Of(T* product)
        {
            if (power is not null)
                return power.Gain(product);
            if (typeof(T) == typeof(double))
                return spectral.Of((double*)product);
            Widen(product);
            var norm = spectral.Of(wide!.Pointer);
            GC.KeepAlive(this);
            return norm;
        }

        private void Widen(T* product)
        {
            var (from, to) = (Simd.Padded<T>(size), Simd.Padded<double>(size));
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j < size; j++)
                    wide!.Pointer[i * to + j] = double.CreateChecked(product[i * from + j]);
            }
        }
    }
}
