using System.CommandLine.Parsing;
using System.CommandLine;
using System.Globalization;
using TimeScales.Kernel.Headless;

namespace TimeScales.Cli;

/// <summary><c>reproduce notebooks …</c></summary>
internal static class NotebookCommands
{
    private static readonly string[] Presets = ["smoke", "quick", "paper"];

    internal static Command Create() => new("notebooks", "Run the notebooks without a front end.") { Run() };

    private static Command Run()
    {
        var files = new Argument<string[]>("FILES")
        {
            Description = "Notebooks, or folders of them.",
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => ["notebooks"],
        };
        var timeout = Seconds("--timeout", "Interrupt a cell that takes longer; it has failed.", 600);
        var totalTimeout = Seconds("--total-timeout", "The same for the whole run.", 3600);
        var preset = new Option<string?>("--preset") { Description = "The value of REPRODUCTION_PRESET that the notebooks see." };
        preset.AcceptOnlyFromAmong(Presets);
        var fresh = new Option<bool>(
            "--fresh") { Description = "Compute the paper's preset too, instead of drawing it from the committed data." };
        var parameters = new Option<NotebookParameter[]>("--parameter", "-p")
        {
            Description = "Set a variable of the cell tagged 'parameters'.",
            HelpName = "NAME=VALUE",
            CustomParser = ParseParameters,
        };
        var output = new Option<string>("--out")
        {
            Description = "Where the executed copies go.",
            HelpName = "DIR",
            DefaultValueFactory = _ => Path.Combine("results", "notebooks"),
        };
        var junit = new Option<string?>(
            "--junit") { Description = "Where the JUnit report goes; junit.xml in DIR when not given.", HelpName = "FILE" };
        var threads = new Option<int>("--threads")
        {
            Description = "Threads that a notebook's computations may use.",
            HelpName = "N",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        threads.Validators.Add(RequirePositive);

        var command = new Command("run", """
            Run notebooks from top to bottom and write executed copies.
            Exit code: 0 done, 1 a notebook failed, 2 bad usage, 75 stopped by SIGTERM, 130 interrupted.
            """)
        {
            files, timeout, totalTimeout, preset, fresh, parameters, output, junit, threads,
        };
        command.SetInterruptibleAction((result, cancellation) =>
        {
            if (Expand(result.GetValue(files)!) is not { } notebooks)
                return NotebookRunner.BadUsage;
            var folder = result.GetValue(output)!;
            var options = new RunOptions(
                notebooks,
                TimeSpan.FromSeconds(result.GetValue(timeout)),
                TimeSpan.FromSeconds(result.GetValue(totalTimeout)),
                folder,
                result.GetValue(junit) ?? Path.Combine(folder, "junit.xml"),
                result.GetValue(preset),
                result.GetValue(fresh),
                result.GetValue(parameters) ?? [],
                result.GetValue(threads))
            {
                Packages = OptionalPackages.Edition,
            };
            return NotebookRunner.Run(options, Console.Out, Console.Error, cancellation);
        });
        return command;
    }

    private static string[]? Expand(string[] paths)
    {
        List<string> notebooks = [];
        foreach (var path in paths)
        {
            var found = Directory.Exists(path) ? Directory.GetFiles(path, "*.ipynb").Order(StringComparer.Ordinal)
                .ToArray() : File.Exists(path) ? [path] : [];
            if (found.Length == 0)
            {
                Console.Error.WriteLine(Directory.Exists(path) ? $"The folder '{path}' has no notebooks."
                    : $"There is no notebook or folder '{path}'.");
                return null;
            }
            notebooks.AddRange(found);
        }
        return [.. notebooks];
    }

    private static Option<double> Seconds(string name, string description, double seconds)
    {
        var option = new Option<double>(name) { Description = description, HelpName = "SECONDS", DefaultValueFactory = _ =>
            seconds };
        option.Validators.Add(RequirePositive);
        return option;
    }

    private static void RequirePositive(OptionResult result)
    {
        if (result.Tokens is not [var token])
            return;
        var isNumber = double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        if (!isNumber || number is not (> 0 and <= 1e6))
            result.AddError($"{result.Option.Name} must be a positive number up to 1000000, not '{token.Value}'.");
    }

    private static NotebookParameter[] ParseParameters(ArgumentResult result)
    {
        List<NotebookParameter> parameters = [];
        foreach (var token in result.Tokens)
        {
            if (NotebookParameter.Parse(token.Value) is { } parameter)
                parameters.Add(parameter);
            else
                result.AddError($"'{token.Value}' is not a parameter: write name=value.");
        }
        return [.. parameters];
    }
}
