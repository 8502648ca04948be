using System.Runtime;

namespace TimeScales.Kernel.Engine;

/// <summary>One cell on its own thread, and the ways to stop it.</summary>
/// <remarks>
/// No single mechanism stops everything, so an interrupt uses four, gentlest first: the flag that guarded loops check, a cancelled wait
/// for the cell's task (awaits), and after <see cref="Gentleness"/> both <see cref="Thread.Interrupt"/> (sleeps, locks, joins) and
/// <see cref="ControlledExecution"/>, which aborts managed code wherever it is, loops of libraries included. What survives all four
/// (native code, a <c>finally</c> of a library) is abandoned after <see cref="Patience"/> and reported so.
/// </remarks>
internal sealed class RunningCell : IDisposable
{
    private static readonly TimeSpan Gentleness = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource interrupted = new();
    private readonly CancellationTokenSource aborted = new();
    private readonly ManualResetEvent ended = new(initialState: false);
    private readonly Thread thread;
    private volatile bool runsUserCode;

    internal RunningCell(Action<RunningCell> body)
    {
        Interruption.Clear();
        thread = new Thread(() =>
        {
            body(this);
            ended.Set();
        }) { IsBackground = true, Name = "cell" };
    }

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

    /// <summary>Runs the cell's code so that <see cref="Interrupt"/> can stop it.</summary>
    internal void RunUserCode(Action code)
    {
        runsUserCode = true;
        try
        {
#pragma warning disable SYSLIB0046 // It can leave state half-written, which a user who interrupts a cell accepts; there is no other way to end while(true) in a library.
            ControlledExecution.Run(code, aborted.Token);
#pragma warning restore SYSLIB0046
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
        // The others are left to the collector: an abandoned cell, or the thread that aborts it, may still use them.
    }

    private bool Stop()
    {
        // Cancelling waits until the abort has happened, which may be never; hence a thread of its own.
        var abort = new Thread(aborted.Cancel) { IsBackground = true, Name = "abort cell" };
        abort.Start();
        var deadline = DateTime.UtcNow + Patience;
        while (DateTime.UtcNow < deadline)
        {
            if (ended.WaitOne(20))
                return true;
            if (runsUserCode)
                thread.Interrupt();
        }
        return false;
    }
}
