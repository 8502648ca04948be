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
public sealed class TransportAlignment
{
    private const int DirectionCount = 1000;
    private const double Equal = 1e-10;

    private readonly Unroll<double> unroll;
    private readonly PaddedMatrix<double> adjoints;
    private readonly PaddedMatrix<double> jacobian;
    private readonly PaddedMatrix<double> arriving;
    private readonly PaddedMatrix<double> directions;
    private readonly PaddedMatrix<double> arrivingAlong;
    private PaddedMatrix<double> product;
    private PaddedMatrix<double> next;

    /// <summary>Measures on the unroll's last forward pass.</summary>
    /// <param name="network">Its weights.</param>
    /// <param name="unroll">The forward pass.</param>
    /// <param name="targets">y, [B].</param>
    public TransportAlignment(Network<double> network, Unroll<double> unroll, ReadOnlySpan<double> targets)
    {
        this.unroll = unroll;
        var size = unroll.StateSize;
        adjoints = new PaddedMatrix<double>((unroll.Steps + 1) * unroll.Batch, size);
        (jacobian, product, next) = (new(size, size), new(size, size), new(size, size));
        arriving = new PaddedMatrix<double>(1, size);
        directions = PaddedMatrix<double>.OfRows([.. Directions(size)]);
        arrivingAlong = new PaddedMatrix<double>(DirectionCount, size);
        var lastAdjoints = LagDecomposition.LastAdjoints(network, unroll, unroll.OutputDeltas(targets));
        for (var b = 0; b < unroll.Batch; b++)
            FindAdjoints(b, lastAdjoints);
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

        unroll.StateJacobian(sequence, k + 1, product);
        Rescale(product);
        for (var step = k + 2; step <= t; step++)
        {
            unroll.StateJacobian(sequence, step, jacobian);
            PaddedMatrix<double>.Multiply(jacobian, product, next);
            (product, next) = (next, product);
            Rescale(product);
        }
        product.MultiplyTransposed(adjoints.Row(Adjoint(sequence, t)), arriving.Row(0));
        return ShareBelow(arriving.Dot(0, arriving, 0));
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
        if (!(double.IsFinite(energy) && product.FrobeniusNorm() > 0))
            return double.NaN;
        PaddedMatrix<double>.Multiply(directions, product, arrivingAlong);
        var below = 0.0;
        for (var i = 0; i < DirectionCount; i++)
        {
            var other = arrivingAlong.Dot(i, arrivingAlong, i);
            below += other < energy * (1 - Equal) ? 1 : other <= energy * (1 + Equal) ? 0.5 : 0;
        }
        return below / DirectionCount;
    }

    /// <summary>λ̂_t of one sequence, t = T … 0: λ_{t−1} = J_tᵀ λ_t.</summary>
    private void FindAdjoints(int sequence, double[] lastAdjoints)
    {
        // What a cell remembers besides h is not read out.
        lastAdjoints.AsSpan(sequence * unroll.Hidden, unroll.Hidden).CopyTo(adjoints.Row(Adjoint(sequence, unroll.Steps)));
        Normalize(Adjoint(sequence, unroll.Steps));
        for (var t = unroll.Steps; t >= 1; t--)
        {
            unroll.StateJacobian(sequence, t, jacobian);
            jacobian.MultiplyTransposed(adjoints.Row(Adjoint(sequence, t)), adjoints.Row(Adjoint(sequence, t - 1)));
            Normalize(Adjoint(sequence, t - 1));
        }
    }

    /// <summary>The row of λ̂_t.</summary>
    private int Adjoint(int sequence, int t) => t * unroll.Batch + sequence;

    /// <summary>To length 1, by way of the largest element, whose square may be too small or too large for a number.</summary>
    private void Normalize(int adjoint)
    {
        var largest = 0.0;
        foreach (var component in adjoints.Row(adjoint)[..unroll.StateSize])
            largest = Math.Max(largest, Math.Abs(component));
        adjoints.ScaleRow(adjoint, 1 / largest);
        adjoints.ScaleRow(adjoint, 1 / Math.Sqrt(adjoints.Dot(adjoint, adjoints, adjoint)));
    }

    /// <summary>Brings ‖M‖_F to [1, 2) by a power of two, which rounds nothing.</summary>
    private static void Rescale(PaddedMatrix<double> matrix)
    {
        var norm = matrix.FrobeniusNorm();
        if (norm > 0 && double.IsFinite(norm))
            matrix.Scale(Math.ScaleB(1, -Math.ILogB(norm)));
    }
}
