using System.CommandLine;
using System.Runtime.InteropServices;

namespace TimeScales.Cli;

/// <summary>Work that Ctrl-C and a scheduler's SIGTERM stop within five seconds.</summary>
internal static class InterruptibleAction
{
    /// <summary>How long the work may take to stop by itself. Schedulers kill some seconds after they have asked, and until a
    /// file is renamed it is not part of any result, so that what computes on can be ended anywhere.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Runs the action with a token that the two signals cancel; they, not the token, decide the exit code.</summary>
    public static void SetInterruptibleAction(
        this Command command, Func<ParseResult, CancellationToken, int> action) => command.SetAction(parsed =>
    {
        using var stop = new CancellationTokenSource();
        var code = CommandLine.Success;
        Timer? end = null;
        void Stop(PosixSignalContext signal, int codeOfSignal)
        {
            // A second signal ends the program as it would without this.
            if (Interlocked.CompareExchange(ref code, codeOfSignal, CommandLine.Success) != CommandLine.Success)
                return;
            signal.Cancel = true;
            end = new Timer(_ => Environment.Exit(CommandLine.Stopped(code)), null, Patience, Timeout.InfiniteTimeSpan);
            stop.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, CommandLine.Interrupted));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, CommandLine.RunAgain));
        try
        {
            return action(parsed, stop.Token) is var result && result == CommandLine.Interrupted ? code : result;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            end?.Dispose();
            return CommandLine.Stopped(code);
        }
    });
}
