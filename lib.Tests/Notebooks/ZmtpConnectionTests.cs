using System.Net.Sockets;
using System.Net;
using TimeScales.Kernel.Zmtp;

namespace TimeScales.Tests.Notebooks;

/// <summary>The kernel's transport against the bytes of the specification.</summary>
internal sealed class ZmtpConnectionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private Socket socket = null!;
    private RawPeer peer = null!;

    [SetUp]
    public void Connect()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndpoint);
        (socket, peer) = (listener.AcceptSocket(), new RawPeer(client));
    }

    [TearDown]
    public void Disconnect()
    {
        socket.Dispose();
        peer.Dispose();
    }

    [Test]
    public void The_handshake_is_a_greeting_of_64_bytes_and_a_READY_with_the_type_of_socket()
    {
        var opening = Task.Run(() => ZmtpConnection.Open(socket, "ROUTER"));

        Assert.That(peer.Read(64), Is.EqualTo(RawPeer.Greeting));
        peer.Write(RawPeer.Greeting);
        var (flags, ready) = peer.ReadFrame();
        Assert.That(flags, Is.EqualTo(RawPeer.Command));
        Assert.That(ready, Is.EqualTo(RawPeer.Ready(("Socket-Type", "ROUTER"u8.ToArray()))));
        peer.WriteFrame(RawPeer.Command, RawPeer.Ready());
        Assert.That(opening.Wait(Limit), Is.True);
    }

    [TestCase(0, "03 01", TestName = "A peer of version 3.1 is taken")]
    [TestCase(2, "02 00", TestName = "A peer of version 2 is refused")]
    public void Version(int refused, string version)
    {
        byte[] greeting = [.. RawPeer.Greeting];
        Convert.FromHexString(version.Replace(" ", "", StringComparison.Ordinal)).CopyTo(greeting, 10);
        peer.Write(greeting);
        peer.WriteFrame(RawPeer.Command, RawPeer.Ready());

        Assert.That(() => ZmtpConnection.Open(socket, "PUB"),
            refused == 0 ? Throws.Nothing : Throws.TypeOf<InvalidDataException>());
    }

    [TestCase(0, 0x00)]
    [TestCase(9, 0x7E)]
    [TestCase(12, (byte)'X')]
    [TestCase(16, (byte)'2')]
    public void A_greeting_of_something_else_is_refused(int place, int value)
    {
        byte[] greeting = [.. RawPeer.Greeting];
        greeting[place] = (byte)value;
        peer.Write(greeting);

        Assert.That(() => ZmtpConnection.Open(socket, "ROUTER"), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void The_identity_is_found_wherever_it_stands_among_the_properties()
    {
        var identity = Enumerable.Range(0, 200).Select(i => (byte)i).ToArray();

        Assert.That(Open(("Socket-Type", "DEALER"u8.ToArray()), ("Identity", identity), ("X-Other", [])).Identity,
            Is.EqualTo(identity));
    }

    [Test]
    public void A_peer_without_an_identity_has_an_empty_one() =>
        Assert.That(Open(("Identity-Card", [1]), ("Socket-Type", "Identity"u8.ToArray())).Identity, Is.Empty);

    [TestCase("04 05 52 45 41 44", TestName = "A command that is not READY is refused")]
    [TestCase("05 52 45 41 44 59 08 49 64", TestName = "A READY that is cut off in a name is refused")]
    [TestCase("05 52 45 41 44 59 08 49 64 65 6E 74 69 74 79 00 00 00 02 41",
        TestName = "A READY that is cut off in a value is refused")]
    public void Ready(string body)
    {
        peer.Write(RawPeer.Greeting);
        peer.WriteFrame(RawPeer.Command, Convert.FromHexString(body.Replace(" ", "", StringComparison.Ordinal)));

        Assert.That(() => ZmtpConnection.Open(socket, "ROUTER"), Throws.TypeOf<InvalidDataException>());
    }

    /// <summary>Catches a length of one byte where eight are due, and the reverse.</summary>
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(255)]
    [TestCase(256)]
    [TestCase(100_000)]
    public void A_message_of_two_frames_has_these_bytes_in_both_directions(int length)
    {
        var connection = Open();
        byte[][] message = [Body(length), Body(1)];
        byte[] bytes = [.. RawPeer.Frame(RawPeer.More, message[0]), .. RawPeer.Frame(RawPeer.Last, message[1])];

        connection.Send(message);
        Assert.That(peer.Read(bytes.Length), Is.EqualTo(bytes));
        peer.Write(bytes);
        Assert.That(connection.Receive(), Is.EqualTo(message));
        Assert.That(peer.HasData, Is.False);
    }

    /// <summary>A short body may have a long header, and a heartbeat may come between messages; it is answered with its context,
    /// byte for byte.</summary>
    [Test]
    public void Heartbeats_are_answered_with_their_context_and_other_commands_are_passed_over()
    {
        var connection = Open();
        peer.WriteFrame(RawPeer.Command, [4, .. "PING"u8, 0, 100, .. "context"u8]);
        peer.WriteFrame(RawPeer.Command, [9, .. "SUBSCRIBE"u8]);
        peer.WriteFrame(RawPeer.Command, [4, .. "PING"u8, 0, 100]);
        peer.Write([RawPeer.Long, 0, 0, 0, 0, 0, 0, 0, 2, .. "hi"u8]);

        Assert.That(connection.Receive(), Is.EqualTo(new[] { "hi"u8.ToArray() }));
        Assert.That(peer.Read(14), Is.EqualTo((byte[])[RawPeer.Command, 12, 4, .. "PONG"u8, .. "context"u8]));
        Assert.That(peer.Read(7), Is.EqualTo((byte[])[RawPeer.Command, 5, 4, .. "PONG"u8]));
        Assert.That(peer.HasData, Is.False);
    }

    [TestCase("00 00 00 00 10 00 00 01")]
    [TestCase("FF FF FF FF FF FF FF FF")]
    public void A_frame_that_is_too_long_to_be_meant_is_refused_before_room_is_made_for_it(string length)
    {
        var connection = Open();
        peer.Write([RawPeer.Long, .. Convert.FromHexString(length.Replace(" ", "", StringComparison.Ordinal))]);

        Assert.That(connection.Receive, Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void A_peer_that_leaves_between_messages_is_gone_and_one_that_leaves_within_one_is_an_error()
    {
        var connection = Open();
        peer.WriteFrame(RawPeer.Last, [1]);
        peer.Write([RawPeer.Last, 5, 1, 2]);
        peer.Dispose();

        Assert.That(connection.Receive(), Is.EqualTo(new[] { new byte[] { 1 } }));
        Assert.That(connection.Receive, Throws.InstanceOf<IOException>());
        Disconnect();
        Connect();
        connection = Open();
        peer.Dispose();
        Assert.That(connection.Receive(), Is.Null);
    }

    /// <summary>Replies, their heartbeats and a cell's output share a connection. Catches a message, a frame or an answer to a
    /// heartbeat that is written without the lock: frames of one get between those of another, or the buffer they share is
    /// torn.</summary>
    [Test]
    public void Messages_of_two_threads_and_heartbeats_arrive_whole_and_each_thread_s_in_its_order()
    {
        const int Count = 2000;
        var connection = Open();
        using var start = new Barrier(3);
        void Repeat(Action<int> send)
        {
            start.SignalAndWait();
            for (var i = 0; i < Count; i++)
                send(i);
        }

        Task[] threads =
        [
            Thread(() => Repeat(i => connection.Send([[1], BitConverter.GetBytes(i), Payload(1, i)]))),
            Thread(() => Repeat(i => connection.Send([[2], BitConverter.GetBytes(i), Payload(2, i)]))),
            Thread(() => Repeat(i => peer.WriteFrame(RawPeer.Command, [4, .. "PING"u8, 0, 0, .. BitConverter.GetBytes(i)]))),
            Thread(() => connection.Receive()),
        ];

        // By sender; heartbeats count as sender 0.
        var next = new int[3];
        while (next.Sum() < 3 * Count)
        {
            var (flags, body) = peer.ReadFrame();
            if (flags == RawPeer.Command)
            {
                Assert.That(body, Is.EqualTo((byte[])[4, .. "PONG"u8, .. BitConverter.GetBytes(next[0]++)]));
                continue;
            }
            var sender = body.Single();
            var (second, number) = peer.ReadFrame();
            var (third, payload) = peer.ReadFrame();
            Assert.That((flags, second, third), Is.EqualTo((RawPeer.More, RawPeer.More, RawPeer.Last)));
            Assert.That(BitConverter.ToInt32(number), Is.EqualTo(next[sender]));
            Assert.That(payload, Is.EqualTo(Payload(sender, next[sender]++)));
        }
        peer.WriteFrame(RawPeer.Last, []);
        Assert.That(Task.WaitAll(threads, Limit), Is.True);
    }

    /// <summary>The message is larger than what the system buffers and the peer reads on only when another one is meant to follow, so its sender stands
    /// in the midst of it, however busy the machine is. Catches whoever writes without the lock: what is written gets into the message.</summary>
    [Test]
    public void Nothing_gets_into_a_message_that_the_peer_is_slow_to_take([Values] bool isHeartbeat)
    {
        var (connection, large) = (Open(), new byte[64 << 20]);
        large.AsSpan().Fill(7);
        List<Task> threads = [Thread(() => connection.Send([large, [1]])), Thread(() => connection.Receive())];
        Assert.That(peer.Read(9)[0], Is.EqualTo(RawPeer.More | RawPeer.Long));

        if (isHeartbeat)
            peer.WriteFrame(RawPeer.Command, [4, .. "PING"u8, 0, 0]);
        else
            threads.Add(Thread(() => connection.Send([[2]])));
        System.Threading.Thread.Sleep(200);

        Assert.That(peer.Read(large.Length).AsSpan().IndexOfAnyExcept((byte)7), Is.EqualTo(-1));
        Assert.That(peer.ReadFrame(), Is.EqualTo((RawPeer.Last, new byte[] { 1 })));
        Assert.That(peer.ReadFrame().Flags, Is.EqualTo(isHeartbeat ? RawPeer.Command : RawPeer.Last));
        peer.WriteFrame(RawPeer.Last, []);
        Assert.That(Task.WaitAll([.. threads], Limit), Is.True);
    }

    /// <summary>A thread of its own whose failure ends the test and not the process.</summary>
    private static Task Thread(Action work) => Task.Factory.StartNew(work, TaskCreationOptions.LongRunning);

    private static byte[] Payload(byte sender, int number) => [.. Enumerable.Repeat(sender, 37 * number % 600)];

    private static byte[] Body(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)i)];

    private ZmtpConnection Open(params (string, byte[])[] properties)
    {
        var opening = Task.Run(() => ZmtpConnection.Open(socket, "ROUTER"));
        peer.Shake(properties);
        Assert.That(opening.Wait(Limit), Is.True);
        return opening.Result;
    }
}
