using System.CommandLine;
using TimeScales.Kernel.Jupyter;

namespace TimeScales.Cli;

/// <summary><c>reproduce kernel …</c></summary>
internal static class KernelCommands
{
    internal static Command Create() =>
        new("kernel", "Install the C# notebook kernel, or remove it.") { Install(), Remove(), Start() };

    private static Command Install()
    {
        var prefix = Prefix();
        var command = new Command("install", "Let VS Code and JupyterLab find the kernel.") { prefix };
        command.SetAction(result =>
        {
            Console.WriteLine($"Installed in {KernelInstallation.Install(result.GetValue(prefix))}.");
            return 0;
        });
        return command;
    }

    private static Command Remove()
    {
        var prefix = Prefix();
        var command = new Command("remove", "Undo install.") { prefix };
        command.SetAction(result =>
        {
            Console.WriteLine(KernelInstallation.Remove(result.GetValue(prefix)) is { } folder ? $"Removed {folder}." : "The kernel is not installed.");
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

    private static Option<string?> Prefix() =>
        new("--prefix") { Description = "Install under DIR/share/jupyter instead of the user's own Jupyter folder.", HelpName = "DIR" };
}
