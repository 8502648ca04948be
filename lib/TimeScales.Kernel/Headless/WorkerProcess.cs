using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipes;
using System.Text.Json.Nodes;
using System.Text;
using TimeScales.Kernel.Engine;

namespace TimeScales.Kernel.Headless;

/// <summary>The runner's end of a worker: one process for one notebook.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>Longer than the engine's own patience with a cell, so that its answer comes before the process is
    /// killed.</summary>
    private static readonly TimeSpan InterruptPatience = TimeSpan.FromSeconds(60);

    private readonly NamedPipeServerStream pipe;
    private readonly Process process;
    private readonly StreamWriter writer;
    private readonly BlockingCollection<JsonObject?> lines = [];
    private readonly Lock gate = new();
    private readonly StringBuilder complaints = new();

    private WorkerProcess(NamedPipeServerStream pipe, Process process)
    {
        this.pipe = pipe;
        this.process = process;
        writer = new StreamWriter(pipe, new UTF8Encoding(false)) { AutoFlush = true };
        new Thread(ReadLines) { IsBackground = true, Name = "worker" }.Start();
    }

    /// <summary>Starts a worker.</summary>
    /// <param name="folder">Its current folder: the notebook's.</param>
    /// <param name="environment">Variables to set.</param>
    internal static WorkerProcess Start(string folder, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var name = $"notebook-{Guid.NewGuid():N}";
        var pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        var start = KernelProgram.Start("worker", name);
        start.WorkingDirectory = folder;
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        if (!pipe.WaitForConnectionAsync().Wait(TimeSpan.FromSeconds(120)))
        {
            process.Kill(entireProcessTree: true);
            throw new IOException("The process that runs the notebook's cells did not start.");
        }
        var worker = new WorkerProcess(pipe, process);
        // What native libraries and the runtime itself print; the last words of a process that dies are among it.
        process.OutputDataReceived += (_, data) => worker.Hear(data.Data);
        process.ErrorDataReceived += (_, data) => worker.Hear(data.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return worker;
    }

    /// <summary>Runs one cell.</summary>
    /// <param name="code">Its source.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="timeout">When to interrupt it.</param>
    /// <param name="sink">Receives its outputs, also the error that ended it.</param>
    /// <param name="cancellation">Ends the wait; the worker must then be disposed.</param>
    internal CellEnd Execute(string code, string name, TimeSpan timeout, Action<CellOutput> sink, CancellationToken cancellation)
    {
        lock (gate)
            complaints.Clear();
        Send(new JsonObject { ["code"] = code, ["name"] = name });
        var end = Follow(timeout, sink, cancellation);
        if (end is null)
        {
            Send(new JsonObject { ["interrupt"] = true });
            // Its own report of the interrupt would hide why it was interrupted.
            end = Follow(InterruptPatience, output => Pass(output, sink), cancellation) switch
            {
                CellEnd.Succeeded or CellEnd.Failed => CellEnd.TimedOut,
                CellEnd.Died => CellEnd.Died,
                _ => CellEnd.NotStopped,
            };
        }
        if (Reason(end.Value, timeout) is { } reason)
            sink(reason);
        return end.Value;
    }

    public void Dispose()
    {
        // The worker ends when the pipe closes; one that cannot is ended.
        pipe.Dispose();
        if (!process.WaitForExit(TimeSpan.FromSeconds(2)))
            process.Kill(entireProcessTree: true);
        process.Dispose();
        lines.Dispose();
    }

    /// <summary>Hands on outputs until the cell ends; null when the time is over before.</summary>
    private CellEnd? Follow(TimeSpan timeout, Action<CellOutput> sink, CancellationToken cancellation)
    {
        var deadline = Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency);
        while (true)
        {
            var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), deadline);
            var milliseconds = (int)Math.Min(left.TotalMilliseconds + 1, int.MaxValue);
            if (left <= TimeSpan.Zero || !lines.TryTake(out var line, milliseconds, cancellation))
                return null;
            if (line is null)
                return CellEnd.Died;
            if ((string?)line["type"] == "done")
            {
                // A process with an abandoned cell in it is not to be trusted with another one.
                return (bool)line["abandoned"]! ? null : (bool)line["failed"]! ? CellEnd.Failed : CellEnd.Succeeded;
            }
            sink(WorkerProtocol.FromJson(line)!);
        }
    }

    private static void Pass(CellOutput output, Action<CellOutput> sink)
    {
        if (output is not ErrorOutput)
            sink(output);
    }

    /// <summary>What the cell could not say itself; null when it ended by itself.</summary>
    private ErrorOutput? Reason(CellEnd end, TimeSpan timeout)
    {
        var tooLong = $"The cell took longer than {timeout.TotalSeconds:0.###} s and";
        return end switch
        {
            CellEnd.TimedOut => Error("TimedOut", $"{tooLong} was interrupted."),
            CellEnd.NotStopped => Error("NotStopped", $"{tooLong} did not stop when interrupted; the run was aborted."),
            CellEnd.Died => Ended(),
            _ => null,
        };
    }

    private ErrorOutput Ended()
    {
        // Unlike WaitForExit with a limit, this also waits for the last words.
        process.WaitForExitAsync().Wait(TimeSpan.FromSeconds(5));
        string[] lastWords;
        lock (gate)
            lastWords = complaints.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var how = lastWords.Any(line => line.StartsWith("Stack overflow", StringComparison.Ordinal)) ? "it overflowed the stack"
            : process.HasExited ? $"exit code {process.ExitCode}"
            : "it closed its connection";
        return Error("ProcessEnded", $"The cell ended the process in which it ran: {how}.", lastWords.Take(12));
    }

    private static ErrorOutput Error(string name, string message, IEnumerable<string>? details = null) =>
        new(name, message, [message, .. details ?? []]);

    private void Hear(string? line)
    {
        lock (gate)
        {
            // The first words name the cause; a stack overflow then goes on for thousands of lines.
            if (complaints.Length < 4096)
                complaints.Append(line).Append('\n');
        }
    }

    private void Send(JsonObject line)
    {
        try
        {
            writer.WriteLine(line.ToJsonString());
        }
        catch (IOException)
        {
            // It has died; reading says so.
        }
    }

    private void ReadLines()
    {
        using var reader = new StreamReader(pipe, Encoding.UTF8);
        try
        {
            while (reader.ReadLine() is { } line)
                lines.Add(JsonNode.Parse(line)!.AsObject());
            lines.Add(null);
        }
        catch (Exception exception) when (
            exception is IOException or ObjectDisposedException or InvalidOperationException or System.Text.Json.JsonException)
        {
            try
            {
                lines.Add(null);
            }
            catch (ObjectDisposedException)
            {
                // Disposed from this side.
            }
        }
    }
}

/// <summary>How a cell ended, seen from the runner.</summary>
internal enum CellEnd
{
    /// <summary>Without an error.</summary>
    Succeeded,

    /// <summary>With an exception or a compile error.</summary>
    Failed,

    /// <summary>Interrupted for its time.</summary>
    TimedOut,

    /// <summary>Not at all, though it was interrupted for its time: nothing can run after it.</summary>
    NotStopped,

    /// <summary>With its process: nothing can run after it.</summary>
    Died,
}
