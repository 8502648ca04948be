using System.Text.Json.Nodes;
using Plotly.NET;

namespace TimeScales.Notebooks;

/// <summary>Sentences in a notebook whose numbers come from the data.</summary>
/// <param name="Markdown">The sentences.</param>
[TypeFormatterSource(typeof(ProseFormatters), PreferredMimeTypes = ["text/markdown", "text/plain"])]
public sealed record Prose(string Markdown)
{
    /// <summary>What to look at in a chart: the caption under <c>layout.meta</c>, where the figures of the gallery carry
    /// it.</summary>
    public static Prose Caption(GenericChart chart) =>
        JsonNode.Parse(GenericChart.toFigureJson(chart))!["layout"]?["meta"]?["caption"] is { } caption
            ? new($"*{caption}*") : new("*This chart has no caption.*");

    /// <summary>The sentences.</summary>
    public override string ToString() => Markdown;

    internal sealed class ProseFormatters
    {
        public IEnumerable<object> CreateTypeFormatters() =>
            [new TypeFormatter<Prose>("text/markdown", prose => prose.Markdown),
                new TypeFormatter<Prose>("text/plain", prose => prose.Markdown)];
    }
}
