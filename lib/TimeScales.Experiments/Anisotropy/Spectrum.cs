using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.Anisotropy;

/// <summary>How unequal the singular values of a matrix are.</summary>
/// <param name="Anisotropy">AI_r = σ_1/σ_r ≥ 1.</param>
/// <param name="Concentration">CE_r = Σ_{i≤r} σ_i² / Σ_i σ_i², in (0, 1].</param>
/// <remarks><b>Source.</b> arXiv:2508.12121, Sec. VII-B.</remarks>
internal readonly record struct Spectrum(double Anisotropy, double Concentration)
{
    /// <summary>How many singular values the released program keeps of a product (departure 6).</summary>
    public const int TruncatedLength = 16;

    /// <summary>What the released program adds to denominators (departure 7).</summary>
    private const double Offset = 1e-12;

    /// <summary>From logarithms, largest first: nothing under- or overflows before the ratios are formed.</summary>
    public static Spectrum FromLogarithms(ReadOnlySpan<double> logarithms, int rank, int length)
    {
        double top = 0, all = 0;
        for (var i = 0; i < Math.Min(length, logarithms.Length); i++)
        {
            var square = Math.Exp(2 * (logarithms[i] - logarithms[0]));
            all += square;
            if (i < rank)
                top += square;
        }
        return new Spectrum(Math.Exp(logarithms[0] - logarithms[rank - 1]), top / all);
    }

    /// <summary>From the values themselves, largest first, as the released program does it, offsets included.</summary>
    public static Spectrum FromValues(ReadOnlySpan<double> values, int rank, int length)
    {
        double top = 0, all = Offset;
        for (var i = 0; i < Math.Min(length, values.Length); i++)
        {
            all += values[i] * values[i];
            if (i < rank)
                top += values[i] * values[i];
        }
        return new Spectrum(values[0] / (values[rank - 1] + Offset), top / all);
    }

    /// <summary>How many singular values of a product count under a protocol.</summary>
    public static int LengthUnder(Protocol protocol) => protocol.Has(Departure.TruncatedSpectrum) ? TruncatedLength : int.MaxValue;
}
