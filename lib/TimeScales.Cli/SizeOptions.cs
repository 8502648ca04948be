using System.CommandLine;

namespace TimeScales.Cli;

/// <summary>The options that change the size of an experiment.</summary>
internal sealed class SizeOptions(string hiddenHelp, string stepsHelp, string checkpointsHelp, string lagsHelp)
{
    private readonly Option<string> hidden = new("--hidden") { Description = $"Hidden units {hiddenHelp}" };
    private readonly Option<string> steps = new("--steps") { Description = $"Steps of a sequence {stepsHelp}" };
    private readonly Option<string> checkpoints = new("--checkpoints") { Description = $"Numbers of updates at which to measure ({checkpointsHelp})" };
    private readonly Option<string> lags = new("--lags") { Description = $"Lags in steps, below T ({lagsHelp})" };

    public void AddTo(Command command)
    {
        foreach (var option in new[] { hidden, steps, checkpoints, lags })
            command.Options.Add(option);
    }

    public int? Hidden(ParseResult parsed) => ExperimentOptions.WholeNumber(parsed, hidden, least: 1);

    public int? Steps(ParseResult parsed) => ExperimentOptions.WholeNumber(parsed, steps, least: 4);

    public IReadOnlyList<int>? Checkpoints(ParseResult parsed) => ExperimentOptions.WholeNumbers(parsed, checkpoints, least: 0);

    public IReadOnlyList<int>? Lags(ParseResult parsed) => ExperimentOptions.WholeNumbers(parsed, lags, least: 1);
}
