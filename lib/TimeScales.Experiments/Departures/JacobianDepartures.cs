using System.Numerics;
using TimeScales.Kernels;

namespace TimeScales.Experiments.Departures;

/// <summary>Departure 1: the slopes of gates are multiplied by (φ_t − x_t) instead of (φ_t − x_{t−1}); not a derivative of
/// anything.</summary>
internal static class JacobianDepartures
{
    /// <summary>What stands for J_t under a protocol.</summary>
    public static JacobianAt<T> Of<T>(Protocol protocol, Unroll<T> unroll) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (sequence, t, jacobian) => unroll.StateJacobian(sequence, t, jacobian, SlopesAt(protocol, t));

    /// <summary>What stands for A_t and B_t, t = 1 … T, of one sequence under a protocol.</summary>
    public static (PaddedMatrix<double>[] A, PaddedMatrix<double>[] B) Split(
        Protocol protocol, Unroll<double> unroll, int sequence)
    {
        PaddedMatrix<double> Square(int t) => new(unroll.StateSize, unroll.StateSize);
        PaddedMatrix<double>[] Squares() => [.. Enumerable.Range(1, unroll.Steps).Select(Square)];
        var (a, b) = (Squares(), Squares());
        for (var t = 1; t <= unroll.Steps; t++)
            unroll.SplitJacobian(sequence, t, a[t - 1], b[t - 1], SlopesAt(protocol, t));
        return (a, b);
    }

    private static int SlopesAt(Protocol protocol, int t) => protocol.Has(Departure.GateTermAfterStep) ? t : t - 1;
}
