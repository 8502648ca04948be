using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Net;
using System.Text.Json.Nodes;
using System.Text;
using NUnit.Framework;
using TimeScales.Kernel.Jupyter;
using TimeScales.Kernel.Zmtp;

namespace TimeScales.Tests.Notebooks;

/// <summary>The kernel as a process, and a front end's five connections to it.</summary>
/// <remarks>It speaks the protocol with the kernel's own classes; that real clients agree with them is the Python suites'
/// business.</remarks>
internal sealed class KernelClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly byte[] Key = "a key for tests"u8.ToArray();

    private readonly TemporaryFolder folder = new();
    private readonly MessageCodec codec = new(Key);
    private readonly Dictionary<string, ZmtpConnection> connections = [];
    private readonly Dictionary<string, BlockingCollection<(string Type, string? Parent, JsonObject Content)>> received = [];

    public KernelClient(params (string Name, string Value)[] environment)
    {
        Ports = FreePorts(5);
        ConnectionFilePath = folder.Write("connection.json", ConnectionFile(Ports).ToJsonString());
        Environment = environment;
        Start();
    }

    public int[] Ports { get; }

    public string ConnectionFilePath { get; }

    public Process Process { get; private set; } = null!;

    private (string Name, string Value)[] Environment { get; }

    public static JsonObject ConnectionFile(int[] ports) => new()
    {
        ["transport"] = "tcp",
        ["ip"] = "127.0.0.1",
        ["shell_port"] = ports[0],
        ["control_port"] = ports[1],
        ["iopub_port"] = ports[2],
        ["stdin_port"] = ports[3],
        ["hb_port"] = ports[4],
        ["key"] = Encoding.UTF8.GetString(Key),
        ["signature_scheme"] = "hmac-sha256",
    };

    /// <summary>Starts the process and connects, also again after it has ended.</summary>
    public void Start()
    {
        Process = Cli.Start(Cli.KernelPath, ["start", ConnectionFilePath], Environment);
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
        string[] channels = ["shell", "control", "iopub", "stdin", "hb"];
        for (var i = 0; i < channels.Length; i++)
        {
            var type = channels[i] == "iopub" ? "SUB" : channels[i] == "hb" ? "REQ" : "DEALER";
            var connection = ZmtpConnection.Open(Connect(Ports[i]), type);
            connections[channels[i]] = connection;
            received[channels[i]] = [];
            if (channels[i] != "hb")
                Read(connection, received[channels[i]]);
        }
        // The kernel registers a subscriber when its handshake is over, which this side cannot see.
        Assert.That(SpinWait.SpinUntil(() => Request("control", "kernel_info_request") is not null
            && received["iopub"].Count > 0, Patience), Is.True);
    }

    /// <summary>Sends a request and gives its id.</summary>
    public string Send(string channel, string type, JsonObject? content = null)
    {
        var frames = Encode(type, content);
        SendFrames(channel, frames);
        return (string)JsonNode.Parse(frames[2])!["msg_id"]!;
    }

    public byte[][] Encode(string type, JsonObject? content = null) => codec.Encode([], type, parent: null, content ?? []);

    public void SendFrames(string channel, byte[][] frames) => connections[channel].Send(frames);

    public string SendCell(string code, bool stopOnError = true) =>
        Send("shell", "execute_request", new JsonObject { ["code"] = code, ["stop_on_error"] = stopOnError });

    /// <summary>The next message of a channel, whatever it is; null when none comes in time.</summary>
    public (string Type, string? Parent, JsonObject Content)? Next(string channel, TimeSpan? patience = null) =>
        received[channel].TryTake(out var message, patience ?? Patience) ? message : null;

    public JsonObject Reply(string channel, string id)
    {
        while (Next(channel) is { } message)
        {
            if (message.Parent == id)
                return message.Content;
        }
        throw new AssertionException($"No reply on {channel}.");
    }

    public JsonObject Request(string channel, string type, JsonObject? content = null) =>
        Reply(channel, Send(channel, type, content));

    /// <summary>Runs a cell and gives its status and everything that it published between busy and idle.</summary>
    public (string Status, List<(string Type, JsonObject Content)> Published) Run(string code)
    {
        var id = SendCell(code);
        var status = (string)Reply("shell", id)["status"]!;
        return (status, Published(id));
    }

    public List<(string Type, JsonObject Content)> Published(string id)
    {
        List<(string, JsonObject)> published = [];
        while (Next("iopub") is { } message)
        {
            if (message.Parent != id)
                continue;
            published.Add((message.Type, message.Content));
            if (message.Type == "status" && (string?)message.Content["execution_state"] == "idle")
                return published;
        }
        throw new AssertionException("The kernel did not become idle.");
    }

    /// <summary>Runs a cell and gives the text of its result.</summary>
    public string? Value(string code) =>
        (string?)Run(code).Published.Where(message => message.Type == "execute_result")
            .Select(message => message.Content["data"]!["text/plain"]).SingleOrDefault();

    public byte[][]? Heartbeat(byte[][] frames)
    {
        connections["hb"].Send(frames);
        return connections["hb"].Receive();
    }

    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }

    public void Dispose()
    {
        foreach (var connection in connections.Values)
            connection.Dispose();
        if (!Process.HasExited)
            Process.Kill();
        Process.Dispose();
        folder.Dispose();
    }

    private static Socket Connect(int port)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (true)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                return socket;
            }
            catch (SocketException) when (DateTime.UtcNow < deadline)
            {
                socket.Dispose();
                Thread.Sleep(20);
            }
        }
    }

    private void Read(ZmtpConnection connection, BlockingCollection<(string, string?, JsonObject)> into) => new Thread(() =>
    {
        try
        {
            while (connection.Receive() is { } frames)
            {
                codec.Decode(frames);
                var start = Array.FindIndex(frames, frame => frame.AsSpan().SequenceEqual("<IDS|MSG>"u8));
                var (header, parent, content) =
                    (JsonNode.Parse(frames[start + 2])!, JsonNode.Parse(frames[start + 3])!, JsonNode.Parse(frames[start + 5])!);
                into.Add(((string)header["msg_type"]!, (string?)parent["msg_id"], content.AsObject()));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The kernel has ended, or the test.
        }
    }) { IsBackground = true }.Start();
}
