namespace TimeScales.Experiments.Departures;

/// <summary>The spectra of Jacobian products of Sec. VII-B under a protocol: departures 1 (<see cref="JacobianDepartures"/>), 2
/// (<see cref="ProductOrder"/>) and 6, CE from the 16 largest singular values; departure 7 has
/// <see cref="FormedProductSpectrum{T}"/> in its place.</summary>
internal sealed class ProductSpectrumDepartures(Protocol protocol, Unroll<double> unroll, int rank)
{
    private const int TruncatedLength = 16;

    private readonly ProductSpectrum products = new(unroll, JacobianDepartures.Of(protocol, unroll));

    /// <summary>How many singular values of a product count in CE under a protocol.</summary>
    public static int Length(Protocol protocol, int size) =>
        protocol.Has(Departure.TruncatedSpectrum) ? Math.Min(TruncatedLength, size) : size;

    /// <summary>The spectrum of one product.</summary>
    public Spectrum? Measure(Triple triple)
    {
        var logarithms = products.LogSingularValues(triple.Sequence, ProductOrder.Steps(protocol, triple));
        var whole = Spectrum.FromLogarithms(logarithms, rank);
        var kept = logarithms.AsSpan(0, Length(protocol, logarithms.Length));
        return kept.Length == logarithms.Length
            ? whole
            : whole with { Concentration = Spectrum.FromLogarithms(kept, Math.Min(rank, kept.Length)).Concentration };
    }
}
