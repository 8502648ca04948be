using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Json;

namespace TimeScales.Experiments;

/// <summary>One way to write a record as JSON: properties in declaration order, shortest digits that read
/// back equal, no blanks.</summary>
internal static class CanonicalJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // NaN marks what could not be measured; JSON has no number for it.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>The bytes of a record, by its run-time type.</summary>
    public static byte[] Serialize(object value) => JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Options);

    /// <summary>Reads a record back.</summary>
    /// <exception cref="JsonException">The bytes are not such a record.</exception>
    public static T Deserialize<T>(ReadOnlySpan<byte> bytes) where T : class =>
        JsonSerializer.Deserialize<T>(bytes, Options) ?? throw new JsonException("The file holds null.");
}
