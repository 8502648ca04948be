using System.CommandLine.Help;
using System.CommandLine;

namespace TimeScales.Cli;

/// <summary>Parses and runs, and turns every failure into one sentence and an exit code.</summary>
internal static class CommandLine
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int BadUsage = 2;

    /// <summary>Stopped by SIGTERM: sysexits.h calls it EX_TEMPFAIL.</summary>
    public const int RunAgain = 75;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;

    private const string Introduction =
        """
        Reproduces 'Time-Scale Coupling Between States and Parameters in Recurrent
        Neural Networks' (arXiv:2508.12121).

        Three commands to try:
          reproduce run effective-rates                  Sec. VII-A with three seeds
          reproduce run effective-rates --preset paper   with 20 seeds, 800 updates
          reproduce list                                 all names that can be given

        'reproduce help' lists all commands, 'reproduce help run' the experiments.
        """;

    private const string ExitCodes =
        "Exit codes: 0 done; 1 failed, 2 bad usage: do not repeat; 75 stopped by SIGTERM, "
            + "130 by Ctrl-C: the same command continues.";

    /// <summary>All commands.</summary>
    public static RootCommand CreateRoot() => new(
        $"Reproduces 'Time-Scale Coupling Between States and Parameters in Recurrent Neural Networks' "
            + $"(arXiv:2508.12121).\n{ExitCodes}")
    {
        RunCommand.Create(),
        PlanCommand.Create(),
        StatusCommand.Create(),
        MergeCommand.Create(),
        ExportCommand.Create(),
        KernelCommands.Create(),
        NotebookCommands.Create(),
        FiguresCommand.Create(),
        VerdictsCommand.Create(),
        ListCommand.Create(),
        DoctorCommand.Create(),
        CompletionCommand.Create(),
        new Command("help", "How to use a command: 'reproduce help run' is 'reproduce run --help'."),
    };

    /// <summary>Runs the command that <paramref name="args"/> name.</summary>
    public static int Invoke(string[] args)
    {
        var root = CreateRoot();
        foreach (var help in root.Options.OfType<HelpOption>())
            ((HelpAction)help.Action!).MaxWidth = Terminal.Width;
        if (args is ["help", .. var command])
            args = [.. command, "--help"];
        if (args.Length == 0)
        {
            Console.WriteLine(Introduction);
            return Success;
        }
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 || (parsed.Action is HelpAction && parsed.UnmatchedTokens.Count > 0))
            return Fail(Explain(parsed), BadUsage);
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (ArgumentException e)
        {
            return Fail(e.Message, BadUsage);
        }
        catch (IOException e)
        {
            return Fail(e.Message, Failure);
        }
        catch (UnauthorizedAccessException e)
        {
            return Fail(e.Message, Failure);
        }
        catch (OutOfMemoryException)
        {
            return Fail(
                "The memory of this machine is not enough; fewer --threads or smaller sizes need less. What was saved stays.",
                Failure);
        }
        catch (Exception e)
        {
            var place = e.StackTrace?.Split('\n')
                .FirstOrDefault(line => line.Contains("TimeScales", StringComparison.Ordinal))?.Trim();
            return Fail(
                $"This is a mistake of the program, please report it: {e.GetBaseException().GetType().Name}, "
                + $"{e.GetBaseException().Message} {place}", Failure);
        }
    }

    /// <summary>Says that a signal stopped the command.</summary>
    /// <param name="code"><see cref="Interrupted"/> or <see cref="RunAgain"/>.</param>
    /// <returns>The code.</returns>
    internal static int Stopped(int code)
    {
        // A terminal shows ^C where the cursor stood.
        if (!Console.IsErrorRedirected)
            Console.Error.WriteLine();
        return Fail(
            $"{(code == Interrupted ? "Interrupted" : "Stopped by SIGTERM")}; what was saved stays, "
            + $"and the same command continues from there.", code);
    }

    /// <summary>The first mistake, with what could stand in its place.</summary>
    private static string Explain(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0)
        {
            var known = string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name));
            return parsed.UnmatchedTokens.Count > 0
                ? $"Unknown command '{parsed.UnmatchedTokens[0]}' after '{command.Name}'; known: {known}."
                : $"The command '{command.Name}' needs one of: {known}.";
        }
        if (parsed.UnmatchedTokens.Count > 0)
        {
            var options = string.Join(", ", command.Options.Select(o => o.Name).Append("--help"));
            return $"Unknown option '{parsed.UnmatchedTokens[0]}' of '{command.Name}'; known: {options}.";
        }
        return parsed.Errors[0].Message;
    }

    private static int Fail(string sentence, int code)
    {
        Terminal.Complain("reproduce:", sentence);
        return code;
    }
}
