namespace TimeScales;

/// <summary>How unequal the singular values of a matrix are.</summary>
/// <param name="Anisotropy">AI_r = σ_1/σ_r ≥ 1.</param>
/// <param name="Concentration">CE_r = Σ_{i≤r} σ_i² / Σ_i σ_i², in (0, 1].</param>
/// <param name="Outside">1 − CE_r without its rounding, which is what is left where CE_r is near 1.</param>
/// <remarks><b>Source.</b> arXiv:2508.12121, Sec. VII-B.</remarks>
public readonly record struct Spectrum(double Anisotropy, double Concentration, double Outside)
{
    /// <summary>The spectrum of what has none.</summary>
    public static Spectrum Undefined { get; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>From logarithms: nothing under- or overflows before the ratios are formed.</summary>
    /// <param name="logarithms">ln σ_i, largest first; −∞ for zeros.</param>
    /// <param name="rank">r, from 1.</param>
    /// <returns>NaN where all values are zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer values than r.</exception>
    public static Spectrum FromLogarithms(ReadOnlySpan<double> logarithms, int rank)
    {
        if (rank < 1 || rank > logarithms.Length)
            throw new ArgumentOutOfRangeException(
                nameof(rank), rank, $"The ranks of {logarithms.Length} singular values are 1 … {logarithms.Length}.");
        double top = 0, all = 0, outside = 0;
        for (var i = 0; i < logarithms.Length; i++)
        {
            var square = Math.Exp(2 * (logarithms[i] - logarithms[0]));
            all += square;
            if (i < rank)
                top += square;
            else
                outside += square;
        }
        return new Spectrum(Math.Exp(logarithms[0] - logarithms[rank - 1]), top / all, outside / all);
    }
}
