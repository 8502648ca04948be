namespace TimeScales.Experiments.Departures;

/// <summary>Departure 7: AI and CE with 1e-12 added to denominators, so that a vanishing product looks isotropic and
/// empty.</summary>
internal static class OffsetSpectrum
{
    /// <summary>What the released program adds to denominators.</summary>
    public const double Offset = 1e-12;

    /// <summary>From singular values, largest first, of which <paramref name="length"/> count in CE.</summary>
    public static Spectrum Of(ReadOnlySpan<double> values, int rank, int length)
    {
        double top = 0, all = Offset;
        for (var i = 0; i < length; i++)
        {
            all += values[i] * values[i];
            if (i < rank)
                top += values[i] * values[i];
        }
        return new Spectrum(values[0] / (values[rank - 1] + Offset), top / all, 1 - top / all);
    }
}
