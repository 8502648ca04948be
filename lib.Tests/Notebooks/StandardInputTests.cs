using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using TimeScales.Kernel.Jupyter;
using TimeScales.Kernel.Zmtp;

namespace TimeScales.Tests.Notebooks;

/// <summary>A cell's question goes to the front end that runs it, and to no other.</summary>
internal sealed class StandardInputTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestCase(0)]
    [TestCase(1)]
    public void The_front_end_with_the_identity_of_the_shell_is_asked(int asking)
    {
        var codec = new MessageCodec("key"u8.ToArray());
        var (shellAt, stdinAt) = (EndPoint(), EndPoint());
        byte[][] identities = [[1, 2, 3], [1, 2, 4]];
        var shells = new System.Collections.Concurrent.BlockingCollection<ZmtpConnection>();
        using var shell = new ZmtpListener(shellAt, "ROUTER", (connection, _) => shells.Add(connection));
        using var standardInput = new StandardInput(stdinAt, codec, refused => Assert.Fail(refused.Message));
        var frontEnds = identities.Select(identity => RawPeer.Connect(stdinAt, ("Identity", identity))).ToArray();
        using var peer = RawPeer.Connect(shellAt, ("Identity", identities[asking]));
        peer.WriteFrame(RawPeer.Last, [0]);
        Assert.That(shells.TryTake(out var connection, Limit), Is.True);
        var request = codec.Decode(new MessageCodec("key"u8.ToArray()).Encode([[9]], "execute_request", null, []));

        var answer = Task.Run(() =>
        {
            // The listener knows of a front end a moment after the front end does.
            Thread.Sleep(100);
            return standardInput.ReaderFor(connection!, request).ReadLine();
        });
        var question = frontEnds[asking].ReadMessage();
        Assert.That(question[0], Is.EqualTo(new byte[] { 9 }));
        Assert.That((string?)JsonNode.Parse(question[3])!["msg_type"], Is.EqualTo("input_request"));
        Assert.That(frontEnds[1 - asking].HasData, Is.False);
        var reply = new MessageCodec("key"u8.ToArray()).Encode([], "input_reply", null, new JsonObject { ["value"] = "typed" });
        for (var i = 0; i < reply.Length; i++)
            frontEnds[asking].WriteFrame(i < reply.Length - 1 ? RawPeer.More : RawPeer.Last, reply[i]);

        Assert.That(answer.Wait(Limit), Is.True);
        Assert.That(answer.Result, Is.EqualTo("typed"));
        Array.ForEach(frontEnds, frontEnd => frontEnd.Dispose());
    }

    private static IPEndPoint EndPoint() => new(IPAddress.Loopback, KernelClient.FreePorts(1)[0]);
}
