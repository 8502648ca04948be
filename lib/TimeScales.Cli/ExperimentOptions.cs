using System.CommandLine;
using TimeScales.Experiments.Engines;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>The options of what computes an experiment.</summary>
/// <param name="tasks">Names of tasks, for completion.</param>
/// <param name="cells">Names of cells, for completion.</param>
internal sealed class ExperimentOptions(IEnumerable<string> tasks, IEnumerable<string> cells) : PlanOptions(tasks, cells)
{
    /// <summary>More than any machine has cores; each takes memory of its own.</summary>
    private const int MostThreads = 1024;

    private readonly Option<string> engine = new("--engine")
    {
        Description = "embedded, torch where it is built, or auto: torch where it finds CUDA",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string?> device = new("--device")
    {
        Description = "cpu or cuda (default: cpu; auto takes cuda where it is there)",
    };

    private readonly Option<string> threads = new("--threads") { Description = "Runs computed at once (default: one per core)" };
    private readonly Option<string> shard = new("--shard") { Description = "Compute part i of n only, as i/n" };
    private readonly Option<bool> fresh = new("--fresh") { Description = "Compute again what is already there" };

    /// <inheritdoc/>
    public override void AddTo(Command command)
    {
        base.AddTo(command);
        foreach (Option option in new Option[] { engine, device, threads, shard, fresh })
            command.Options.Add(option);
        Suggest(engine, () => ["embedded", "auto", .. EngineSources.All.Select(s => s.Name)]);
        Suggest(device, () => ["cpu", "cuda"]);
    }

    /// <summary>Which part is computed: the one that the user named, or the one that a scheduler has given this
    /// process.</summary>
    public Shard Shard(ParseResult parsed) =>
        parsed.GetValue(shard) is { } text
            ? Experiments.Shard.Parse(text) : Allocation.Own.Shard?.Shard ?? Experiments.Shard.Whole;

    /// <summary>Says on the error stream what part and how many threads a scheduler or the user chose; nothing where neither
    /// did.</summary>
    public void Announce(ParseResult parsed)
    {
        var part = parsed.GetValue(shard) is not null ? $"shard {Shard(parsed)} (--shard)"
            : Allocation.Own.Shard is { } given ? $"shard {given.Shard} ({given.Source})" : null;
        var at = parsed.GetValue(threads) is null && Allocation.Own.ThreadsSource is { } source
            ? $"{Numerals.Count(Threads(parsed), "thread")} ({source})" : null;
        if (part is not null || at is not null)
            Console.Error.WriteLine($"Computes {string.Join(" with ", new[] { part ?? "everything", at }.OfType<string>())}.");
    }

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
            Counts = (name, place) =>
                !choice.IsNamed || (name, place) == (choice.Engine?.Name ?? "embedded", choice.Engine?.Device ?? "cpu"),
            Threads = Threads(parsed),
            Fresh = parsed.GetValue(fresh),
            Observer = new ConsoleObserver(),
        };
    }

    private int Threads(ParseResult parsed) =>
        parsed.GetValue(threads) is { } text ? WholeNumber(text, "--threads", 1, MostThreads) : Allocation.Own.Threads;

    /// <summary>The engine that the user named, or the automatic choice.</summary>
    public EngineChoice Engine(ParseResult parsed) =>
        EngineChoice.Of(parsed.GetValue(engine)!, parsed.GetValue(device), Threads(parsed), EngineSources.All);
}
