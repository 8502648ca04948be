using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Net;

namespace TimeScales.Kernel.Zmtp;

/// <summary>A bound ZeroMQ socket: accepts any number of peers and reads each on its own thread.</summary>
internal class ZmtpListener : IDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly string socketType;
    private readonly Action<ZmtpConnection, byte[][]> received;
    private readonly ConcurrentDictionary<ZmtpConnection, bool> connections = new();

    /// <summary>Binds and starts to accept.</summary>
    /// <param name="endPoint">Address and port; only loopback addresses are bound.</param>
    /// <param name="socketType">This side's ZeroMQ type, such as <c>ROUTER</c>.</param>
    /// <param name="received">Called with each message, on the thread of its connection.</param>
    internal ZmtpListener(IPEndPoint endPoint, string socketType, Action<ZmtpConnection, byte[][]> received)
    {
        if (!IPAddress.IsLoopback(endPoint.Address))
            throw new ArgumentException(
                $"'{endPoint.Address}' is not a loopback address: the kernel listens on this machine only.", nameof(endPoint));
        this.socketType = socketType;
        this.received = received;
        listener.Bind(endPoint);
        listener.Listen();
        Start($"{socketType} accept", AcceptLoop);
    }

    /// <summary>The peers that are there now.</summary>
    internal IEnumerable<ZmtpConnection> Connections => connections.Keys;

    /// <summary>A peer has finished its handshake.</summary>
    protected virtual void OnConnected(ZmtpConnection connection)
    {
    }

    /// <summary>A peer has gone.</summary>
    protected virtual void OnDisconnected(ZmtpConnection connection)
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        listener.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static void Start(string name, ThreadStart loop) => new Thread(loop) { IsBackground = true, Name = name }.Start();

    private void AcceptLoop()
    {
        while (true)
        {
            Socket peer;
            try
            {
                peer = listener.Accept();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
            Start($"{socketType} read", () => ReadLoop(peer));
        }
    }

    private void ReadLoop(Socket peer)
    {
        ZmtpConnection? connection = null;
        try
        {
            connection = ZmtpConnection.Open(peer, socketType);
            connections[connection] = true;
            OnConnected(connection);
            while (connection.Receive() is { } frames)
                received(connection, frames);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or ObjectDisposedException)
        {
            // The peer left or is none of ours; the socket serves the others.
        }
        finally
        {
            if (connection is not null)
            {
                connections.TryRemove(connection, out _);
                OnDisconnected(connection);
                connection.Dispose();
            }
        }
    }
}
