using System.Numerics;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Departures;

/// <summary>The sensitivities of Sec. VII-A under a protocol: departures 1 (<see cref="JacobianDepartures"/>), 2
/// (<see cref="ProductOrder"/>) and 3 (<see cref="PowerIteration{T}"/> for the spectral norm).</summary>
internal static class SensitivityDepartures
{
    /// <summary>The table of an unrolled batch; <paramref name="starts"/> is drawn from by departure 3 alone.</summary>
    public static PairTable Measure<T>(Protocol protocol, Unroll<T> unroll, TorchGenerator starts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var size = unroll.StateSize;
        return SensitivityTable.Measure(
            unroll,
            JacobianDepartures.Of(protocol, unroll),
            ProductOrder.Append<T>(protocol),
            protocol.Has(Departure.PowerIterationNorms) ? new PowerIteration<T>(size, starts).Gain : new ProductNorm<T>(size).Of);
    }
}
