using System.CommandLine;
using TimeScales.Kernel.Tool;

namespace TimeScales.Cli;

/// <summary><c>reproduce kernel …</c></summary>
internal static class KernelCommands
{
    internal static Command Create() =>
        new("kernel", "Install the C# notebook kernel, or remove it.") { KernelTool.Install(), KernelTool.Remove() };
}
