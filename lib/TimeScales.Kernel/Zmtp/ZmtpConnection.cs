using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace TimeScales.Kernel.Zmtp;

/// <summary>One peer over TCP in ZMTP 3.0 with the NULL mechanism, the part of ZeroMQ's wire protocol that Jupyter's clients
/// speak.</summary>
internal sealed class ZmtpConnection : IDisposable
{
    private const byte More = 1;
    private const byte Long = 2;
    private const byte Command = 4;

    /// <summary>Nothing that Jupyter sends comes near; a length beyond it is a broken or hostile peer.</summary>
    private const int MaximumFrameBytes = 256 * 1024 * 1024;

    private readonly Socket socket;
    // Two buffers over one stream: reading and writing go on at the same time.
    private readonly BufferedStream input;
    private readonly BufferedStream output;
    private readonly Lock writeGate = new();

    private ZmtpConnection(Socket socket)
    {
        this.socket = socket;
        socket.NoDelay = true;
        var stream = new NetworkStream(socket);
        input = new BufferedStream(stream, 64 * 1024);
        output = new BufferedStream(stream, 64 * 1024);
    }

    /// <summary>The name that the peer gave itself; a front end gives the same one on shell and stdin.</summary>
    internal byte[] Identity { get; private set; } = [];

    /// <summary>Greets the peer and learns what kind of socket it is.</summary>
    /// <param name="socket">A connected socket, of either side: the handshake is the same.</param>
    /// <param name="socketType">This side's type, such as <c>ROUTER</c>.</param>
    /// <exception cref="InvalidDataException">The peer does not speak ZMTP 3 with the NULL mechanism.</exception>
    internal static ZmtpConnection Open(Socket socket, string socketType)
    {
        var connection = new ZmtpConnection(socket);
        try
        {
            connection.Handshake(socketType);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The next whole message; null when the peer has gone.</summary>
    internal byte[][]? Receive()
    {
        List<byte[]> frames = [];
        while (true)
        {
            var first = input.ReadByte();
            if (first < 0)
                return null;
            var body = ReadBody((byte)first);
            if ((first & Command) != 0)
            {
                AnswerCommand(body);
                continue;
            }
            frames.Add(body);
            if ((first & More) == 0)
                return [.. frames];
        }
    }

    /// <summary>Sends a whole message.</summary>
    internal void Send(IReadOnlyList<byte[]> frames)
    {
        lock (writeGate)
        {
            for (var i = 0; i < frames.Count; i++)
                WriteFrame(frames[i], i < frames.Count - 1 ? More : (byte)0);
            output.Flush();
        }
    }

    public void Dispose() => socket.Dispose();

    private void Handshake(string socketType)
    {
        // Signature, version 3.0, mechanism NULL padded to 20 bytes, as-server 0, filler: 64 bytes.
        var greeting = new byte[64];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        "NULL"u8.CopyTo(greeting.AsSpan(12));
        output.Write(greeting);
        output.Flush();

        var theirs = new byte[64];
        input.ReadExactly(theirs);
        if (theirs[0] != 0xFF || theirs[9] != 0x7F || theirs[10] < 3
            || !theirs.AsSpan(12, 20).TrimEnd((byte)0).SequenceEqual("NULL"u8))
            throw new InvalidDataException("The peer does not speak ZMTP 3 with the NULL mechanism.");

        WriteFrame([5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, (byte)socketType.Length,
            .. Encoding.ASCII.GetBytes(socketType)], Command);
        output.Flush();
        var flags = input.ReadByte();
        var ready = flags >= 0 && (flags & Command) != 0 ? ReadBody((byte)flags) : [];
        if (!ready.AsSpan().StartsWith("\u0005READY"u8))
            throw new InvalidDataException("The peer did not finish the ZMTP handshake.");
        Identity = ReadProperty(ready.AsSpan(6), "Identity"u8);
    }

    /// <summary>One value of a list of properties: a length byte and the name, four length bytes and the value, and so
    /// on.</summary>
    private static byte[] ReadProperty(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> name)
    {
        while (properties.Length > 0)
        {
            var nameLength = properties[0];
            if (properties.Length < nameLength + 5
                || BinaryPrimitives.ReadUInt32BigEndian(properties[(nameLength + 1)..]) > properties.Length - nameLength - 5)
                throw new InvalidDataException("The peer's READY is malformed.");
            var isIt = properties.Slice(1, nameLength).SequenceEqual(name);
            var value = properties.Slice(nameLength + 5, BinaryPrimitives.ReadInt32BigEndian(properties[(nameLength + 1)..]));
            if (isIt)
                return value.ToArray();
            properties = properties[(nameLength + 5 + value.Length)..];
        }
        return [];
    }

    /// <summary>A heartbeat of the transport must be answered with its context; other commands ask for nothing.</summary>
    private void AnswerCommand(byte[] body)
    {
        if (!body.AsSpan().StartsWith("\u0004PING"u8) || body.Length < 7)
            return;
        lock (writeGate)
        {
            WriteFrame([4, .. "PONG"u8, .. body.AsSpan(7)], Command);
            output.Flush();
        }
    }

    private byte[] ReadBody(byte flags)
    {
        long length;
        if ((flags & Long) != 0)
        {
            Span<byte> bytes = stackalloc byte[8];
            input.ReadExactly(bytes);
            length = BinaryPrimitives.ReadInt64BigEndian(bytes);
        }
        else
        {
            length = input.ReadByte();
        }
        if (length is < 0 or > MaximumFrameBytes)
            throw new InvalidDataException($"A frame of {length} bytes is refused; the limit is {MaximumFrameBytes}.");
        var body = new byte[length];
        input.ReadExactly(body);
        return body;
    }

    private void WriteFrame(ReadOnlySpan<byte> body, byte flags)
    {
        if (body.Length <= byte.MaxValue)
        {
            output.Write([flags, (byte)body.Length]);
        }
        else
        {
            Span<byte> header = stackalloc byte[9];
            header[0] = (byte)(flags | Long);
            BinaryPrimitives.WriteInt64BigEndian(header[1..], body.Length);
            output.Write(header);
        }
        output.Write(body);
    }
}
