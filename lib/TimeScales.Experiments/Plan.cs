using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments;

/// <summary>A set of runs of an experiment: every combination of protocol, task, cell and seed, at the
/// paper's sizes or others.</summary>
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

    /// <summary>Sizes that are run one after the other, where a plan goes over several; what <see cref="Sizes"/> says
    /// stays so in all of them.</summary>
    internal IReadOnlyList<Sizes> Series { get; init; } = [new()];

    /// <summary>What else differs from the paper's runs.</summary>
    internal Func<RunConfiguration, RunConfiguration> Change { get; init; } = run => run;

    /// <summary>The runs: protocols, then tasks, then cells, then sizes, then seeds.</summary>
    /// <exception cref="ArgumentException">One of them is impossible; the message says which value
    /// and what is possible.</exception>
    public IReadOnlyList<RunConfiguration> Runs() => Experiment.RunsOf(this);

    /// <summary>The runs, made by <paramref name="create"/> at the paper's sizes.</summary>
    internal IReadOnlyList<TRun> Runs<TRun>(Func<Protocol, string, string, uint, TRun> create) where TRun : RunConfiguration
    {
        string[] tasks = [.. Tasks.DefaultIfEmpty("")];
        var count = (long)Protocols.Count * tasks.Length * Cells.Count * Seeds.Count * Series.Count;
        if (count > MostRuns)
        {
            throw new ArgumentException(
                $"{Seeds.Count} seeds of {Protocols.Count} protocols, {tasks.Length} tasks and {Cells.Count} cells are "
                + $"{count} runs; a plan can have {MostRuns}. Choose fewer seeds.");
        }
        var runs =
            from protocol in Protocols
            from task in tasks
            from cell in Cells
            from sizes in Series
            from seed in Seeds
            select (TRun)Change(create(protocol, task, cell, seed)).With(Sizes.Or(sizes));
        // Where the user chose a size, members of a series may be the same.
        var list = (Series.Count == 1 ? runs : runs.DistinctBy(run => run.Identity)).ToList();
        list.ForEach(run => run.Validate());
        return list;
    }
}

/// <summary>The sizes that most experiments have; null where one has no such size or keeps the paper's.</summary>
/// <param name="Hidden">H.</param>
/// <param name="Steps">T.</param>
/// <param name="Checkpoints">When to measure.</param>
/// <param name="Lags">Lags, steps; empty for all.</param>
public sealed record Sizes(int? Hidden = null, int? Steps = null, IReadOnlyList<int>? Checkpoints = null,
    IReadOnlyList<int>? Lags = null)
{
    /// <summary>Networks of up to 1024 units at the paper's length, and sequences of up to 1000 steps at its
    /// width: what a GPU is for.</summary>
    internal static IReadOnlyList<Sizes> WidthsAndLengths { get; } =
        [new(), new(Hidden: 128), new(Hidden: 256), new(Hidden: 512), new(Hidden: 1024), new(Steps: 250), new(Steps: 500),
            new(Steps: 1000)];

    /// <summary>These and, where one is null, another's.</summary>
    public Sizes Or(Sizes other) =>
        new(Hidden ?? other.Hidden, Steps ?? other.Steps, Checkpoints ?? other.Checkpoints, Lags ?? other.Lags);
}
