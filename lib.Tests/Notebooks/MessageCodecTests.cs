using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text;
using TimeScales.Kernel.Jupyter;

namespace TimeScales.Tests.Notebooks;

/// <summary>Messages as the Jupyter protocol has them on the wire: identities, delimiter, signature, header, parent, metadata,
/// content.</summary>
internal sealed class MessageCodecTests
{
    private static readonly byte[] Key = "a key"u8.ToArray();
    private static readonly byte[][] Identities = [[0, 1], [255]];

    private readonly MessageCodec codec = new(Key);

    [Test]
    public void A_message_is_signed_over_its_four_parts_in_their_order()
    {
        var frames = codec.Encode(Identities, "status", new JsonObject { ["msg_id"] = "parent" },
            new JsonObject { ["text"] = "ü <b>" });

        Assert.That(frames, Has.Length.EqualTo(8));
        Assert.That(frames[..2], Is.EqualTo(Identities));
        Assert.That(frames[2], Is.EqualTo("<IDS|MSG>"u8.ToArray()));
        Assert.That(frames[3], Is.EqualTo(Signature(frames[4..])));
        Assert.That(frames[5..].Select(Encoding.UTF8.GetString),
            Is.EqualTo(new[] { """{"msg_id":"parent"}""", "{}", """{"text":"ü <b>"}""" }));
    }

    [Test]
    public void Every_message_has_an_id_of_its_own_the_session_s_name_and_its_type()
    {
        JsonObject Header(MessageCodec of) => JsonNode.Parse(of.Encode([], "status", null, [])[2])!.AsObject();
        JsonObject[] headers = [Header(codec), Header(codec), Header(new MessageCodec(Key))];

        foreach (var header in headers)
        {
            Assert.That(header.Select(p => p.Key),
                Is.EquivalentTo(new[] { "msg_id", "session", "username", "date", "msg_type", "version" }));
            Assert.That(((string?)header["msg_type"], (string?)header["version"]), Is.EqualTo(("status", "5.3")));
            Assert.That((DateTimeOffset)header["date"]!, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
        }
        var sessions = headers.Select(header => (string?)header["session"]).ToArray();
        Assert.That(headers.Select(header => (string?)header["msg_id"]), Is.Unique);
        Assert.That(sessions[1], Is.EqualTo(sessions[0]).And.Not.EqualTo(sessions[2]));
    }

    /// <summary>A front end may put further buffers behind the content; they are not signed.</summary>
    [Test]
    public void What_was_written_is_read_back_with_its_identities()
    {
        var message = codec.Decode([.. codec.Encode(Identities, "execute_request", null, new JsonObject { ["code"] = "1" }),
            "a buffer"u8.ToArray()]);

        Assert.That(message.Identities, Is.EqualTo(Identities));
        Assert.That((message.Type, message.Text("code")), Is.EqualTo(("execute_request", "1")));
        Assert.That((string?)message.Header["msg_type"], Is.EqualTo("execute_request"));
    }

    /// <summary>Catches a part that is left out of the signature.</summary>
    [Test]
    public void A_change_of_any_byte_that_is_signed_is_refused([Range(1, 5)] int frame)
    {
        var frames = codec.Encode([], "execute_request", new JsonObject { ["msg_id"] = "parent" },
            new JsonObject { ["code"] = "1" });
        frames[frame][^1] ^= 1;

        Assert.That(() => codec.Decode(frames), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void A_message_without_signature_of_another_key_or_of_too_few_frames_is_refused()
    {
        var frames = codec.Encode([], "execute_request", null, []);
        var other = new MessageCodec("another key"u8.ToArray()).Encode([], "execute_request", null, []);

        Assert.That(() => codec.Decode([frames[0], [], .. frames[2..]]),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("not signed"));
        Assert.That(() => codec.Decode(other), Throws.TypeOf<InvalidDataException>().With.Message.Contains("signature"));
        Assert.That(() => codec.Decode(frames[..^1]), Throws.TypeOf<InvalidDataException>().With.Message.Contains("malformed"));
        Assert.That(() => codec.Decode(frames[1..]), Throws.TypeOf<InvalidDataException>().With.Message.Contains("malformed"));
        Assert.That(() => codec.Decode([]), Throws.TypeOf<InvalidDataException>());
    }

    /// <summary>Catches a memory of signatures that forgets too early, or the newest first.</summary>
    [Test]
    public void A_message_is_taken_once_also_when_tens_of_thousands_came_in_between()
    {
        for (var i = 0; i < 70_000; i++)
            codec.Decode(Numbered(i));

        foreach (var i in new[] { 69_999, 65_537, 50_000, 40_000 })
            Assert.That(() => codec.Decode(Numbered(i)),
                Throws.TypeOf<InvalidDataException>().With.Message.Contains("before"), $"number {i}");
    }

    /// <summary>Shell, control and stdin receive on threads of their own and share what they remember. Each thread begins with
    /// messages of its own, so that all of them add to the memory while it grows.</summary>
    [Test]
    public void Of_threads_that_receive_the_same_messages_one_takes_each()
    {
        const int Threads = 4, Each = 5_000;
        var messages = Enumerable.Range(0, Threads * Each).Select(Numbered).ToArray();
        var taken = new int[messages.Length];
        using var all = new Barrier(Threads);
        void Receive(int first)
        {
            all.SignalAndWait();
            for (var i = 0; i < messages.Length; i++)
            {
                var message = (first + i) % messages.Length;
                try
                {
                    codec.Decode(messages[message]);
                    Interlocked.Increment(ref taken[message]);
                }
                catch (InvalidDataException)
                {
                    // Another was first.
                }
            }
        }

        var threads = Enumerable.Range(0, Threads)
            .Select(t => Task.Factory.StartNew(() => Receive(t * Each), TaskCreationOptions.LongRunning));
        Task.WaitAll([.. threads]);

        Assert.That(taken, Is.All.EqualTo(1));
    }

    /// <summary>The same message whenever it is asked for.</summary>
    private static byte[][] Numbered(int number)
    {
        string[] texts = ["{\"msg_type\":\"status\"}", "{}", "{}", $"{{\"n\":{number}}}"];
        byte[][] parts = Array.ConvertAll(texts, Encoding.ASCII.GetBytes);
        return ["<IDS|MSG>"u8.ToArray(), Signature(parts), .. parts];
    }

    private static byte[] Signature(byte[][] parts) =>
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(Key,
            (byte[])[.. parts[0], .. parts[1], .. parts[2], .. parts[3]])));
}
