using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using TimeScales.Kernel.Jupyter;
using TimeScales.Kernel.Zmtp;

namespace TimeScales.Tests.Notebooks;

/// <summary>A cell's question goes to the front end that runs it, and to no other.</summary>
internal sealed class StandardInputTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly byte[] Key = "key"u8.ToArray();

    [Test]
    public void Each_front_end_is_asked_for_its_own_cell_alone()
    {
        var (shellAt, stdinAt) = (EndPoint(), EndPoint());
        byte[][] identities = [[1, 2, 3], [1, 2, 4], [1, 2]];
        using var shells = new BlockingCollection<ZmtpConnection>();
        using var shell = new ZmtpListener(shellAt, "ROUTER", (connection, _) => shells.Add(connection));
        using var standardInput = new StandardInput(stdinAt, new MessageCodec(Key), refused => Assert.Fail(refused.Message));
        var frontEnds = identities.Select(identity => RawPeer.Connect(stdinAt, ("Identity", identity))).ToArray();
        // The listener knows of a front end a moment after the front end does.
        Thread.Sleep(100);
        for (var asking = 0; asking < identities.Length; asking++)
        {
            using var peer = RawPeer.Connect(shellAt, ("Identity", identities[asking]));
            peer.WriteFrame(RawPeer.Last, [0]);
            Assert.That(shells.TryTake(out var connection, Limit), Is.True);
            var request = new MessageCodec(Key).Decode(new MessageCodec(Key).Encode([[9]], "execute_request", null, []));

            var answer = Task.Run(() => standardInput.ReaderFor(connection!, request).ReadLine());
            var question = frontEnds[asking].ReadMessage();
            Assert.That(question[0], Is.EqualTo(new byte[] { 9 }));
            Assert.That((string?)JsonNode.Parse(question[3])!["msg_type"], Is.EqualTo("input_request"));
            Answer(frontEnds[asking], $"typed {asking}");

            Assert.That(answer.Wait(Limit), Is.True);
            Assert.That(answer.Result, Is.EqualTo($"typed {asking}"));
            Assert.That(frontEnds.Any(frontEnd => frontEnd.HasData), Is.False);
        }
        Array.ForEach(frontEnds, frontEnd => frontEnd.Dispose());
    }

    /// <summary>Who answers a cell that was interrupted meanwhile answers nobody. What is refused behind that answer says that it has been
    /// received.</summary>
    [Test]
    public void An_answer_that_comes_too_late_is_not_taken_for_the_next_one()
    {
        var (shellAt, stdinAt) = (EndPoint(), EndPoint());
        using var shells = new BlockingCollection<ZmtpConnection>();
        using var refused = new ManualResetEventSlim();
        using var shell = new ZmtpListener(shellAt, "ROUTER", (connection, _) => shells.Add(connection));
        using var standardInput = new StandardInput(stdinAt, new MessageCodec(Key), _ => refused.Set());
        using var frontEnd = RawPeer.Connect(stdinAt, ("Identity", [1]));
        using var peer = RawPeer.Connect(shellAt, ("Identity", [1]));
        peer.WriteFrame(RawPeer.Last, [0]);
        Assert.That(shells.TryTake(out var connection, Limit), Is.True);
        Answer(frontEnd, "too late");
        frontEnd.WriteFrame(RawPeer.Last, [0]);
        Assert.That(refused.Wait(Limit), Is.True);

        var request = new MessageCodec(Key).Decode(new MessageCodec(Key).Encode([], "execute_request", null, []));
        var answer = Task.Run(() => standardInput.ReaderFor(connection!, request).ReadLine());
        frontEnd.ReadMessage();
        Answer(frontEnd, "in time");

        Assert.That(answer.Wait(Limit), Is.True);
        Assert.That(answer.Result, Is.EqualTo("in time"));
    }

    private static void Answer(RawPeer frontEnd, string value)
    {
        var reply = new MessageCodec(Key).Encode([], "input_reply", null, new JsonObject { ["value"] = value });
        foreach (var (i, frame) in reply.Index())
            frontEnd.WriteFrame(i < reply.Length - 1 ? RawPeer.More : RawPeer.Last, frame);
    }

    private static IPEndPoint EndPoint() => new(IPAddress.Loopback, KernelClient.FreePorts(1)[0]);
}
