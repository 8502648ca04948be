using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments;

/// <summary>A set of runs: every combination of protocol, task, cell and seed, at the paper's sizes or others.</summary>
public abstract record ExperimentPlan<TConfiguration> where TConfiguration : RunConfiguration
{
    /// <summary>Their list alone would fill the memory soon after.</summary>
    private const long MostRuns = 100_000;

    /// <summary>The preset's name.</summary>
    public required string Name { get; init; }

    /// <summary>How it is measured.</summary>
    public IReadOnlyList<Protocol> Protocols { get; init; } = [Protocol.Corrected];

    /// <summary>Names of tasks.</summary>
    public required IReadOnlyList<string> Tasks { get; init; }

    /// <summary>Names of cells.</summary>
    public required IReadOnlyList<string> Cells { get; init; }

    /// <summary>Seeds.</summary>
    public required IReadOnlyList<uint> Seeds { get; init; }

    /// <summary>When to measure; null for the paper's checkpoints.</summary>
    public IReadOnlyList<int>? Checkpoints { get; init; }

    /// <summary>H; null for the paper's.</summary>
    public int? Hidden { get; init; }

    /// <summary>T; null for the paper's.</summary>
    public int? Steps { get; init; }

    /// <summary>Lags; null for the paper's.</summary>
    public IReadOnlyList<int>? Lags { get; init; }

    /// <summary>The runs: protocols, then tasks, then cells, then seeds.</summary>
    /// <exception cref="ArgumentException">One of them is impossible; the message says which value and what is possible.</exception>
    public IReadOnlyList<TConfiguration> Runs()
    {
        var count = (long)Protocols.Count * Tasks.Count * Cells.Count * Seeds.Count;
        if (count > MostRuns)
            throw new ArgumentException(
                $"{Seeds.Count} seeds of {Protocols.Count} protocols, {Tasks.Count} tasks and {Cells.Count} cells are {count} runs; a plan can have {MostRuns}. Choose fewer seeds.");
        var runs =
            from protocol in Protocols
            from task in Tasks
            from cell in Cells
            from seed in Seeds
            select Configure(protocol, task, cell, seed);
        var list = runs.ToList();
        list.ForEach(run => run.Validate());
        return list;
    }

    /// <summary>One run of the plan.</summary>
    private protected abstract TConfiguration Configure(Protocol protocol, string task, string cell, uint seed);
}
