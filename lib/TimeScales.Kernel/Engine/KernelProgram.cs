using System.Diagnostics;

namespace TimeScales.Kernel.Engine;

/// <summary>The kernel as a program of its own, also where another program brings it along: it has a runtime configuration of its
/// own.</summary>
internal static class KernelProgram
{
    private const string WithoutCultures = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    private static readonly Lazy<bool> HasCultures = new(FindCultures);

    /// <summary>The words that start it: a tool's command, which stays where it is when the tool is updated, or .NET and the
    /// program.</summary>
    internal static IReadOnlyList<string> Command { get; } =
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "csharp-kernel"
            ? [path]
            : [DotnetHost.MuxerPath, typeof(KernelProgram).Assembly.Location];

    /// <summary>What it needs in its environment.</summary>
    internal static IEnumerable<(string Name, string Value)> Variables
    {
        get
        {
            yield return ("DOTNET_ROOT", DotnetHost.Root);
            if (!HasCultures.Value)
                yield return (WithoutCultures, "1");
        }
    }

    /// <summary>How to start it.</summary>
    internal static ProcessStartInfo Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Command[0], [.. Command.Skip(1), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>.NET does not start without ICU unless it is told to do without cultures; only a start shows whether it is
    /// there.</summary>
    private static bool FindCultures()
    {
        if (!OperatingSystem.IsLinux())
            return true;
        if (Environment.GetEnvironmentVariable(WithoutCultures) is "1" or "true")
            return false;
        var start = new ProcessStartInfo(Command[0], [.. Command.Skip(1), "--version"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ROOT"] = DotnetHost.Root;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return !errors.Result.Contains("ICU", StringComparison.Ordinal);
    }
}
