using System.Globalization;
using TimeScales.Experiments;

namespace TimeScales.Figures.Gallery;

/// <summary>Numbers as titles tell them.</summary>
internal static class Told
{
    /// <summary>Two significant digits.</summary>
    public static string Number(double value) =>
        double.IsFinite(value) && value != 0 && Math.Abs(value) is >= 1e-3 and < 1e4
            ? Math.Round(value, Math.Max(0, 1 - (int)Math.Floor(Math.Log10(Math.Abs(value)))))
                .ToString(CultureInfo.InvariantCulture).Replace('-', '−')
            : Numerals.Text(value);

    /// <summary>"0.2–3", or one number where both are the same; "−3 to 0.2" where a dash would be misread.</summary>
    public static string Range(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).ToArray();
        var (low, high) = (Number(finite.Min()), Number(finite.Max()));
        return low == high ? low : finite.Min() < 0 ? $"{low} to {high}" : $"{low}–{high}";
    }

    /// <summary>"2 of 5 tasks".</summary>
    public static string Share(int part, int whole, string noun) => FormattableString.Invariant($"{part} of {whole} {noun}s");
}
