using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Text;
using TimeScales.Kernel.Engine;

namespace TimeScales.Kernel.Headless;

/// <summary>The process in which a headless notebook's cells run, so that a cell can end only that.</summary>
public static class WorkerHost
{
    private static readonly CellInput NoInput =
        new NoInput("A headless run takes no input: a cell cannot read from the console here.");
    private static volatile bool isInterrupted;

    /// <summary>Runs cells as the runner asks for them, until it hangs up.</summary>
    /// <param name="pipeName">The pipe on which the runner waits.</param>
    /// <returns>Never: the process ends when the runner hangs up.</returns>
    public static int Run(string pipeName)
    {
        using var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.InOut,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        pipe.Connect(TimeSpan.FromSeconds(30));
        // Ctrl-C reaches this process too; what it means is the runner's to decide.
        using var ignore = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var engine = new CSharpEngine();
        using var writer = new StreamWriter(pipe, new UTF8Encoding(false)) { AutoFlush = true };
        using var requests = new BlockingCollection<JsonObject>();
        new Thread(() => Read(pipe, requests, engine)) { IsBackground = true, Name = "requests" }.Start();
        foreach (var request in requests.GetConsumingEnumerable())
        {
            var outcome = engine.Execute(
                (string)request["code"]!, (string)request["name"]!,
                output => Write(writer, WorkerProtocol.ToJson(output)), NoInput, starting: () =>
                {
                    if (isInterrupted)
                        engine.Interrupt();
                });
            Write(writer, WorkerProtocol.Done(outcome));
        }
        return 0;
    }

    private static void Read(Stream pipe, BlockingCollection<JsonObject> requests, CSharpEngine engine)
    {
        using var reader = new StreamReader(pipe, Encoding.UTF8);
        try
        {
            while (reader.ReadLine() is { } line)
            {
                var request = JsonNode.Parse(line)!.AsObject();
                // A slow start may leave no time at all: then the interrupt comes before the cell has begun.
                isInterrupted = request.ContainsKey("interrupt");
                if (isInterrupted)
                    engine.Interrupt();
                else
                    requests.Add(request);
            }
        }
        catch (IOException)
        {
            // The runner is gone, which is the end here too.
        }
        // Whatever a cell left running must not outlive the run.
        Environment.Exit(0);
    }

    private static void Write(StreamWriter writer, JsonObject line)
    {
        lock (writer)
            writer.WriteLine(line.ToJsonString());
    }
}
