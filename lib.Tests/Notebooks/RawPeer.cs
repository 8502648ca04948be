using System.Buffers.Binary;
using System.Net.Sockets;
using System.Net;
using System.Text;

namespace TimeScales.Tests.Notebooks;

/// <summary>The other end of a connection, byte by byte as the specification of ZMTP 3.0 (ZeroMQ RFC 23) has it; shares no code
/// with the kernel.</summary>
internal sealed class RawPeer : IDisposable
{
    public const byte Last = 0, More = 1, Long = 2, Command = 4;

    private readonly NetworkStream stream;

    public RawPeer(Socket socket) =>
        stream = new NetworkStream(socket, ownsSocket: true) { ReadTimeout = 20_000, WriteTimeout = 20_000 };

    /// <summary>Signature, version 3.0, mechanism NULL, no server, filler.</summary>
    public static byte[] Greeting { get; } = [0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 0, .. "NULL"u8, .. new byte[48]];

    /// <summary>Connects to a bound socket and finishes the handshake.</summary>
    public static RawPeer Connect(IPEndPoint endPoint, params (string Name, byte[] Value)[] properties)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(endPoint);
        var peer = new RawPeer(socket);
        peer.Shake(properties);
        return peer;
    }

    public void Shake(params (string Name, byte[] Value)[] properties)
    {
        Write(Greeting);
        Read(64);
        WriteFrame(Command, Ready(properties));
        ReadFrame();
    }

    /// <summary>A READY command: its name and properties, each with its length before it.</summary>
    public static byte[] Ready(params (string Name, byte[] Value)[] properties) =>
    [
        5, .. "READY"u8,
        .. properties.SelectMany(p => (byte[])[(byte)p.Name.Length, .. Encoding.ASCII.GetBytes(p.Name), 0, 0,
            (byte)(p.Value.Length >> 8), (byte)p.Value.Length, .. p.Value]),
    ];

    public bool HasData => stream.DataAvailable;

    public void Write(byte[] bytes) => stream.Write(bytes);

    public void WriteFrame(byte flags, byte[] body) => Write(Frame(flags, body));

    /// <summary>Flags, one length byte or, where the body is longer than 255, eight, and the body.</summary>
    public static byte[] Frame(byte flags, byte[] body)
    {
        if (body.Length <= 255)
            return [flags, (byte)body.Length, .. body];
        var length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, body.Length);
        return [(byte)(flags | Long), .. length, .. body];
    }

    public byte[] Read(int count)
    {
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public (byte Flags, byte[] Body) ReadFrame()
    {
        var flags = Read(1)[0];
        var length = (flags & Long) == 0 ? Read(1)[0] : (int)BinaryPrimitives.ReadInt64BigEndian(Read(8));
        return ((byte)(flags & ~Long), Read(length));
    }

    /// <summary>The frames of the next message.</summary>
    public byte[][] ReadMessage()
    {
        List<byte[]> frames = [];
        while (true)
        {
            var (flags, body) = ReadFrame();
            Assert.That(flags, Is.AnyOf(Last, More), "a command in the place of a message");
            frames.Add(body);
            if (flags == Last)
                return [.. frames];
        }
    }

    public void Dispose() => stream.Dispose();
}
