using System.Globalization;

namespace TimeScales.Experiments;

/// <summary>Numbers as a reader sees them.</summary>
internal static class Numerals
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>Three significant digits; far from 1 as a power of ten; words where there is no number.</summary>
    public static string Text(double value)
    {
        if (!double.IsFinite(value))
            return "no finite value";
        if (value == 0 || Math.Abs(value) is >= 1e-3 and < 1e5)
            return value.ToString("G3", CultureInfo.InvariantCulture) is var text && text.Contains('E', StringComparison.Ordinal)
                ? value.ToString("F0", CultureInfo.InvariantCulture)
                : text;
        var exponent = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return string.Create(CultureInfo.InvariantCulture, $"{value / Math.Pow(10, exponent):G3}·{Power(exponent)}");
    }

    /// <summary>"1 run", "2 runs".</summary>
    public static string Count(int number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>A number with the ends of its interval, where it has one.</summary>
    public static string Interval(double value, double lower, double upper) =>
        double.IsNaN(lower) ? Text(value) : $"{Text(value)} [{Text(lower)}, {Text(upper)}]";

    /// <summary>A power of ten.</summary>
    public static string Power(int exponent) =>
        "10" + (exponent < 0 ? "⁻" : "")
            + string.Concat(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).Select(digit => Superscripts[digit - '0']));
}
