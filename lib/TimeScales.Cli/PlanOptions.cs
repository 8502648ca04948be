using System.CommandLine.Completions;
using System.CommandLine;
using System.Globalization;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>The options that choose runs and where their results are.</summary>
/// <param name="tasks">Names of tasks, for completion.</param>
/// <param name="cells">Names of cells, for completion.</param>
internal class PlanOptions(IEnumerable<string> tasks, IEnumerable<string> cells)
{
    private readonly Option<string> preset = new("--preset")
    {
        Description = "smoke, quick or paper; for effective-rates and anisotropy also gpu",
        DefaultValueFactory = _ => "quick",
    };

    private readonly Option<string> protocol = new("--protocol")
    {
        Description = "corrected, published, or both separated by a comma (preset: corrected)",
    };


    private readonly Option<string> task = new("--task")
    {
        HelpName = "names",
        Description = "Tasks, separated by commas (preset: its own)",
    };

    private readonly Option<string> cell = new("--cell")
    {
        HelpName = "names",
        Description = "Cells or models, separated by commas (preset: its own)",
    };

    private readonly Option<string> seeds = new("--seeds") { Description = "A range 1..20 or a list 1,5,7 (preset: its own)" };
    private readonly Option<string> output = new("--out")
    {
        Description = "The folder of results",
        DefaultValueFactory = _ => "results",
    };

    private readonly Option<bool> json = JsonOption.Create();

    /// <summary>Adds the options to a command.</summary>
    public virtual void AddTo(Command command)
    {
        foreach (Option option in new Option[] { preset, protocol, task, cell, seeds, output, json })
            command.Options.Add(option);
        Suggest(preset, () => ["smoke", "quick", "paper", "gpu"]);
        Suggest(protocol, () => Protocol.All.Select(p => p.Name));
        Suggest(task, () => tasks);
        Suggest(cell, () => cells);
    }

    /// <summary>Where results are told.</summary>
    public Report Report(ParseResult parsed) => new(parsed.GetValue(json));

    public string Preset(ParseResult parsed) => parsed.GetValue(preset)!;

    public IReadOnlyList<Protocol>? Protocols(ParseResult parsed) => Names(parsed, protocol)?.Select(Protocol.ByName).ToArray();

    public IReadOnlyList<string>? Tasks(ParseResult parsed) => Names(parsed, task);

    public IReadOnlyList<string>? Cells(ParseResult parsed) => Names(parsed, cell);

    public IReadOnlyList<uint>? Seeds(ParseResult parsed) => parsed.GetValue(seeds) is { } text ? SeedList.Parse(text) : null;

    public ResultStore Store(ParseResult parsed) => new(parsed.GetValue(output)!);

    /// <summary>The preset with what the options change.</summary>
    /// <exception cref="ArgumentException">The experiment has no such preset, or no task to choose.</exception>
    public Plan Plan(ParseResult parsed, Experiment experiment, Sizes sizes)
    {
        if (experiment.KnownTasks.Count == 0 && Tasks(parsed) is { } chosen)
        {
            throw new ArgumentException(
                $"The {experiment.Name} experiment has no task, "
                + $"so '{string.Join(',', chosen)}' cannot be chosen; leave --task out.");
        }
        var own = experiment.Preset(Preset(parsed));
        return own with
        {
            Protocols = Protocols(parsed) ?? own.Protocols,
            Tasks = Tasks(parsed) ?? own.Tasks,
            Cells = Cells(parsed) ?? own.Cells,
            Seeds = Seeds(parsed) ?? own.Seeds,
            Sizes = sizes.Or(own.Sizes),
        };
    }

    /// <summary>A list of whole numbers separated by commas.</summary>
    public static IReadOnlyList<int>? WholeNumbers(ParseResult parsed, Option<string> option, int least) =>
        parsed.GetValue(option)?.Split(',').Select(text => WholeNumber(text, option.Name, least)).ToArray();

    /// <summary>A whole number, or null where the option is not given.</summary>
    public static int? WholeNumber(ParseResult parsed, Option<string> option, int least) =>
        parsed.GetValue(option) is { } text ? WholeNumber(text, option.Name, least) : null;

    protected static void Suggest<T>(Option<T> option, Func<IEnumerable<string>> names) =>
        option.CompletionSources.Add(_ => names().Select(name => new CompletionItem(name)));

    public static int WholeNumber(string text, string name, int least, int most = int.MaxValue) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        && value >= least && value <= most
            ? value
            : throw new ArgumentException(
                $"The value '{text}' of {name} is not possible; give a whole number of at least {least} and at most {most}.");

    /// <summary>What is named twice is meant once: no run may be computed twice at the same time.</summary>
    private static string[]? Names(ParseResult parsed, Option<string> option) =>
        parsed.GetValue(option)?.Split(',').Distinct().ToArray();
}
