using System.Globalization;
using System.Text.Json.Nodes;

namespace TimeScales.Cli;

/// <summary>What stands in a table, for people and for programs.</summary>
/// <param name="Text">As it is printed; a dash where there is nothing.</param>
/// <param name="Json">The same with all digits.</param>
internal sealed record TableCell(string Text, JsonNode? Json)
{
    private const string Nothing = "–";

    public static implicit operator TableCell(string text) => new(text.Length == 0 ? Nothing : text, text);

    public static implicit operator TableCell(int number) => new(number.ToString(CultureInfo.InvariantCulture), number);

    /// <summary>Names or numbers separated by commas.</summary>
    public static TableCell List(IEnumerable<string> items) =>
        items.ToArray() is var all && all.Length == 0 ? new(Nothing, new JsonArray()) : new(string.Join(", ", all), new JsonArray([.. all.Select(item => (JsonNode)item)]));

    /// <summary>The median over seeds, of those that have a finite value.</summary>
    public static TableCell Median(IEnumerable<double> values, string format) =>
        values.Where(double.IsFinite).ToArray() is { Length: > 0 } finite ? new(Format(Statistics.Median(finite), format), Statistics.Median(finite)) : new(Nothing, null);

    /// <summary>"median [lower quartile, upper quartile]" over seeds, of those that have a finite value; a single one has no quartiles.</summary>
    public static TableCell Spread(IEnumerable<double> values, string format)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        if (finite.Length == 0)
            return new(Nothing, null);
        var (median, lower, upper) = (Statistics.Median(finite), Statistics.Quantile(finite, 0.25), Statistics.Quantile(finite, 0.75));
        return new(
            finite.Length == 1 ? Format(median, format) : $"{Format(median, format)} [{Format(lower, format)}, {Format(upper, format)}]",
            new JsonObject { ["median"] = median, ["lowerQuartile"] = lower, ["upperQuartile"] = upper });
    }

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
