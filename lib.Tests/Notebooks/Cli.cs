using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TimeScales.Tests.Notebooks;

/// <summary>The command line as a process of its own.</summary>
internal static class Cli
{
    public static readonly string ProgramPath = Path.Combine(AppContext.BaseDirectory, "reproduce.dll");

    private const int InterruptSignal = 2;
    private const int TerminateSignal = 15;

    public sealed record Result(int ExitCode, string Output, string Error);

    public static readonly string KernelPath = Path.Combine(AppContext.BaseDirectory, "TimeScales.Kernel.dll");

    public static Process Start(IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        Start(ProgramPath, arguments, environment);

    public static Process Start(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Leaves the test out where programs that are started inherit an ignored interrupt, as background jobs of a shell
    /// do.</summary>
    public static void RequireInterrupts()
    {
        var ignored = File.ReadLines("/proc/self/status")
            .First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..];
        // Bit n − 1 of the mask is signal n.
        if ((Convert.ToUInt64(ignored.Trim(), 16) & (1UL << (InterruptSignal - 1))) != 0)
            Assert.Ignore("Programs started here inherit an ignored interrupt, as background jobs of a shell do.");
    }

    /// <summary>What Ctrl-C does.</summary>
    public static void Interrupt(Process process) => Assert.That(Kill(process.Id, InterruptSignal), Is.Zero);

    /// <summary>What a scheduler does before it kills.</summary>
    public static void Terminate(Process process) => Assert.That(Kill(process.Id, TerminateSignal), Is.Zero);

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

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
