using System.Net;
using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text;

namespace TimeScales.Kernel.Jupyter;

/// <summary>Where a client wants the kernel to listen, and the key that both sign with.</summary>
internal sealed record ConnectionFile(IPAddress Address, int ShellPort, int ControlPort, int IopubPort, int StdinPort,
    int HeartbeatPort, byte[] Key)
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Reads the file that a client wrote, and closes it to other users.</summary>
    /// <exception cref="InvalidDataException">The file is not a connection file, or asks for what this kernel
    /// refuses.</exception>
    internal static ConnectionFile Read(string path)
    {
        CloseToOthers(path);
        JsonNode json;
        try
        {
            json = JsonNode.Parse(File.ReadAllText(path)) ?? throw new JsonException();
            var connection = new ConnectionFile(
                Loopback((string)json["ip"]!), (int)json["shell_port"]!, (int)json["control_port"]!, (int)json["iopub_port"]!,
                (int)json["stdin_port"]!, (int)json["hb_port"]!, Encoding.UTF8.GetBytes((string)json["key"]!));
            Require((string?)json["transport"] is "tcp", $"transport '{json["transport"]}' is not offered: tcp is.");
            Require((string?)json["signature_scheme"] is "hmac-sha256",
                $"signature scheme '{json["signature_scheme"]}' is not offered: hmac-sha256 is.");
            Require(connection.Key.Length > 0, "the key is empty: this kernel accepts signed messages only.");
            return connection;
        }
        catch (Exception exception)
            when (exception is JsonException or ArgumentNullException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not a Jupyter connection file: ip, the five ports and key are needed.",
                exception);
        }
    }

    private static IPAddress Loopback(string text)
    {
        var address = IPAddress.Parse(text == "localhost" ? "127.0.0.1" : text);
        Require(IPAddress.IsLoopback(address),
            $"address '{text}' is refused: the kernel listens on loopback addresses only, such as 127.0.0.1.");
        return address;
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
            throw new InvalidDataException($"The connection file cannot be used: {otherwise}");
    }

    /// <summary>Whoever reads the key can run code as this user; some clients write the file readable by all.</summary>
    private static void CloseToOthers(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var mode = File.GetUnixFileMode(path);
        if ((mode & Others) != 0)
            File.SetUnixFileMode(path, mode & ~Others);
    }
}
