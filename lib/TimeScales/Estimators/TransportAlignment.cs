using TimeScales.Kernels;

namespace TimeScales;

/// <summary>How well the transport of states is aligned with the directions that matter for the loss.</summary>
/// <remarks>
/// <para><b>Source.</b> The abstract of arXiv:2508.12121 claims such an alignment and defines none; this definition is ours. The
/// direction of state space along which a change at t matters for a sequence's loss is λ_t = ∂L/∂x_t = M(T,t)ᵀ W_oᵀ (∂L/∂ŷ); with
/// one output it does not depend on the error. A perturbation at k without a preferred direction, of covariance 1, arrives at t
/// with the covariance M Mᵀ, M = M(t,k): along a unit vector û with the energy ‖Mᵀû‖², at most σ_1² and on average over
/// directions Σ σ_i²/n. The alignment is the share of the largest possible energy that arrives along λ̂_t = λ_t/‖λ_t‖.</para>
/// <para>Because M(t,k)ᵀ λ_t = λ_k, that energy is (‖λ_k‖/‖λ_t‖)²: one backward pass serves all pairs.</para>
/// <para><b>Convention.</b> In [0, 1]. M and λ of a network come from the same weights, so the average over directions is no null
/// hypothesis for it, trained or not: a network without gates is. States are compared in the coordinates of the cell, so an
/// LSTM's h and c count alike.</para>
/// <para><b>Numerics.</b> λ is rescaled at every step: nothing under- or overflows; NaN where λ_t is zero or not finite.</para>
/// </remarks>
public sealed class TransportAlignment
{
    private readonly Unroll<double> unroll;

    /// <summary>ln‖λ_t‖, [T + 1][B].</summary>
    private readonly double[][] logNorms;

    /// <summary>Measures on the unroll's last forward pass.</summary>
    /// <param name="network">Its weights.</param>
    /// <param name="unroll">The forward pass.</param>
    /// <param name="targets">y, [B].</param>
    public TransportAlignment(Network<double> network, Unroll<double> unroll, ReadOnlySpan<double> targets)
    {
        this.unroll = unroll;
        var size = unroll.StateSize;
        logNorms = [.. Enumerable.Range(0, unroll.Steps + 1).Select(_ => new double[unroll.Batch])];
        var jacobian = new PaddedMatrix<double>(size, size);
        // λ̂_t and λ_{t−1} before it is brought to length 1.
        var (adjoint, before) = (new PaddedMatrix<double>(1, size), new PaddedMatrix<double>(1, size));
        var lastAdjoints = LagDecomposition.LastAdjoints(network, unroll, unroll.OutputDeltas(targets));
        for (var b = 0; b < unroll.Batch; b++)
        {
            // What a cell remembers besides h is not read out.
            adjoint.Clear();
            lastAdjoints.AsSpan(b * unroll.Hidden, unroll.Hidden).CopyTo(adjoint.Row(0));
            logNorms[unroll.Steps][b] = Normalize(adjoint);
            for (var t = unroll.Steps; t >= 1; t--)
            {
                unroll.StateJacobian(b, t, jacobian);
                jacobian.MultiplyTransposed(adjoint.Row(0), before.Row(0));
                logNorms[t - 1][b] = logNorms[t][b] + Normalize(before);
                (adjoint, before) = (before, adjoint);
            }
        }
    }

    /// <summary>ln‖M(t,k)ᵀ λ̂_t‖: how strongly what is at k arrives along the direction that matters at t.</summary>
    /// <param name="sequence">b, 0 … B − 1.</param>
    /// <param name="t">The product's last step, 1 … T.</param>
    /// <param name="k">The step before its first one, 0 … t − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such product.</exception>
    public double LogGain(int sequence, int t, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sequence, unroll.Batch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(t, unroll.Steps);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(k, t);
        return logNorms[k][sequence] - logNorms[t][sequence];
    }

    /// <summary>The alignment of one product, ‖M(t,k)ᵀ λ̂_t‖²/σ_1².</summary>
    /// <param name="sequence">b, 0 … B − 1.</param>
    /// <param name="t">Its last step, 1 … T.</param>
    /// <param name="k">The step before its first one, 0 … t − 1.</param>
    /// <param name="logLargest">ln σ_1 of the product (see <see cref="ProductSpectrum"/>).</param>
    /// <returns>A share, in [0, 1], or NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such product.</exception>
    public double Share(int sequence, int t, int k, double logLargest) => Math.Exp(2 * (LogGain(sequence, t, k) - logLargest));

    /// <summary>To length 1, by way of the largest element, whose square may be too small or too large for a number; returns the
    /// logarithm of the length.</summary>
    private static double Normalize(PaddedMatrix<double> vector)
    {
        var largest = 0.0;
        foreach (var component in vector.Row(0)[..vector.Columns])
            largest = Math.Max(largest, Math.Abs(component));
        vector.ScaleRow(0, 1 / largest);
        var length = Math.Sqrt(vector.Dot(0, vector, 0));
        vector.ScaleRow(0, 1 / length);
        return Math.Log(largest) + Math.Log(length);
    }
}
