using TimeScales.Kernels;
using TimeScales.RandomStreams;

namespace TimeScales;

/// <summary>How well the transport of states is aligned with the directions that matter for the loss.</summary>
/// <remarks>
/// <para><b>Source.</b> The abstract of arXiv:2508.12121 claims such an alignment and defines none; this definition is ours. The direction of
/// state space along which a change at t matters for a sequence's loss is λ_t = ∂L/∂x_t = M(T,t)ᵀ W_oᵀ (∂L/∂ŷ); with one output it does not depend on
/// the error. A perturbation at k without a preferred direction, of covariance 1, arrives at t with the covariance M Mᵀ, M = M(t,k): along a unit
/// vector û with the energy ‖Mᵀû‖². The alignment is the share of all directions û along which less arrives than along λ̂_t = λ_t/‖λ_t‖.</para>
/// <para><b>Convention.</b> In [0, 1]; for a λ̂ without any relation to M every value is equally likely, whatever the spectrum of M (0.5 where M is isotropic), so that networks of
/// different anisotropy can be compared. M and λ of a network come from the same weights, so 0.5 is no null hypothesis for it, trained or not. (The ratio of the energy along λ̂_t to the mean over directions cannot serve: its median by chance falls from 1 to 0.4 as M comes near rank one.) States are
/// compared in the coordinates of the cell, so an LSTM's h and c count alike.</para>
/// <para><b>Numerics.</b> All directions are represented by 1000 random ones, the same for every product: a standard error of 0.016 at 0.5 and 0.007 at 0.95. Energies
/// within 1e-10 of each other count as equal, half less and half more. Products and λ are rescaled at every step, so that nothing under- or overflows at any lag; NaN where λ_t or M is zero or not
/// finite.</para>
/// </remarks>
public sealed unsafe class TransportAlignment
{
    private const int DirectionCount = 1000;
    private const double Equal = 1e-10;

    private readonly Unroll<double> unroll;
    private readonly int size;
    private readonly int width;
    private readonly AlignedArray<double> adjoints;
    private readonly AlignedArray<double> jacobian;
    private readonly AlignedArray<double> arriving;
    private readonly AlignedArray<double> directions;
    private readonly AlignedArray<double> arrivingAlong;
    private AlignedArray<double> product;
    private AlignedArray<double> next;

    /// <summary>Measures on the unroll's last forward pass.</summary>
    /// <param name="network">Its weights.</param>
    /// <param name="unroll">The forward pass.</param>
    /// <param name="targets">y, [B].</param>
    public TransportAlignment(Network<double> network, Unroll<double> unroll, ReadOnlySpan<double> targets)
    {
        (this.unroll, size, width) = (unroll, unroll.StateSize, Simd.Padded<double>(unroll.StateSize));
        adjoints = new AlignedArray<double>((unroll.Steps + 1) * unroll.Batch * width);
        (jacobian, product, next) = (new(size * width), new(size * width), new(size * width));
        arriving = new AlignedArray<double>(width);
        (directions, arrivingAlong) = (new(DirectionCount * width), new(DirectionCount * width));
        foreach (var (row, direction) in Directions(size).Index())
            direction.CopyTo(directions.Span[(row * width)..]);
        var lastAdjoints = LagDecomposition.LastAdjoints(network, unroll, unroll.OutputDeltas(targets));
        for (var b = 0; b < unroll.Batch; b++)
            FindAdjoints(b, lastAdjoints);
        GC.KeepAlive(this);
    }

    /// <summary>The alignment of one product.</summary>
    /// <param name="sequence">b, 0 … B − 1.</param>
    /// <param name="t">Its last step, 1 … T.</param>
    /// <param name="k">The step before its first one, 0 … t − 1.</param>
    /// <returns>A share, in [0, 1], or NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such product.</exception>
    public double Measure(int sequence, int t, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sequence, unroll.Batch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(t, unroll.Steps);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(k, t);

        unroll.StateJacobian(sequence, k + 1, product.Pointer);
        Rescale(product);
        for (var step = k + 2; step <= t; step++)
        {
            unroll.StateJacobian(sequence, step, jacobian.Pointer);
            MatrixProduct.Multiply(size, size, width, jacobian.Pointer, width, 1, product.Pointer, width, next.Pointer);
            (product, next) = (next, product);
            Rescale(product);
        }
        MatrixVector.MultiplyTransposed(size, width, product.Pointer, Adjoint(sequence, t), arriving.Pointer);
        var share = ShareBelow(Simd.Dot(arriving.Pointer, arriving.Pointer, width));
        GC.KeepAlive(this);
        return share;
    }

    /// <summary>Unit vectors that stand for all directions of a space, independent and uniformly distributed.</summary>
    internal static IEnumerable<double[]> Directions(int size)
    {
        var generator = new TorchGenerator(0);
        for (var i = 0; i < DirectionCount; i++)
        {
            var direction = new double[size];
            generator.FillNormal(direction.AsSpan());
            var norm = Math.Sqrt(direction.Sum(x => x * x));
            yield return Array.ConvertAll(direction, x => x / norm);
        }
    }

    /// <summary>The share of directions along which less than an energy arrives.</summary>
    private double ShareBelow(double energy)
    {
        if (!(double.IsFinite(energy) && Simd.Dot(product.Pointer, product.Pointer, product.Length) > 0))
            return double.NaN;
        MatrixProduct.Multiply(DirectionCount, size, width, directions.Pointer, width, 1, product.Pointer, width, arrivingAlong.Pointer);
        var below = 0.0;
        for (var i = 0; i < DirectionCount; i++)
        {
            var row = arrivingAlong.Pointer + i * width;
            var other = Simd.Dot(row, row, width);
            below += other < energy * (1 - Equal) ? 1 : other <= energy * (1 + Equal) ? 0.5 : 0;
        }
        return below / DirectionCount;
    }

    /// <summary>λ̂_t of one sequence, t = T … 0: λ_{t−1} = J_tᵀ λ_t.</summary>
    private void FindAdjoints(int sequence, double[] lastAdjoints)
    {
        // What a cell remembers besides h is not read out.
        lastAdjoints.AsSpan(sequence * unroll.Hidden, unroll.Hidden).CopyTo(new Span<double>(Adjoint(sequence, unroll.Steps), unroll.Hidden));
        Normalize(Adjoint(sequence, unroll.Steps));
        for (var t = unroll.Steps; t >= 1; t--)
        {
            unroll.StateJacobian(sequence, t, jacobian.Pointer);
            MatrixVector.MultiplyTransposed(size, width, jacobian.Pointer, Adjoint(sequence, t), Adjoint(sequence, t - 1));
            Normalize(Adjoint(sequence, t - 1));
        }
    }

    private double* Adjoint(int sequence, int t) => adjoints.Pointer + ((nint)t * unroll.Batch + sequence) * width;

    /// <summary>To length 1, by way of the largest element, whose square may be too small or too large for a number.</summary>
    private void Normalize(double* λ)
    {
        var largest = 0.0;
        for (var i = 0; i < size; i++)
            largest = Math.Max(largest, Math.Abs(λ[i]));
        Simd.Scale(1 / largest, λ, width);
        Simd.Scale(1 / Math.Sqrt(Simd.Dot(λ, λ, width)), λ, width);
    }

    /// <summary>Brings ‖M‖_F to [1, 2) by a power of two, which rounds nothing.</summary>
    private static void Rescale(AlignedArray<double> matrix)
    {
        var norm = Math.Sqrt(Simd.Dot(matrix.Pointer, matrix.Pointer, matrix.Length));
        if (norm > 0 && double.IsFinite(norm))
            Simd.Scale(Math.ScaleB(1, -Math.ILogB(norm)), matrix.Pointer, matrix.Length);
        GC.KeepAlive(matrix);
    }
}
