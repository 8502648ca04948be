using System.Globalization;
using System.Text.Json.Nodes;

namespace TimeScales.Experiments;

/// <summary>What stands in a table, for people and for programs.</summary>
/// <param name="Text">As it is printed; a dash where there is nothing.</param>
/// <param name="Json">The same with all digits.</param>
internal sealed record TableCell(string Text, JsonNode? Json)
{
    private static readonly TableCell Nothing = new("–", null);

    public static implicit operator TableCell(string text) => new(text.Length == 0 ? Nothing.Text : text, text);

    public static implicit operator TableCell(int number) => new(number.ToString(CultureInfo.InvariantCulture), number);

    /// <summary>A whole number, or nothing.</summary>
    public static TableCell Count(int? number) => number is { } there ? there : Nothing;

    /// <summary>A number with all digits in JSON; nothing where it is not finite.</summary>
    public static TableCell Number(double number, string format) =>
        double.IsFinite(number) ? new(Format(number, format), number) : Nothing;

    /// <summary>Names or numbers separated by commas.</summary>
    public static TableCell List(IEnumerable<string> items) => items.ToArray() is var all && all.Length == 0
        ? new(Nothing.Text, new JsonArray())
        : new(string.Join(", ", all), new JsonArray([.. all.Select(item => (JsonNode)item)]));

    /// <summary>The median over seeds.</summary>
    public static TableCell Median(MeasurementSummary summary, string format) => Number(summary.Median, format);

    /// <summary>"median [lower quartile, upper quartile]" over seeds; a single one has no quartiles.</summary>
    public static TableCell Spread(MeasurementSummary summary, string format)
    {
        var (median, lower, upper) = (summary.Median, summary.LowerQuartile, summary.UpperQuartile);
        return summary.Seeds == 0 ? Nothing : new(
            Format(median, format) + (summary.Seeds == 1 ? "" : $" [{Format(lower, format)}, {Format(upper, format)}]"),
            new JsonObject { ["median"] = median, ["lowerQuartile"] = lower, ["upperQuartile"] = upper });
    }

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
