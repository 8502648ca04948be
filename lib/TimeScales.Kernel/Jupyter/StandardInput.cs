using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using TimeScales.Kernel.Engine;
using TimeScales.Kernel.Zmtp;

namespace TimeScales.Kernel.Jupyter;

/// <summary>The stdin channel: asks the front end for the lines that a cell reads from the console.</summary>
internal sealed class StandardInput : IDisposable
{
    private readonly MessageCodec codec;
    private readonly ZmtpListener listener;
    private readonly BlockingCollection<string> lines = [];

    /// <summary>Binds the channel.</summary>
    /// <param name="endPoint">Address and port.</param>
    /// <param name="codec">Signs and checks.</param>
    /// <param name="refuse">Told of messages that are not the front end's.</param>
    internal StandardInput(IPEndPoint endPoint, MessageCodec codec, Action<InvalidDataException> refuse)
    {
        this.codec = codec;
        listener = new ZmtpListener(endPoint, "ROUTER", (_, frames) =>
        {
            try
            {
                if (codec.Decode(frames) is { Type: "input_reply" } reply)
                    lines.Add(reply.Text("value") ?? "");
            }
            catch (InvalidDataException exception)
            {
                refuse(exception);
            }
        });
    }

    /// <summary>The console input of one cell.</summary>
    /// <param name="shell">The connection that asked for the cell; its front end has the same identity on stdin.</param>
    /// <param name="request">The request that runs the cell.</param>
    internal CellInput ReaderFor(ZmtpConnection shell, Message request) =>
        new FrontEndReader((prompt, isPassword) => Ask(shell, request, prompt, isPassword));

    public void Dispose()
    {
        listener.Dispose();
        lines.Dispose();
    }

    private string Ask(ZmtpConnection shell, Message request, string prompt, bool isPassword)
    {
        if (!request.Flag("allow_stdin", otherwise: true))
            throw new InvalidOperationException("This front end takes no input: a cell cannot read from the console here.");
        var connection = listener.Connections.FirstOrDefault(candidate =>
            candidate.Identity.AsSpan().SequenceEqual(shell.Identity))
            ?? throw new InvalidOperationException("The front end has no stdin channel to ask for input.");
        while (lines.TryTake(out _))
        {
            // An answer to a cell that was interrupted while it asked.
        }
        var question = new JsonObject { ["prompt"] = prompt, ["password"] = isPassword };
        connection.Send(codec.Encode(request.Identities, "input_request", request.Header, question));
        return lines.Take();
    }

    private sealed class FrontEndReader(Func<string, bool, string> ask) : CellInput
    {
        private string rest = "";

        internal override string Ask(string prompt, bool isPassword) => ask(prompt, isPassword);

        public override string ReadLine()
        {
            var line = rest.Length > 0 ? rest.TrimEnd('\n') : Ask("", isPassword: false);
            rest = "";
            return line;
        }

        public override int Peek() => rest.Length > 0 ? rest[0] : -1;

        public override int Read()
        {
            if (rest.Length == 0)
                rest = Ask("", isPassword: false) + "\n";
            var next = rest[0];
            rest = rest[1..];
            return next;
        }
    }
}
