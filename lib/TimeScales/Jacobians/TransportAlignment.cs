using TimeScales.Anisotropy;
using TimeScales.Cells;
using TimeScales.Numerics;

namespace TimeScales.Jacobians;

/// <summary>How well the transport of states is aligned with the directions that matter for the loss.</summary>
/// <remarks>
/// <para><b>Source.</b> The abstract of arXiv:2508.12121 claims such an alignment and defines none; this definition is ours. The direction of
/// state space along which a change at t matters for a sequence's loss is λ_t = ∂L/∂x_t = M(T,t)ᵀ W_oᵀ (∂L/∂ŷ); with one output it does not depend on
/// the error. A perturbation at k without a preferred direction, of covariance 1, arrives at t with the covariance M Mᵀ, M = M(t,k): along
/// λ̂_t = λ_t/‖λ_t‖ with the energy ‖Mᵀλ̂_t‖², along an average direction with tr(M Mᵀ)/n = ‖M‖_F²/n, n the number of the state's components (2H with memory).
/// The alignment is their ratio n ‖M(t,k)ᵀ λ̂_t‖²/‖M(t,k)‖_F².</para>
/// <para><b>Convention.</b> In [0, n]: 1 for an average direction, n where M maps everything onto λ_t; the scales of M and of λ drop out. States are compared in the
/// coordinates of the cell, so an LSTM's h and c count alike.</para>
/// <para><b>Numerics.</b> Explicit products and λ are rescaled at every step, so that nothing under- or overflows at any lag; NaN where λ_t or M is zero or not
/// finite.</para>
/// </remarks>
internal sealed unsafe class TransportAlignment
{
    private readonly Unroll<double> unroll;
    private readonly int size;
    private readonly int width;
    private readonly AlignedArray<double> directions;
    private readonly AlignedArray<double> jacobian;
    private readonly AlignedArray<double> arriving;
    private AlignedArray<double> product;
    private AlignedArray<double> next;

    /// <summary>Measures on the unroll's last forward pass.</summary>
    /// <param name="network">Its weights.</param>
    /// <param name="unroll">The forward pass.</param>
    /// <param name="targets">y, as <see cref="Unroll{T}.OutputDeltas"/> takes them.</param>
    public TransportAlignment(Network<double> network, Unroll<double> unroll, ReadOnlySpan<double> targets)
    {
        (this.unroll, size, width) = (unroll, unroll.StateSize, Simd.Padded<double>(unroll.StateSize));
        directions = new AlignedArray<double>((unroll.Steps + 1) * unroll.Batch * width);
        (jacobian, product, next) = (new(size * width), new(size * width), new(size * width));
        arriving = new AlignedArray<double>(width);
        var lastAdjoints = LagDecomposition.LastAdjoints(network, unroll, unroll.OutputDeltas(targets)).AsSpan();
        for (var b = 0; b < unroll.Batch; b++)
            FindDirections(b, lastAdjoints.Slice(b * unroll.Hidden, unroll.Hidden));
        GC.KeepAlive(this);
    }

    /// <summary>The alignment of one product.</summary>
    /// <param name="triple">Its sequence b, t and k, 0 ≤ k &lt; t ≤ T.</param>
    public double Measure(Triple triple)
    {
        unroll.StateJacobian(triple.Sequence, triple.K + 1, product.Pointer);
        var energy = Rescale(product);
        for (var t = triple.K + 2; t <= triple.T; t++)
        {
            unroll.StateJacobian(triple.Sequence, t, jacobian.Pointer);
            MatrixProduct.Multiply(size, size, width, jacobian.Pointer, width, 1, product.Pointer, width, next.Pointer);
            (product, next) = (next, product);
            energy = Rescale(product);
        }
        MatrixVector.MultiplyTransposed(size, width, product.Pointer, Direction(triple.Sequence, triple.T), arriving.Pointer);
        var alignment = size * Simd.Dot(arriving.Pointer, arriving.Pointer, width) / energy;
        GC.KeepAlive(this);
        return alignment;
    }

    /// <summary>λ̂_t of one sequence, t = T … 0: λ_{t−1} = J_tᵀ λ_t.</summary>
    private void FindDirections(int sequence, ReadOnlySpan<double> lastAdjoint)
    {
        // What a cell remembers besides h is not read out.
        var last = Direction(sequence, unroll.Steps);
        lastAdjoint.CopyTo(new Span<double>(last, unroll.Hidden));
        Normalize(last);
        for (var t = unroll.Steps; t >= 1; t--)
        {
            unroll.StateJacobian(sequence, t, jacobian.Pointer);
            MatrixVector.MultiplyTransposed(size, width, jacobian.Pointer, Direction(sequence, t), Direction(sequence, t - 1));
            Normalize(Direction(sequence, t - 1));
        }
    }

    private double* Direction(int sequence, int t) => directions.Pointer + ((nint)t * unroll.Batch + sequence) * width;

    private void Normalize(double* λ) => Simd.Scale(1 / Math.Sqrt(Simd.Dot(λ, λ, width)), λ, width);

    /// <summary>Brings ‖M‖_F to [1, 2) by a power of two, which rounds nothing; returns its square then.</summary>
    private static double Rescale(AlignedArray<double> matrix)
    {
        var norm = Math.Sqrt(Simd.Dot(matrix.Pointer, matrix.Pointer, matrix.Length));
        if (norm > 0 && double.IsFinite(norm))
            Simd.Scale(Math.ScaleB(1, -Math.ILogB(norm)), matrix.Pointer, matrix.Length);
        var energy = Simd.Dot(matrix.Pointer, matrix.Pointer, matrix.Length);
        GC.KeepAlive(matrix);
        return energy;
    }
}
