using System.CommandLine;
using TimeScales.Engines;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>How an experiment is run from the command line: its presets, its computation and its report.</summary>
internal sealed class ExperimentRun<TConfiguration, TCheckpoint> where TConfiguration : RunConfiguration
{
    /// <summary>The preset of a name.</summary>
    public required Func<string, ExperimentPlan<TConfiguration>> Preset { get; init; }

    /// <summary>Computes one run.</summary>
    public required Func<TConfiguration, RunContext, RunResult<TConfiguration, TCheckpoint>> Compute { get; init; }

    /// <summary>Computes runs as replicas on another engine; null where only the embedded one has the experiment.</summary>
    public Func<IEngine, IReadOnlyList<TConfiguration>, RunContext, IReadOnlyList<RunResult<TConfiguration, TCheckpoint>>>? ComputeTogether { get; init; }

    /// <summary>Says why a stored result is not whole, or null.</summary>
    public required Func<RunResult<TConfiguration, TCheckpoint>, string?> Incomplete { get; init; }

    /// <summary>Prints the table at the end.</summary>
    public required Action<IReadOnlyList<RunResult<TConfiguration, TCheckpoint>>> Report { get; init; }

    /// <summary>Runs the preset with what the options change, and reports.</summary>
    public int Run(ParseResult parsed, ExperimentOptions options, SizeOptions? sizes, CancellationToken cancellation)
    {
        var preset = Preset(options.Preset(parsed));
        var plan = preset with
        {
            Protocols = options.Protocols(parsed) ?? preset.Protocols,
            Tasks = options.Tasks(parsed) ?? preset.Tasks,
            Cells = options.Cells(parsed) ?? preset.Cells,
            Seeds = options.Seeds(parsed) ?? preset.Seeds,
            Hidden = sizes?.Hidden(parsed) ?? preset.Hidden,
            Steps = sizes?.Steps(parsed) ?? preset.Steps,
            Checkpoints = sizes?.Checkpoints(parsed) ?? preset.Checkpoints,
            Lags = sizes?.Lags(parsed) ?? preset.Lags,
        };
        Report(Results(parsed, options, options.Shard(parsed).Of(plan.Runs()), cancellation));
        return CommandLine.Success;
    }

    /// <summary>Computes what is missing of the runs and says what diverged.</summary>
    public IReadOnlyList<RunResult<TConfiguration, TCheckpoint>> Results(
        ParseResult parsed, ExperimentOptions options, IReadOnlyList<TConfiguration> runs, CancellationToken cancellation)
    {
        var choice = options.Engine(parsed).For(runs, ComputeTogether is not null);
        if (choice.Why is not null)
            Console.Error.WriteLine($"Engine: embedded, on the cpu, because {choice.Why}.");
        if (choice.Engine is { } chosen && runs.Count > 0)
            Console.Error.WriteLine($"Engine: {chosen.Name}, on {chosen.Device}; about {FormattableString.Invariant($"{runs.Max(chosen.PeakBytes) / 1e9:0.0}")} GB at the peak.");
        var queue = new RunQueue<TConfiguration, TCheckpoint>
        {
            Compute = Compute,
            ComputeTogether = choice.Engine is { } engine ? (replicas, context) => ComputeTogether!(engine, replicas, context) : null,
            MostReplicas = choice.Engine?.MostReplicas ?? 1,
            Incomplete = result => OfAnotherEngine(result, choice) ?? Incomplete(result),
            Store = options.Store(parsed),
            Threads = choice.Engine?.Workers ?? options.Threads(parsed),
            Fresh = options.Fresh(parsed),
            Observer = new ConsoleObserver(),
        };
        var results = queue.Run(runs, cancellation);
        foreach (var diverged in results.Where(r => r.DivergedAtIteration is not null))
            Console.WriteLine($"Diverged: {diverged.Config.Label} at update {diverged.DivergedAtIteration}");
        Console.WriteLine($"{results.Count} results in {queue.Store.Folder}");
        Console.WriteLine();
        return results;
    }
    /// <summary>Why a stored result does not count for an engine that the user named, or null.</summary>
    private static string? OfAnotherEngine(RunResult<TConfiguration, TCheckpoint> result, EngineChoice choice)
    {
        var (engine, device) = (choice.Engine?.Name ?? "embedded", choice.Engine?.Device ?? "cpu");
        return choice.IsNamed && (result.Engine != engine || result.Device != device)
            ? $"was computed by the {result.Engine} engine on {result.Device}"
            : null;
    }
}
