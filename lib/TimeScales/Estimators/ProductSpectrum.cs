using TimeScales.Kernels;

namespace TimeScales;

/// <summary>Singular values of Jacobian products M(t,k) = J_t ⋯ J_{k+1} along an unrolled batch, in the log domain.</summary>
/// <remarks><b>Source.</b> arXiv:2508.12121, Sec. VII-B. <b>Numerics.</b> No product is formed (see
/// <see cref="ProductSvd"/>); the leading values keep
/// 13 digits at any lag.</remarks>
public sealed class ProductSpectrum
{
    /// <summary>Factors multiplied before a product in the log domain is renewed.</summary>
    private const int GroupLength = 4;

    private readonly Unroll<double> unroll;
    private readonly JacobianAt<double> jacobian;
    private readonly PaddedMatrix<double>[] factors;
    private readonly ProductSvd svd;

    /// <summary>Measures on the unroll's last forward pass.</summary>
    public ProductSpectrum(Unroll<double> unroll) : this(unroll, unroll.StateJacobian)
    {
    }

    /// <summary>The same with something else for a Jacobian.</summary>
    internal ProductSpectrum(Unroll<double> unroll, JacobianAt<double> jacobian)
    {
        (this.unroll, this.jacobian) = (unroll, jacobian);
        // A block is part of 1.2 products on average, so keeping all of them would cost more memory traffic than it saves.
        factors = [.. Enumerable.Range(0, GroupLength).Select(_ => new PaddedMatrix<double>(unroll.StateSize, unroll.StateSize))];
        svd = new ProductSvd(unroll.StateSize);
    }

    /// <summary>ln σ_i of one product, largest first.</summary>
    /// <param name="sequence">b, 0 … B − 1.</param>
    /// <param name="t">Its last step, 1 … T.</param>
    /// <param name="k">The step before its first one, 0 … t − 1.</param>
    /// <returns>[state size]; −∞ for a singular value that is zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such product.</exception>
    public double[] LogSingularValues(int sequence, int t, int k)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(t, unroll.Steps);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(k, t);
        return LogSingularValues(sequence, [.. Enumerable.Range(k + 1, t - k).Reverse()]);
    }

    /// <summary>AI_r and CE_r of one product.</summary>
    internal Spectrum Measure(Triple triple, int rank) =>
        Spectrum.FromLogarithms(LogSingularValues(triple.Sequence, triple.T, triple.K), rank);

    /// <summary>ln σ_i of the product of the Jacobians of these steps, leftmost first.</summary>
    internal double[] LogSingularValues(int sequence, ReadOnlySpan<int> steps)
    {
        for (var start = 0; start < steps.Length; start += GroupLength)
        {
            var count = Math.Min(GroupLength, steps.Length - start);
            for (var i = 0; i < count; i++)
                jacobian(sequence, steps[start + i], factors[i]);
            svd.AppendGroup(factors.AsSpan(0, count));
        }
        return svd.LogSingularValues();
    }
}
