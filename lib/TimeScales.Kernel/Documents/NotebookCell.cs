using System.Text.Json.Nodes;

namespace TimeScales.Kernel.Documents;

/// <summary>One cell of a notebook file.</summary>
internal sealed class NotebookCell(JsonObject json)
{
    /// <summary>A code cell with something in it.</summary>
    internal bool IsCode { get; } = (string?)json["cell_type"] == "code";

    internal string Source { get; } = SourceOf(json["source"]!);

    /// <summary>Its language, where its metadata name one.</summary>
    internal CellLanguage Language { get; } = CellLanguage.Of(json["metadata"] as JsonObject);

    internal bool HasTag(string tag) =>
        (json["metadata"] as JsonObject)?["tags"] is JsonArray tags
            && tags.Any(value => value is JsonValue && value.ToString() == tag);

    /// <summary>Forgets an earlier run.</summary>
    internal void Clear() => SetResult(executionCount: null, []);

    internal void SetResult(int? executionCount, JsonArray outputs)
    {
        json["execution_count"] = executionCount;
        json["outputs"] = outputs;
    }

    internal static bool IsWellFormed(JsonNode? node) =>
        node is JsonObject cell
        && cell["cell_type"] is JsonValue type && type.TryGetValue<string>(out _)
        && (cell["source"] is JsonValue source && source.TryGetValue<string>(out _)
            || cell["source"] is JsonArray lines
                && lines.All(line => line is JsonValue value && value.TryGetValue<string>(out _)));

    private static string SourceOf(JsonNode source) =>
        source is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string)source!;
}
