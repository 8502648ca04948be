using System.Reflection;
using System.Runtime.InteropServices;

namespace TimeScales.Kernel.Engine;

/// <summary>The .NET that runs this process.</summary>
internal static class DotnetHost
{
    /// <summary>The folder of the installation, for <c>DOTNET_ROOT</c>.</summary>
    internal static string Root { get; } =
        // <root>/shared/Microsoft.NETCore.App/<version>/
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>The absolute path of <c>dotnet</c>.</summary>
    internal static string MuxerPath { get; } = Path.Combine(Root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    /// <summary>The absolute path of the running program's assembly.</summary>
    internal static string ProgramPath { get; } = Assembly.GetEntryAssembly()!.Location;
}
