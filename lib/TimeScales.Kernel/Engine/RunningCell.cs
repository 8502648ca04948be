namespace TimeScales.Kernel.Engine;

/// <summary>One cell on its own thread, and the ways to stop it.</summary>
/// <remarks>
/// An interrupt uses two mechanisms, because neither stops everything: the flag that guarded code checks (<see
/// cref="LoopGuards"/>), and after <see cref="Gentleness"/> <see cref="Thread.Interrupt"/>, which ends whatever the cell's thread
/// waits for: an await, a sleep, a lock. What survives both, a loop inside a library or native code, is abandoned after <see
/// cref="Patience"/> and reported so.
/// <c>ControlledExecution</c> would abort such a loop too, but on Linux it often takes the process down with it (the README has
/// the count); a kernel that loses the user's variables is worse than one with a busy thread.
/// </remarks>
internal sealed class RunningCell : IDisposable
{
    private static readonly TimeSpan Gentleness = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource interrupted = new();
    private readonly ManualResetEvent ended = new(initialState: false);
    private readonly Thread thread;
    private volatile bool runsUserCode;

    internal RunningCell(Action<RunningCell> body)
    {
        Interruption.Clear();
        Current = interrupted.Token;
        thread = new Thread(() =>
        {
            body(this);
            ended.Set();
        }) { IsBackground = true, Name = "cell" };
    }

    /// <summary>Cancelled when the latest cell is interrupted; for code that asks for a token.</summary>
    internal static CancellationToken Current { get; private set; }

    /// <summary>Whether an interrupt was requested.</summary>
    internal bool IsInterrupted => interrupted.IsCancellationRequested;

    /// <summary>Cancelled by an interrupt; for the engine's own work on behalf of the cell.</summary>
    internal CancellationToken Interrupted => interrupted.Token;

    /// <summary>Starts the cell and waits for its end.</summary>
    /// <returns>False when it had to be abandoned.</returns>
    internal bool Run()
    {
        thread.Start();
        WaitHandle.WaitAny([ended, interrupted.Token.WaitHandle]);
        return ended.WaitOne(Gentleness) || Stop();
    }

    /// <summary>Runs the cell's code, on the cell's thread, so that <see cref="Interrupt"/> can stop it.</summary>
    internal void RunUserCode(Action code)
    {
        // Compiling may have ended just as the interrupt came; code that starts now would outlive its cell.
        if (IsInterrupted)
            throw new OperationCanceledException();
        runsUserCode = true;
        try
        {
            code();
        }
        finally
        {
            runsUserCode = false;
        }
    }

    internal void Interrupt()
    {
        Interruption.Request();
        interrupted.Cancel();
    }

    public void Dispose()
    {
        interrupted.Dispose();
        // The event is left to the collector: an abandoned cell may still set it.
    }

    private bool Stop()
    {
        var deadline = DateTime.UtcNow + Patience;
        // Patience is for the cell's own code; the compiler heeds the interrupt in its own time, which a busy machine makes long.
        while (!runsUserCode || DateTime.UtcNow < deadline)
        {
            // Only in the cell's own code: the compiler's locks are no place to be woken from.
            if (runsUserCode)
                thread.Interrupt();
            if (ended.WaitOne(20))
                return true;
        }
        return false;
    }
}
