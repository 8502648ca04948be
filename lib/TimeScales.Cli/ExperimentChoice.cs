using System.CommandLine.Completions;
using System.CommandLine;
using TimeScales.Experiments.All;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>The experiments that a command looks at, and which of their runs.</summary>
internal sealed class ExperimentChoice() : PlanOptions(
    AllExperiments.List.SelectMany(e => e.KnownTasks).Distinct(), AllExperiments.List.SelectMany(e => e.KnownCells).Distinct())
{
    private readonly Argument<string[]> experiments = new("EXPERIMENT")
    {
        HelpName = "EXPERIMENT",
        Description = $"Which experiments: {string.Join(", ", AllExperiments.List.Select(e => e.Name))} (default: all of them)",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly SizeOptions sizes = new();

    /// <inheritdoc/>
    public override void AddTo(Command command)
    {
        experiments.CompletionSources.Add(_ => AllExperiments.List.Select(e => new CompletionItem(e.Name)));
        command.Arguments.Add(experiments);
        base.AddTo(command);
        sizes.AddTo(command);
    }

    /// <summary>The chosen plan of every chosen experiment.</summary>
    /// <exception cref="ArgumentException">A name or a combination is not possible; the message says what is.</exception>
    public IEnumerable<Plan> Plans(ParseResult parsed)
    {
        var chosen = parsed.GetValue(experiments) is { Length: > 0 } names
            ? names.Distinct().Select(AllExperiments.ByName) : AllExperiments.List;
        return chosen.Select(experiment => Plan(parsed, experiment, sizes.Of(parsed)));
    }
}
