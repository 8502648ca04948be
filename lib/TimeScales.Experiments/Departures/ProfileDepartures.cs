namespace TimeScales.Experiments.Departures;

/// <summary>Profiles over lags under a protocol: departure 11, the lower middle value for the median, and of departure 7 the
/// offset under the fitted power.</summary>
internal static class ProfileDepartures
{
    private const double Offset = 1e-12;

    /// <summary>The profile of a table, see <see cref="LagProfile"/>.</summary>
    public static (double[] Normalized, double LogAtLag1) Of(Protocol protocol, PairTable table) =>
        protocol.Has(Departure.LowerMedian)
            ? LagProfile.Of(table, logarithms => Statistics.LowerMedian(logarithms))
            : LagProfile.Of(table);

    /// <summary>P^s, lag by lag; the released program keeps P off zero.</summary>
    public static double[] Power(Protocol protocol, double[] profile, double exponent)
    {
        var offset = protocol.Has(Departure.SinglePrecisionProducts) ? Offset : 0;
        return Array.ConvertAll(profile, p => Math.Pow(p + offset, exponent));
    }
}
