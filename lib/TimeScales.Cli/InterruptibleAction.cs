using System.CommandLine;

namespace TimeScales.Cli;

/// <summary>Work that the user may stop by Ctrl-C.</summary>
internal static class InterruptibleAction
{
    /// <summary>Runs the action on a thread of its own: signals are listened for only once a command has given back its task.</summary>
    public static void SetInterruptibleAction(this Command command, Func<ParseResult, CancellationToken, int> action) =>
        command.SetAction((parsed, cancellation) => Task.Run(() => action(parsed, cancellation), CancellationToken.None));
}
