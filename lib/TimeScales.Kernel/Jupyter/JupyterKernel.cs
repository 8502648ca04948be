using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using TimeScales.Kernel.Engine;
using TimeScales.Kernel.Zmtp;

namespace TimeScales.Kernel.Jupyter;

/// <summary>Serves one front end's messages with the engine: the Jupyter protocol, version 5.3.</summary>
/// <remarks>
/// Requests are answered one after the other on the thread of <see cref="Run"/>, except interrupt, shutdown and kernel_info on control:
/// these are answered at once, on the thread that received them, so that they pass a running cell.
/// </remarks>
internal sealed class JupyterKernel : IDisposable
{
    private readonly MessageCodec codec;
    private readonly CSharpEngine engine = new();
    private readonly History history = new();
    private readonly BlockingCollection<ShellRequest> shellRequests = [];
    private readonly ZmtpPublisher iopub;
    private readonly StandardInput standardInput;
    private readonly List<IDisposable> sockets = [];
    private int executionCount;

    private sealed record ShellRequest(ZmtpConnection Connection, Message Message);

    internal JupyterKernel(ConnectionFile file)
    {
        codec = new MessageCodec(file.Key);
        iopub = Own(new ZmtpPublisher(new IPEndPoint(file.Address, file.IopubPort)));
        standardInput = Own(new StandardInput(new IPEndPoint(file.Address, file.StdinPort), codec, Refuse));
        Own(new ZmtpListener(new IPEndPoint(file.Address, file.HeartbeatPort), "REP", (connection, frames) => connection.Send(frames)));
        Own(new ZmtpListener(new IPEndPoint(file.Address, file.ControlPort), "ROUTER", (connection, frames) => Receive(frames, message => Control(connection, message))));
        Own(new ZmtpListener(new IPEndPoint(file.Address, file.ShellPort), "ROUTER",
            (connection, frames) => Receive(frames, message => Enqueue(new ShellRequest(connection, message)))));
    }

    /// <summary>Answers requests until the front end asks for the end.</summary>
    internal void Run()
    {
        Publish("status", parent: null, new JsonObject { ["execution_state"] = "starting" });
        new Thread(engine.WarmUp) { IsBackground = true, Name = "warm up" }.Start();
        foreach (var request in shellRequests.GetConsumingEnumerable())
            Answer(request.Connection, request.Message);
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
                Reply(connection, request, history.Answer(request));
                break;
            case "comm_info_request":
                Reply(connection, request, new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() });
                break;
            case "comm_open":
                // No target is registered here; the protocol asks that the opener be told so.
                Publish("comm_close", request.Header, new JsonObject { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() });
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
        engine.Interrupt();
    }

    private void Execute(ZmtpConnection connection, Message request)
    {
        var code = request.Text("code") ?? "";
        var silent = request.Flag("silent", otherwise: false);
        var isStored = request.Flag("store_history", otherwise: true) && !silent;
        if (isStored)
            executionCount++;
        var number = executionCount;
        if (!silent)
            Publish("execute_input", request.Header, new JsonObject { ["code"] = code, ["execution_count"] = number });

        var cell = new ExecutingCell(number, silent, (type, content) => Publish(type, request.Header, content));
        var outcome = engine.Execute(code, $"cell {number}", cell.Emit,
            standardInput.ReaderFor(connection, request));
        if (isStored)
            history.Add(number, code, cell.Result);

        var reply = new JsonObject { ["status"] = outcome.Error is null ? "ok" : "error", ["execution_count"] = number };
        if (outcome.Error is { } error)
        {
            reply["ename"] = error.Name;
            reply["evalue"] = error.Message;
            reply["traceback"] = new JsonArray([.. error.Traceback.Select(line => JsonValue.Create(line))]);
        }
        else
        {
            reply["user_expressions"] = Evaluate(request);
        }
        reply["payload"] = cell.Payload;
        // Counted before the reply: what the front end sends once it knows of the error is meant.
        var waiting = outcome.Error is not null && request.Flag("stop_on_error", otherwise: true) ? shellRequests.Count : 0;
        Reply(connection, request, reply);
        Abort(waiting);
    }

    /// <summary>The expressions that a front end wants evaluated after the cell, each with its own success or error.</summary>
    private JsonObject Evaluate(Message request)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in request.Content["user_expressions"] as JsonObject ?? [])
        {
            JsonObject? value = null;
            var outcome = engine.Execute((string?)expression ?? "", name, output =>
            {
                if (output is ResultOutput result)
                    value = new JsonObject { ["status"] = "ok", ["data"] = result.Data.ToJson(), ["metadata"] = new JsonObject() };
            }, TextReader.Null);
            values[name] = outcome.Error is { } error
                ? new JsonObject { ["status"] = "error", ["ename"] = error.Name, ["evalue"] = error.Message, ["traceback"] = new JsonArray([.. error.Traceback.Select(line => JsonValue.Create(line))]) }
                : value ?? new JsonObject { ["status"] = "ok", ["data"] = new JsonObject(), ["metadata"] = new JsonObject() };
        }
        return values;
    }

    /// <summary>Cells that were waiting behind a failed one would run on a state that their author never saw.</summary>
    private void Abort(int waiting)
    {
        for (; waiting > 0 && shellRequests.TryTake(out var request); waiting--)
        {
            if (request.Message.Type == "execute_request")
                Busy(request.Message, () => Reply(request.Connection, request.Message, new JsonObject { ["status"] = "aborted", ["execution_count"] = executionCount }));
            else
                Answer(request.Connection, request.Message);
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
        Send(connection, codec.Encode(request.Identities, request.Type.Replace("_request", "_reply", StringComparison.Ordinal), request.Header, content));
    }

    private void Publish(string type, JsonObject? parent, JsonObject content) =>
        iopub.Send(codec.Encode([Encoding.ASCII.GetBytes($"kernel.{type}")], type, parent, content));
}
