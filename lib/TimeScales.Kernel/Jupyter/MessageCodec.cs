using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text;

namespace TimeScales.Kernel.Jupyter;

/// <summary>Signs, checks and frames messages of the Jupyter protocol, version 5.3.</summary>
internal sealed class MessageCodec(byte[] key)
{
    /// <summary>Signatures remembered against replays; past it the older half is forgotten.</summary>
    private const int RememberedSignatures = 65_536;

    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly JsonSerializerOptions Json = new()
    {
        // Text goes to front ends, not into pages: only what JSON itself forbids is escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock gate = new();
    private readonly string session = Guid.NewGuid().ToString();
    private readonly Queue<string> seenInOrder = new();
    private readonly HashSet<string> seen = [];

    /// <summary>Reads a message.</summary>
    /// <exception cref="InvalidDataException">It is malformed, unsigned, wrongly signed, or was received before.</exception>
    internal Message Decode(byte[][] frames)
    {
        var delimiter = Array.FindIndex(frames, frame => frame.AsSpan().SequenceEqual(Delimiter));
        if (delimiter < 0 || frames.Length < delimiter + 6)
            throw new InvalidDataException("the message is malformed.");
        var signature = Encoding.ASCII.GetString(frames[delimiter + 1]);
        var parts = frames[(delimiter + 2)..(delimiter + 6)];
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(parts)), frames[delimiter + 1]))
            throw new InvalidDataException(signature.Length == 0 ? "the message is not signed." : "the signature is wrong.");
        if (!Remember(signature))
            throw new InvalidDataException("the message was received before.");
        try
        {
            var header = JsonNode.Parse(parts[0])!.AsObject();
            return new Message(frames[..delimiter], (string)header["msg_type"]!, header, JsonNode.Parse(parts[2])!.AsObject(),
                JsonNode.Parse(parts[3])!.AsObject());
        }
        catch (Exception exception)
            when (exception is JsonException or NullReferenceException or ArgumentNullException or InvalidOperationException)
        {
            throw new InvalidDataException("the message is not JSON objects, or has no type.", exception);
        }
    }

    /// <summary>Writes a message.</summary>
    /// <param name="identities">Routing frames, or the topic on iopub.</param>
    /// <param name="type">The message's type.</param>
    /// <param name="parent">The header of the request that this answers; null for none.</param>
    /// <param name="content">What it says.</param>
    internal byte[][] Encode(IEnumerable<byte[]> identities, string type, JsonObject? parent, JsonObject content)
    {
        var header = new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString(),
            ["session"] = session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("o"),
            ["msg_type"] = type,
            ["version"] = "5.3",
        };
        var empty = "{}"u8.ToArray();
        byte[][] parts = [Serialize(header), parent is null ? empty : Serialize(parent), empty, Serialize(content)];
        return [.. identities, Delimiter, Encoding.ASCII.GetBytes(Sign(parts)), .. parts];
    }

    private static byte[] Serialize(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString(Json));

    private string Sign(byte[][] parts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts)
            hash.AppendData(part);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private bool Remember(string signature)
    {
        lock (gate)
        {
            if (!seen.Add(signature))
                return false;
            seenInOrder.Enqueue(signature);
            while (seenInOrder.Count > RememberedSignatures)
            {
                for (var i = 0; i < RememberedSignatures / 2; i++)
                    seen.Remove(seenInOrder.Dequeue());
            }
            return true;
        }
    }
}
