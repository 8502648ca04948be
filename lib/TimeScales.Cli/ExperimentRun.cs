using System.CommandLine;
using TimeScales.Experiments.Engines;
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

    /// <summary>Tells what was found: tables, and a sentence.</summary>
    public required Action<IReadOnlyList<RunResult<TConfiguration, TCheckpoint>>, Report> Tell { get; init; }

    /// <summary>The notebook that shows the same at leisure.</summary>
    public required string Notebook { get; init; }

    /// <summary>Runs the preset with what the options change, and reports.</summary>
    public int Run(ParseResult parsed, ExperimentOptions options, SizeOptions? sizes, CancellationToken cancellation)
    {
        var report = options.Report(parsed);
        Run(parsed, options, sizes, report, cancellation);
        return report.Finish();
    }

    /// <summary>Runs the preset with what the options change, and adds to a report.</summary>
    public void Run(ParseResult parsed, ExperimentOptions options, SizeOptions? sizes, Report report, CancellationToken cancellation)
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
        var results = Results(parsed, options, options.Shard(parsed).Of(plan.Runs()), report, cancellation);
        Tell(results, report);
        var experiment = results.Count > 0 ? results[0].Config.Experiment : "";
        report.Say(results.Count == 0 ? "This shard has no runs; there are fewer runs than shards." : preset.Name switch
        {
            "smoke" => $"The smoke preset shows that everything runs; its numbers mean nothing. Next: 'reproduce run {experiment}'.",
            "quick" => $"Next: {Notebook} shows it in figures, 'reproduce run {experiment} --preset paper' computes all seeds and updates.",
            _ => $"Next: {Notebook} shows it in figures, 'reproduce export --out {options.Store(parsed).Folder}' writes all numbers as CSV.",
        });
    }

    /// <summary>Computes what is missing of the runs and says what diverged.</summary>
    public IReadOnlyList<RunResult<TConfiguration, TCheckpoint>> Results(
        ParseResult parsed, ExperimentOptions options, IReadOnlyList<TConfiguration> runs, Report report, CancellationToken cancellation)
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
            Incomplete = Incomplete,
            // Where the user named no engine, the results of all count.
            Counts = (engine, device) => !choice.IsNamed || (engine, device) == (choice.Engine?.Name ?? "embedded", choice.Engine?.Device ?? "cpu"),
            Store = options.Store(parsed),
            Threads = choice.Engine?.Workers ?? options.Threads(parsed),
            Fresh = options.Fresh(parsed),
            Observer = new ConsoleObserver(),
        };
        var results = queue.Run(runs, cancellation);
        foreach (var diverged in results.Where(r => r.DivergedAtIteration is not null))
            report.Say($"Diverged: {diverged.Config.Label} at update {diverged.DivergedAtIteration}");
        report.Say($"{Terminal.Count(results.Count, "result")} in {queue.Store.Folder}");
        return results;
    }
}
