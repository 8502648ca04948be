using System.Numerics;

namespace TimeScales.Experiments.Departures;

/// <summary>Departure 4: P(t,k) of gates that see the state has h + 1 factors, j = k … t; a constant gate keeps α^h.</summary>
internal static class GateProductDepartures
{
    /// <summary>P of an unrolled batch under a protocol.</summary>
    public static PairTable Measure<T>(Protocol protocol, Unroll<T> unroll) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!protocol.Has(Departure.ExtraGateFactor) || unroll.Cell.Preactivations.Count == 1)
            return GateProducts.Measure(unroll);
        var table = new PairTable(unroll.Batch, unroll.Steps);
        GateProducts.ForEachProduct(unroll, carry: false, (b, t, first, logarithm) =>
        {
            if (first < t)
                table[b, t, first] = logarithm;
        });
        return table;
    }
}
