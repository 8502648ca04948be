using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using System.Text;
using TimeScales.Kernel.Engine;
using TimeScales.Kernel.Zmtp;

namespace TimeScales.Kernel.Jupyter;

/// <summary>Serves one front end's messages with the engine: the Jupyter protocol, version 5.3.</summary>
/// <remarks>
/// Requests are answered one after the other on the thread of <see cref="Run"/>, except interrupt, shutdown and kernel_info on
/// control: these are answered at once, on the thread that received them, so that they pass a running cell.
/// </remarks>
internal sealed class JupyterKernel : IDisposable
{
    private readonly MessageCodec codec;
    private readonly CSharpEngine engine = new();
    private readonly CellRequests cells;
    private readonly BlockingCollection<ShellRequest> shellRequests = [];
    private readonly ZmtpPublisher iopub;
    private readonly StandardInput standardInput;
    private readonly List<IDisposable> sockets = [];

    private sealed record ShellRequest(ZmtpConnection Connection, Message Message);

    internal JupyterKernel(ConnectionFile file)
    {
        codec = new MessageCodec(file.Key);
        cells = new CellRequests(engine);
        IPEndPoint At(int port) => new(file.Address, port);

        iopub = Own(new ZmtpPublisher(At(file.IopubPort)));
        standardInput = Own(new StandardInput(At(file.StdinPort), codec, Refuse));
        Own(new ZmtpListener(At(file.HeartbeatPort), "REP", (connection, frames) => connection.Send(frames)));
        Own(new ZmtpListener(At(file.ControlPort), "ROUTER",
            (connection, frames) => Receive(frames, message => Control(connection, message))));
        Own(new ZmtpListener(At(file.ShellPort), "ROUTER",
            (connection, frames) => Receive(frames, message => Enqueue(new ShellRequest(connection, message)))));
    }

    /// <summary>Answers requests until the front end asks for the end.</summary>
    internal void Run()
    {
        Publish("status", parent: null, new JsonObject { ["execution_state"] = "starting" });
        new Thread(engine.WarmUp) { IsBackground = true, Name = "warm up" }.Start();
        foreach (var request in shellRequests.GetConsumingEnumerable())
        {
            if (shellRequests.IsAddingCompleted)
                break;
            Answer(request.Connection, request.Message);
        }
        iopub.Drain(TimeSpan.FromSeconds(1));
    }

    /// <summary>Stops the running cell.</summary>
    internal void Interrupt() => engine.Interrupt();

    public void Dispose()
    {
        sockets.ForEach(socket => socket.Dispose());
        engine.Dispose();
        shellRequests.Dispose();
    }

    private T Own<T>(T socket)
        where T : IDisposable
    {
        sockets.Add(socket);
        return socket;
    }

    private void Receive(byte[][] frames, Action<Message> handle)
    {
        try
        {
            handle(codec.Decode(frames));
        }
        catch (InvalidDataException exception)
        {
            Refuse(exception);
        }
    }

    private void Enqueue(ShellRequest request)
    {
        try
        {
            shellRequests.Add(request);
        }
        catch (InvalidOperationException) when (shellRequests.IsAddingCompleted)
        {
            // The kernel is shutting down: whoever asks now gets no answer.
        }
    }

    /// <summary>A message that is not the front end's gets no answer; whoever started the kernel can read why.</summary>
    private static void Refuse(InvalidDataException exception)
    {
        using var error = new StreamWriter(Console.OpenStandardError());
        error.WriteLine($"A message was refused: {exception.Message}");
    }

    /// <summary>A request on control: what cannot wait is answered at once, anything else in its turn.</summary>
    private void Control(ZmtpConnection connection, Message request)
    {
        if (request.Type is "interrupt_request" or "shutdown_request" or "kernel_info_request")
            Answer(connection, request);
        else
            Enqueue(new ShellRequest(connection, request));
    }

    private void Answer(ZmtpConnection connection, Message request) => Busy(request, () =>
    {
        try
        {
            Dispatch(connection, request);
        }
        catch (Exception exception) when (exception is not ObjectDisposedException)
        {
            // A mistake in this program costs one answer, not the user's variables.
            Reply(connection, request, new JsonObject
            {
                ["status"] = "error",
                ["ename"] = exception.GetType().FullName,
                ["evalue"] = exception.Message,
                ["traceback"] = new JsonArray(exception.ToString()),
            });
        }
    });

    private void Dispatch(ZmtpConnection connection, Message request)
    {
        switch (request.Type)
        {
            case "execute_request":
                Execute(connection, request);
                break;
            case "kernel_info_request":
                Reply(connection, request, KernelInformation.Reply());
                break;
            case "complete_request":
                Reply(connection, request, CodeAssistance.Complete(engine, request));
                break;
            case "inspect_request":
                Reply(connection, request, CodeAssistance.Inspect(engine, request));
                break;
            case "is_complete_request":
                Reply(connection, request, CodeAssistance.IsComplete(engine, request));
                break;
            case "history_request":
                Reply(connection, request, cells.History.Answer(request));
                break;
            case "comm_info_request":
                Reply(connection, request, new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() });
                break;
            case "comm_open":
                // No target is registered here; the protocol asks that the opener be told so.
                Publish("comm_close", request.Header,
                    new JsonObject { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() });
                break;
            case "interrupt_request":
                engine.Interrupt();
                Reply(connection, request, Ok());
                break;
            case "shutdown_request":
                Shutdown(connection, request);
                break;
        }
    }

    private void Shutdown(ZmtpConnection connection, Message request)
    {
        var content = Ok();
        content["restart"] = request.Flag("restart", otherwise: false);
        Publish("shutdown_reply", request.Header, (JsonObject)content.DeepClone());
        Reply(connection, request, content);
        shellRequests.CompleteAdding();
        engine.Stop();
    }

    private void Execute(ZmtpConnection connection, Message request)
    {
        var input = standardInput.ReaderFor(connection, request);
        var reply = cells.Run(request, input, (type, content) => Publish(type, request.Header, content));
        // Counted before the reply: what the front end sends once it knows of the error is meant.
        var stops = (string?)reply["status"] == "error" && request.Flag("stop_on_error", otherwise: true);
        var waiting = stops ? shellRequests.Count : 0;
        Reply(connection, request, reply);
        Abort(waiting);
    }

    /// <summary>Cells that were waiting behind a failed one would run on a state that their author never saw.</summary>
    private void Abort(int waiting)
    {
        for (; waiting > 0 && shellRequests.TryTake(out var request); waiting--)
        {
            var (connection, message) = request;
            var aborted = new JsonObject { ["status"] = "aborted", ["execution_count"] = cells.Count };
            if (message.Type == "execute_request")
                Busy(message, () => Reply(connection, message, aborted));
            else
                Answer(connection, message);
        }
    }

    private static JsonObject Ok() => new() { ["status"] = "ok" };

    private void Busy(Message request, Action work)
    {
        Publish("status", request.Header, new JsonObject { ["execution_state"] = "busy" });
        work();
        Publish("status", request.Header, new JsonObject { ["execution_state"] = "idle" });
    }

    private static void Send(ZmtpConnection connection, byte[][] frames)
    {
        try
        {
            connection.Send(frames);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The front end left before its answer; the next one finds the kernel as it is.
        }
    }

    private void Reply(ZmtpConnection connection, Message request, JsonObject content)
    {
        var type = request.Type.Replace("_request", "_reply", StringComparison.Ordinal);
        Send(connection, codec.Encode(request.Identities, type, request.Header, content));
    }

    private void Publish(string type, JsonObject? parent, JsonObject content) =>
        iopub.Send(codec.Encode([Encoding.ASCII.GetBytes($"kernel.{type}")], type, parent, content));
}
