using Microsoft.CodeAnalysis.CSharp;

namespace TimeScales.Kernel.Engine;

/// <summary>Runs cells of C#, one after the other, each seeing what the earlier ones declared.</summary>
/// <remarks>The kernel and the headless runner are two hosts of this class. There is one in a process, because the console is
/// one.</remarks>
internal sealed class CSharpEngine : IDisposable
{
    private readonly CellOutputs outputs = new();
    private readonly SubmissionChain chain;
    private readonly Lock gate = new();
    private RunningCell? running;
    private bool isStopped;

    internal CSharpEngine()
    {
        chain = new SubmissionChain(sentence => outputs.Emit(new StreamOutput("stderr", sentence + "\n")));
        InteractiveNames.Serve();
        // The older encodings, in which many data files are; .NET has them, but gives them only to those who ask.
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
    }

    /// <summary>Pays the compiler's start-up before the first cell asks for it.</summary>
    internal void WarmUp() => chain.WarmUp();

    /// <summary>Runs one cell to its end.</summary>
    /// <param name="code">The cell's source.</param>
    /// <param name="cellName">What errors call it, such as <c>cell 3</c>.</param>
    /// <param name="sink">Receives every output, in order, also the error; called on several threads but never by two at
    /// once.</param>
    /// <param name="input">What <see cref="Console.In"/> reads, and who answers questions.</param>
    /// <param name="starting">Called when <see cref="Interrupt"/> reaches the cell, and before it runs: who hears of a cell may
    /// stop it.</param>
    internal CellOutcome Execute(string code, string cellName, Action<CellOutput> sink, CellInput input, Action? starting = null)
    {
        outputs.BeginCell(sink, input);
        MimeBundle? result = null;
        Exception? failure = null;
        using var cell = new RunningCell(self =>
        {
            try
            {
                result = new CellRun(chain, outputs, self).Run(code, cellName);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });

        bool ended;
        SetRunning(cell);
        try
        {
            starting?.Invoke();
            ended = cell.Run();
        }
        finally
        {
            SetRunning(null);
        }

        var outcome = Conclude(cell, failure, ended);
        if (outcome.Error is not null)
            outputs.Emit(outcome.Error);
        else if (result is not null)
            outputs.Emit(new ResultOutput(result));
        outputs.Flush();
        return outcome;
    }

    /// <summary>Stops the running cell; without one it does nothing.</summary>
    internal void Interrupt()
    {
        lock (gate)
            running?.Interrupt();
    }

    /// <summary>Stops the running cell, and any that is just starting.</summary>
    internal void Stop()
    {
        lock (gate)
        {
            isStopped = true;
            running?.Interrupt();
        }
    }

    /// <summary>A compilation of code that is only looked at: what completion and inspection ask.</summary>
    internal CSharpCompilation Analyse(string code) => chain.Analyse(code);

    public void Dispose() => outputs.Dispose();

    private static CellOutcome Conclude(RunningCell cell, Exception? failure, bool ended)
    {
        if (!ended)
        {
            return new CellOutcome(
                new ErrorOutput("CellNotStopped",
                    "The cell did not stop when interrupted; its code may still be running. Restart the kernel to end it.",
                    ["The cell did not stop when interrupted; its code may still be running. Restart the kernel to end it."]),
                IsInterrupted: true, IsAbandoned: true);
        }
        if (failure is null)
            return CellOutcome.Success;
        if (cell.IsInterrupted)
            return new CellOutcome(new ErrorOutput("Interrupted", "The cell was interrupted.", ["The cell was interrupted."]),
                IsInterrupted: true);
        return new CellOutcome(CellErrors.Describe(failure));
    }

    private void SetRunning(RunningCell? cell)
    {
        lock (gate)
        {
            running = cell;
            if (isStopped)
                running?.Interrupt();
        }
    }
}
