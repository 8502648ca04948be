using System.Text.Json.Nodes;

namespace TimeScales.Kernel;

/// <summary>One value in several representations, of which a front end shows the richest that it knows.</summary>
/// <remarks>
/// A chart for instance is <c>image/png</c>, <c>application/vnd.plotly.v1+json</c> and <c>text/plain</c> at once.
/// A bundle displays as itself, so a cell can also build one by hand.
/// </remarks>
public sealed class MimeBundle
{
    private readonly Dictionary<string, JsonNode> representations = new(StringComparer.Ordinal);

    /// <summary>Whether a representation is there.</summary>
    /// <param name="mimeType">A MIME type such as <c>text/html</c>.</param>
    /// <returns>True when it has been added.</returns>
    public bool Contains(string mimeType) => representations.ContainsKey(mimeType);

    /// <summary>Adds a text; the text of a JSON type (<c>application/json</c>, <c>…+json</c>) is parsed.</summary>
    /// <param name="mimeType">A MIME type such as <c>text/html</c>.</param>
    /// <param name="text">The representation; of a binary type such as <c>image/png</c>, in Base64.</param>
    /// <returns>This bundle.</returns>
    /// <exception cref="System.Text.Json.JsonException">The type is a JSON type and the text is not JSON.</exception>
    public MimeBundle Add(string mimeType, string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mimeType);
        ArgumentNullException.ThrowIfNull(text);
        representations[mimeType] = IsJson(mimeType)
            ? JsonNode.Parse(text) ?? throw new ArgumentException($"'{mimeType}' cannot be null.", nameof(text))
            : JsonValue.Create(text);
        return this;
    }

    /// <summary>Adds a binary representation.</summary>
    /// <param name="mimeType">A MIME type such as <c>image/png</c>.</param>
    /// <param name="bytes">The bytes as they would stand in a file.</param>
    /// <returns>This bundle.</returns>
    public MimeBundle Add(string mimeType, byte[] bytes) => Add(mimeType, Convert.ToBase64String(bytes));

    internal IEnumerable<string> MimeTypes => representations.Keys;

    internal bool IsEmpty => representations.Count == 0;

    /// <summary>One representation as text; null when it is not there.</summary>
    internal string? Text(string mimeType) =>
        !representations.TryGetValue(mimeType, out var node) ? null : IsJson(mimeType) ? node.ToJsonString() : (string?)node;

    /// <summary>A text that stands in where there is no plain one.</summary>
    internal string? AnyText =>
        representations.Keys.FirstOrDefault(mimeType => mimeType.StartsWith("text/", StringComparison.Ordinal)) is { } found
            ? Text(found)
            : null;

    /// <summary>The representations of these types alone.</summary>
    internal MimeBundle Only(IEnumerable<string> mimeTypes)
    {
        var bundle = new MimeBundle();
        foreach (var mimeType in mimeTypes.Where(Contains))
            bundle.representations[mimeType] = representations[mimeType].DeepClone();
        return bundle;
    }

    internal MimeBundle Copy() => FromJson(ToJson());

    internal static MimeBundle FromJson(JsonObject json)
    {
        var bundle = new MimeBundle();
        foreach (var (mimeType, value) in json)
            bundle.representations[mimeType] = value!.DeepClone();
        return bundle;
    }

    internal JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var (mimeType, value) in representations)
            json[mimeType] = value.DeepClone();
        return json;
    }

    internal static bool IsJson(string mimeType) =>
        mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal);
}
