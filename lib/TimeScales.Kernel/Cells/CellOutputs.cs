using System.Text;

namespace TimeScales.Kernel;

/// <summary>Collects everything a cell emits, in order, and hands it on while the cell runs.</summary>
/// <remarks>
/// Console text is gathered for a few milliseconds: one message per write would drown a front end, one per cell would show
/// nothing until the end. Anything else first hands on the text written before it.
/// </remarks>
internal sealed class CellOutputs : IDisposable
{
    private const int GatherCharacters = 32 * 1024;
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(25);

    private static CellOutputs? current;

    private readonly Lock gate = new();
    private readonly StringBuilder pending = new();
    private readonly AutoResetEvent written = new(initialState: false);
    private readonly TextWriter originalOut = Console.Out;
    private readonly TextWriter originalError = Console.Error;
    private readonly TextReader originalIn = Console.In;
    private string pendingStream = "stdout";
    private Action<CellOutput> sink = _ => { };
    private volatile bool disposed;

    internal CellOutputs()
    {
        Console.SetOut(new StreamWriterTo(this, "stdout"));
        Console.SetError(new StreamWriterTo(this, "stderr"));
        current = this;
        // Its own thread: a cell may keep every thread of the pool busy, and its output must still stream.
        new Thread(FlushLoop) { IsBackground = true, Name = "cell output" }.Start();
    }

    /// <summary>The outputs of the engine in this process.</summary>
    internal static CellOutputs Current =>
        current ?? throw new InvalidOperationException("Values can be displayed only from a notebook's cell.");

    /// <summary>Directs what follows to a new cell. What threads of an earlier cell still write goes there too.</summary>
    internal void BeginCell(Action<CellOutput> cellSink, CellInput input)
    {
        lock (gate)
        {
            FlushLocked();
            sink = cellSink;
        }
        Console.SetIn(input);
        CellInput.Current = input;
    }

    internal void Emit(CellOutput output)
    {
        lock (gate)
        {
            FlushLocked();
            sink(output);
        }
    }

    internal void Flush()
    {
        lock (gate)
            FlushLocked();
    }

    public void Dispose()
    {
        Flush();
        disposed = true;
        written.Set();
        Console.SetOut(originalOut);
        Console.SetError(originalError);
        Console.SetIn(originalIn);
    }

    private void Write(string stream, ReadOnlySpan<char> text)
    {
        bool first;
        lock (gate)
        {
            if (stream != pendingStream)
                FlushLocked();
            first = pending.Length == 0;
            pendingStream = stream;
            pending.Append(text);
            if (pending.Length >= GatherCharacters)
                FlushLocked();
        }
        if (first)
            written.Set();
    }

    private void FlushLocked()
    {
        if (pending.Length == 0)
            return;
        var text = pending.ToString();
        pending.Clear();
        sink(new StreamOutput(pendingStream, text));
    }

    private void FlushLoop()
    {
        while (!disposed)
        {
            written.WaitOne();
            Thread.Sleep(GatherTime);
            Flush();
        }
    }

    private sealed class StreamWriterTo(CellOutputs outputs, string stream) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => outputs.Write(stream, [value]);

        public override void Write(char[] buffer, int index, int count) => outputs.Write(stream, buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer) => outputs.Write(stream, buffer);

        public override void Write(string? value) => outputs.Write(stream, value);

        public override void WriteLine(string? value) => outputs.Write(stream, value + NewLine);

        public override void Flush() => outputs.Flush();
    }
}
