using TimeScales.Numerics;

namespace TimeScales.Cli;

/// <summary>Medians and quartiles over seeds as they stand in tables.</summary>
internal static class SeedSummary
{
    /// <summary>"median [lower quartile, upper quartile]".</summary>
    public static string Text(double[] values, string format) =>
        $"{Format(Statistics.Median(values), format)} [{Format(Statistics.Quantile(values, 0.25), format)}, {Format(Statistics.Quantile(values, 0.75), format)}]";

    private static string Format(double value, string format) =>
        value.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
}
