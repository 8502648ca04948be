using System.Text.Json.Nodes;

namespace TimeScales.Kernel.Jupyter;

/// <summary>A message of the Jupyter protocol as it was received.</summary>
/// <param name="Identities">The routing frames before the delimiter; replies repeat them.</param>
/// <param name="Type">What it is, such as <c>execute_request</c>.</param>
/// <param name="Header">Who sent it and when; replies repeat it.</param>
/// <param name="Metadata">What the sender adds about itself or the cell.</param>
/// <param name="Content">What it says.</param>
internal sealed record Message(IReadOnlyList<byte[]> Identities, string Type, JsonObject Header, JsonObject Metadata,
    JsonObject Content)
{
    internal string? Text(string name) => (string?)Content[name];

    internal bool Flag(string name, bool otherwise) =>
        Content[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : otherwise;

    internal int? Number(string name) =>
        Content[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;
}
