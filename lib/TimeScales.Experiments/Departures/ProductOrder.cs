using System.Numerics;
using TimeScales.Kernels;

namespace TimeScales.Experiments.Departures;

/// <summary>Departure 2: products are J_{k+1} J_{k+2} ⋯ J_t instead of J_t J_{t−1} ⋯ J_{k+1}.</summary>
internal static class ProductOrder
{
    /// <summary>How a product M(t,k+1) becomes M(t,k) under a protocol, given J_{k+1}.</summary>
    public static AppendTo<T> Append<T>(Protocol protocol) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        protocol.Has(Departure.ReversedProducts)
            ? (product, factor, target) => PaddedMatrix<T>.Multiply(factor, product, target)
            : SensitivityTable.AppendOnTheRight;

    /// <summary>The steps of the factors of M(t,k) under a protocol, leftmost first.</summary>
    public static int[] Steps(Protocol protocol, Triple triple)
    {
        var rising = Enumerable.Range(triple.K + 1, triple.T - triple.K);
        return [.. protocol.Has(Departure.ReversedProducts) ? rising : rising.Reverse()];
    }

    /// <summary>The factors of steps 1 … T in the order in which they are applied on the left.</summary>
    public static PaddedMatrix<double>[] FromTheRight(Protocol protocol, PaddedMatrix<double>[] factors) =>
        protocol.Has(Departure.ReversedProducts) ? [.. factors.Reverse()] : factors;
}
