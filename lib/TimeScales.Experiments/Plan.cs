using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments;

/// <summary>A set of runs of an experiment: every combination of protocol, task, cell and seed, at the paper's sizes or others.</summary>
public sealed record Plan
{
    /// <summary>Their list alone would fill the memory soon after.</summary>
    private const long MostRuns = 100_000;

    /// <summary>A plan of everything that the experiment's presets have.</summary>
    internal Plan(string name, string seeds) => (Name, Seeds) = (name, SeedList.Parse(seeds));

    /// <summary>Whose runs these are.</summary>
    public Experiment Experiment { get; internal init; } = null!;

    /// <summary>The preset's name.</summary>
    public string Name { get; }

    /// <summary>How it is measured.</summary>
    public IReadOnlyList<Protocol> Protocols { get; init; } = [Protocol.Corrected];

    /// <summary>Names of tasks; none where the experiment has no task.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>Names of cells, models or gates.</summary>
    public IReadOnlyList<string> Cells { get; init; } = [];

    /// <summary>Seeds.</summary>
    public IReadOnlyList<uint> Seeds { get; init; }

    /// <summary>Sizes other than the paper's.</summary>
    public Sizes Sizes { get; init; } = new();

    /// <summary>What else differs from the paper's runs.</summary>
    internal Func<RunConfiguration, RunConfiguration> Change { get; init; } = run => run;

    /// <summary>The runs: protocols, then tasks, then cells, then seeds.</summary>
    /// <exception cref="ArgumentException">One of them is impossible; the message says which value and what is possible.</exception>
    public IReadOnlyList<RunConfiguration> Runs() => Experiment.RunsOf(this);

    /// <summary>The runs, made by <paramref name="create"/> at the paper's sizes.</summary>
    internal IReadOnlyList<TRun> Runs<TRun>(Func<Protocol, string, string, uint, TRun> create) where TRun : RunConfiguration
    {
        string[] tasks = [.. Tasks.DefaultIfEmpty("")];
        var count = (long)Protocols.Count * tasks.Length * Cells.Count * Seeds.Count;
        if (count > MostRuns)
        {
            throw new ArgumentException($"{Seeds.Count} seeds of {Protocols.Count} protocols, {tasks.Length} tasks and {Cells.Count} cells are "
                + $"{count} runs; a plan can have {MostRuns}. Choose fewer seeds.");
        }
        var runs =
            from protocol in Protocols
            from task in tasks
            from cell in Cells
            from seed in Seeds
            select (TRun)Change(create(protocol, task, cell, seed)).With(Sizes);
        var list = runs.ToList();
        list.ForEach(run => run.Validate());
        return list;
    }
}

/// <summary>The sizes that most experiments have; null where one has no such size or keeps the paper's.</summary>
/// <param name="Hidden">H.</param>
/// <param name="Steps">T.</param>
/// <param name="Checkpoints">When to measure.</param>
/// <param name="Lags">Lags, steps; empty for all.</param>
public sealed record Sizes(int? Hidden = null, int? Steps = null, IReadOnlyList<int>? Checkpoints = null, IReadOnlyList<int>? Lags = null)
{
    /// <summary>These and, where one is null, another's.</summary>
    public Sizes Or(Sizes other) => new(Hidden ?? other.Hidden, Steps ?? other.Steps, Checkpoints ?? other.Checkpoints, Lags ?? other.Lags);
}
