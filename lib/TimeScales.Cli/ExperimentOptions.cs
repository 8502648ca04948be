using System.CommandLine.Completions;
using System.CommandLine;
using System.Globalization;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Engines;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>The options that every experiment has.</summary>
/// <param name="tasks">Names of tasks, for completion.</param>
/// <param name="cells">Names of cells, for completion.</param>
internal sealed class ExperimentOptions(IEnumerable<string> tasks, IEnumerable<string> cells)
{
    /// <summary>More than any machine has cores; each takes memory of its own.</summary>
    private const int MostThreads = 1024;

    private readonly Option<string> preset = new("--preset") { Description = "smoke, quick or paper", DefaultValueFactory = _ => "quick" };
    private readonly Option<string> protocol = new("--protocol") { Description = "corrected, published, or both separated by a comma (preset: corrected)" };
    private readonly Option<string> task = new("--task") { HelpName = "names", Description = "Tasks, separated by commas (preset: its own)" };
    private readonly Option<string> cell = new("--cell") { HelpName = "names", Description = "Cells or models, separated by commas (preset: its own)" };
    private readonly Option<string> seeds = new("--seeds") { Description = "A range 1..20 or a list 1,5,7 (preset: its own)" };
    private readonly Option<string> engine = new("--engine") { Description = "embedded, torch where it is built, or auto: torch where it finds CUDA", DefaultValueFactory = _ => "auto" };
    private readonly Option<string?> device = new("--device") { Description = "cpu or cuda (default: cpu; auto takes cuda where it is there)" };
    private readonly Option<string> threads = new("--threads") { Description = "Runs computed at once (default: one per core)" };
    private readonly Option<string> shard = new("--shard") { Description = "Compute part i of n only, as i/n" };
    private readonly Option<string> output = new("--out") { Description = "The folder of results", DefaultValueFactory = _ => "results" };
    private readonly Option<bool> fresh = new("--fresh") { Description = "Compute again what is already there" };
    private readonly Option<bool> json = JsonOption.Create();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { preset, protocol, task, cell, seeds, engine, device, threads, shard, output, fresh, json })
            command.Options.Add(option);
        Suggest(preset, () => ["smoke", "quick", "paper"]);
        Suggest(protocol, () => Protocol.All.Select(p => p.Name));
        Suggest(task, () => tasks);
        Suggest(cell, () => cells);
        Suggest(engine, () => ["embedded", "auto", .. EngineSources.All.Select(s => s.Name)]);
        Suggest(device, () => ["cpu", "cuda"]);
    }

    /// <summary>Where results are told.</summary>
    public Report Report(ParseResult parsed) => new(parsed.GetValue(json));

    public string Preset(ParseResult parsed) => parsed.GetValue(preset)!;

    public IReadOnlyList<Protocol>? Protocols(ParseResult parsed) => Names(parsed, protocol)?.Select(Protocol.ByName).ToArray();

    public IReadOnlyList<string>? Tasks(ParseResult parsed) => Names(parsed, task);

    public IReadOnlyList<string>? Cells(ParseResult parsed) => Names(parsed, cell);

    public IReadOnlyList<uint>? Seeds(ParseResult parsed) => parsed.GetValue(seeds) is { } text ? SeedList.Parse(text) : null;

    public Shard Shard(ParseResult parsed) => parsed.GetValue(shard) is { } text ? Experiments.Shard.Parse(text) : Experiments.Shard.Whole;

    public ResultStore Store(ParseResult parsed) => new(parsed.GetValue(output)!);

    /// <summary>How runs are computed; says on the error stream what computes, where that is not plain.</summary>
    public QueueOptions Queue(ParseResult parsed, Experiment experiment, IReadOnlyList<RunConfiguration> runs)
    {
        var chosen = Engine(parsed);
        var choice = chosen.For(runs, chosen.Engine is { } offered && experiment.RunsOn(offered));
        if (choice.Why is not null)
            Console.Error.WriteLine($"Engine: embedded, on the cpu, because {choice.Why}.");
        if (choice.Engine is { } used && runs.Count > 0)
        {
            var peak = FormattableString.Invariant($"{runs.Max(used.PeakBytes) / 1e9:0.0}");
            Console.Error.WriteLine($"Engine: {used.Name}, on {used.Device}; about {peak} GB at the peak.");
        }
        return new QueueOptions(Store(parsed))
        {
            Engine = choice.Engine,
            // Where the user named no engine, the results of all count.
            Counts = (name, place) => !choice.IsNamed || (name, place) == (choice.Engine?.Name ?? "embedded", choice.Engine?.Device ?? "cpu"),
            Threads = Threads(parsed),
            Fresh = parsed.GetValue(fresh),
            Observer = new ConsoleObserver(),
        };
    }

    private int Threads(ParseResult parsed) =>
        parsed.GetValue(threads) is { } text ? WholeNumber(text, "--threads", 1, MostThreads) : Environment.ProcessorCount;

    /// <summary>The engine that the user named, or the automatic choice.</summary>
    public EngineChoice Engine(ParseResult parsed) =>
        EngineChoice.Of(parsed.GetValue(engine)!, parsed.GetValue(device), Threads(parsed), EngineSources.All);

    /// <summary>A list of whole numbers separated by commas.</summary>
    public static IReadOnlyList<int>? WholeNumbers(ParseResult parsed, Option<string> option, int least) =>
        parsed.GetValue(option)?.Split(',').Select(text => WholeNumber(text, option.Name, least)).ToArray();

    /// <summary>A whole number, or null where the option is not given.</summary>
    public static int? WholeNumber(ParseResult parsed, Option<string> option, int least) =>
        parsed.GetValue(option) is { } text ? WholeNumber(text, option.Name, least) : null;

    private static void Suggest<T>(Option<T> option, Func<IEnumerable<string>> names) =>
        option.CompletionSources.Add(_ => names().Select(name => new CompletionItem(name)));

    private static int WholeNumber(string text, string name, int least, int most = int.MaxValue) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new ArgumentException($"The value '{text}' of {name} is not possible; give a whole number of at least {least} and at most {most}.");

    /// <summary>What is named twice is meant once: no run may be computed twice at the same time.</summary>
    private static string[]? Names(ParseResult parsed, Option<string> option) => parsed.GetValue(option)?.Split(',').Distinct().ToArray();
}
