using System.Diagnostics;
using TimeScales.Tests.Notebooks;

namespace TimeScales.Tests.Cli;

/// <summary>The command line, in this process or as a program of its own.</summary>
internal static class Reproduce
{
    /// <summary>Runs it in this process.</summary>
    public static (int Code, string Output, string Error) Run(params string[] args)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var capturedOutput = new StringWriter();
        using var capturedError = new StringWriter();
        try
        {
            Console.SetOut(capturedOutput);
            Console.SetError(capturedError);
            var code = TimeScales.Cli.CommandLine.Invoke(args);
            return (code, capturedOutput.ToString(), capturedError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    /// <summary>Starts it as a program and waits until it computes, so that it can be stopped at work.</summary>
    /// <param name="args">A run.</param>
    /// <param name="errors">Receives the lines of its error stream.</param>
    public static Process StartComputing(string[] args, ICollection<string>? errors = null)
    {
        var process = Notebooks.Cli.Start(args);
        var computes = new TaskCompletionSource();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                errors?.Add(line.Data);
            if (line.Data?.Contains("to compute", StringComparison.Ordinal) ?? true)
                computes.TrySetResult();
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Assert.That(computes.Task.Wait(TimeSpan.FromMinutes(2)), Is.True, "it did not begin to compute within two minutes");
        return process;
    }
}
