using System.Diagnostics;

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

    /// <summary>Starts it as a program, so that it can be killed.</summary>
    public static Process Start(params string[] args)
    {
        var process = Notebooks.Cli.Start(args);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
