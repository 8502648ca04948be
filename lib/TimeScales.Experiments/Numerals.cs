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
    public static string Count(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>A number with the ends of its interval, where it has one.</summary>
    public static string Interval(double value, double lower, double upper) =>
        double.IsNaN(lower) ? Text(value) : $"{Text(value)} [{Text(lower)}, {Text(upper)}]";

    /// <summary>Labelled places on a logarithmic axis, at most about six.</summary>
    /// <param name="low">Its lower end, as a power of ten.</param>
    /// <param name="high">Its upper end, as a power of ten.</param>
    public static IReadOnlyList<(double Place, string Text)> LogarithmicTicks(double low, double high)
    {
        var decades = high - low;
        if (decades < 0.6)
            return EvenTicks(low, high);
        double[] steps = decades switch
        {
            < 1.3 => [1, 2, 5],
            < 2.2 => [1, 3],
            _ => [1],
        };
        var every = Math.Max(1, (int)Math.Ceiling(decades / 5));
        var ticks = new List<(double, string)>();
        for (var exponent = (int)Math.Floor(low); exponent <= Math.Ceiling(high); exponent++)
        {
            if (exponent % every != 0)
                continue;
            foreach (var step in steps)
            {
                var place = exponent + Math.Log10(step);
                if (place >= low && place <= high)
                    ticks.Add((place, step == 1 && exponent is < -2 or > 3 ? Power(exponent) : Text(step * Math.Pow(10, exponent))));
            }
        }
        return ticks;
    }

    /// <summary>Over so short a range a logarithmic axis is nearly linear.</summary>
    private static IReadOnlyList<(double Place, string Text)> EvenTicks(double low, double high)
    {
        var (from, to) = (Math.Pow(10, low), Math.Pow(10, high));
        var unit = Math.Pow(10, Math.Floor(Math.Log10((to - from) / 3)));
        var step = new[] { 1, 2, 5, 10 }.Select(factor => factor * unit).First(s => (to - from) / s <= 4);
        var ticks = new List<(double, string)>();
        for (var i = Math.Ceiling(from / step); i * step <= to; i++)
            ticks.Add((Math.Log10(i * step), (i * step).ToString("G5", CultureInfo.InvariantCulture)));
        return ticks;
    }

    private static string Power(int exponent) =>
        "10" + (exponent < 0 ? "⁻" : "") + string.Concat(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).Select(digit => Superscripts[digit - '0']));
}
