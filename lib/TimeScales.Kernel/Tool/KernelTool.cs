using System.CommandLine;
using TimeScales.Kernel.Headless;
using TimeScales.Kernel.Jupyter;

namespace TimeScales.Kernel.Tool;

/// <summary>The command line of the kernel by itself.</summary>
public static class KernelTool
{
    internal static int Invoke(string[] args)
    {
        var root = new RootCommand("C# notebooks in JupyterLab, Jupyter Notebook and VS Code.")
        {
            Install(), Remove(), Start(), Worker(),
        };
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"csharp-kernel: {parsed.Errors[0].Message.ReplaceLineEndings(" ")}");
            return 2;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"csharp-kernel: {exception.Message}");
            return 1;
        }
    }

    /// <summary>Installs the kernelspec; also a command of programs that bring the kernel along.</summary>
    public static Command Install()
    {
        var prefix = Prefix();
        var command = new Command("install", "Let VS Code, JupyterLab and Jupyter Notebook find the kernel.") { prefix };
        command.SetAction(result =>
        {
            Console.WriteLine($"Installed in {KernelInstallation.Install(result.GetValue(prefix))}.");
            return 0;
        });
        return command;
    }

    /// <summary>Removes the kernelspec; likewise.</summary>
    public static Command Remove()
    {
        var prefix = Prefix();
        var command = new Command("remove", "Undo install.") { prefix };
        command.SetAction(result =>
        {
            Console.WriteLine(KernelInstallation.Remove(result.GetValue(prefix)) is { } folder
                ? $"Removed {folder}."
                : "The kernel is not installed.");
            return 0;
        });
        return command;
    }

    /// <summary>What the kernelspec names; people have no use for it.</summary>
    private static Command Start()
    {
        var file = new Argument<string>("connection-file");
        var command = new Command("start", "Serve the front end that wrote a connection file.") { file };
        command.Hidden = true;
        command.SetAction(result => KernelHost.Run(result.GetValue(file)!));
        return command;
    }

    /// <summary>The process in which a headless notebook's cells run.</summary>
    private static Command Worker()
    {
        var pipe = new Argument<string>("pipe");
        var command = new Command("worker", "Run the cells that the runner sends.") { pipe };
        command.Hidden = true;
        command.SetAction(result => WorkerHost.Run(result.GetValue(pipe)!));
        return command;
    }

    private static Option<string?> Prefix() =>
        new("--prefix")
        {
            Description = "Install under DIR/share/jupyter instead of the user's own Jupyter folder.",
            HelpName = "DIR",
        };
}
