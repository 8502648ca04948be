using System.Diagnostics;

namespace TimeScales.Tests.Notebooks;

/// <summary>The command line as a process of its own.</summary>
internal static class Cli
{
    public static readonly string ProgramPath = Path.Combine(AppContext.BaseDirectory, "reproduce.dll");

    public sealed record Result(int ExitCode, string Output, string Error);

    public static Process Start(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [ProgramPath, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static Result Run(params string[] arguments) => Finish(Start(arguments));

    public static Result Finish(Process process)
    {
        using (process)
        {
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new Result(process.ExitCode, output, error.Result);
        }
    }
}
