using System.CommandLine;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>What all experiments do between their options and their report.</summary>
internal static class ExperimentRun
{
    /// <summary>Computes what is missing of the runs and prints the report.</summary>
    public static int Run<TConfiguration, TCheckpoint>(
        ParseResult parsed,
        RunOptions options,
        IReadOnlyList<TConfiguration> runs,
        Func<TConfiguration, RunContext, RunResult<TConfiguration, TCheckpoint>> compute,
        Func<RunResult<TConfiguration, TCheckpoint>, string?> incomplete,
        Action<IReadOnlyList<RunResult<TConfiguration, TCheckpoint>>> report,
        CancellationToken cancellation)
        where TConfiguration : RunConfiguration
    {
        options.RequireEngine(parsed);
        var queue = new RunQueue<TConfiguration, TCheckpoint>
        {
            Compute = compute,
            Incomplete = incomplete,
            Store = options.Store(parsed),
            Threads = options.Threads(parsed),
            Fresh = options.Fresh(parsed),
            Observer = new ConsoleObserver(),
        };
        var results = queue.Run(options.Shard(parsed).Of(runs), cancellation);
        report(results);
        foreach (var diverged in results.Where(r => r.DivergedAtIteration is not null))
            Console.WriteLine($"Diverged: {diverged.Config.Label} at update {diverged.DivergedAtIteration}");
        Console.WriteLine($"{results.Count} results in {queue.Store.Folder}");
        return CommandLine.Success;
    }
}
