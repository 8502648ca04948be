using TimeScales.Experiments;

namespace TimeScales.EffectiveRates;

/// <summary>A set of runs of Sec. VII-A: every combination of protocol, task, cell and seed.</summary>
public sealed record EffectiveRatesPlan
{
    /// <summary>The paper's experiment: 20 seeds. The released program's default tasks and sizes.</summary>
    public static EffectiveRatesPlan Paper { get; } = new()
    {
        Name = "paper",
        Seeds = SeedList.Parse("1..20"),
    };

    /// <summary>The paper's sizes on three seeds and a quarter of the training: the same picture in under a minute.</summary>
    public static EffectiveRatesPlan Quick { get; } = new()
    {
        Name = "quick",
        Seeds = SeedList.Parse("1..3"),
        Checkpoints = [0, 50, 200],
    };

    /// <summary>Whether everything runs: one seed, small networks, seconds. The numbers mean nothing.</summary>
    public static EffectiveRatesPlan Smoke { get; } = new()
    {
        Name = "smoke",
        Seeds = [1],
        Checkpoints = [0, 20],
        Hidden = 16,
        Steps = 20,
    };

    /// <summary>The plans that have a name of their own.</summary>
    public static IReadOnlyList<EffectiveRatesPlan> Presets { get; } = [Smoke, Quick, Paper];

    /// <summary>The preset's name.</summary>
    public required string Name { get; init; }

    /// <summary>How it is measured.</summary>
    public IReadOnlyList<Protocol> Protocols { get; init; } = [Protocol.Corrected];

    /// <summary>Names of tasks.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [.. EffectiveRatesConfiguration.Tasks.Select(task => task.Name)];

    /// <summary>Names of cells.</summary>
    public IReadOnlyList<string> Cells { get; init; } = EffectiveRatesConfiguration.Cells;

    /// <summary>Seeds.</summary>
    public required IReadOnlyList<uint> Seeds { get; init; }

    /// <summary>When to measure; null for the paper's checkpoints.</summary>
    public IReadOnlyList<int>? Checkpoints { get; init; }

    /// <summary>H; null for the paper's.</summary>
    public int? Hidden { get; init; }

    /// <summary>T; null for the paper's.</summary>
    public int? Steps { get; init; }

    /// <summary>The lags reported; empty for all.</summary>
    public IReadOnlyList<int> Lags { get; init; } = [];

    /// <summary>The preset of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static EffectiveRatesPlan ByName(string name) => Catalogue.Find(Presets, plan => plan.Name, "preset", name);

    /// <summary>The runs: protocols, then tasks, then cells, then seeds.</summary>
    /// <exception cref="ArgumentException">One of them is impossible.</exception>
    public IReadOnlyList<EffectiveRatesConfiguration> Runs()
    {
        var runs =
            from protocol in Protocols
            from task in Tasks
            from cell in Cells
            from seed in Seeds
            select Configure(new EffectiveRatesConfiguration { Protocol = protocol, Task = task, Cell = cell, Seed = seed });
        return [.. runs];
    }

    private EffectiveRatesConfiguration Configure(EffectiveRatesConfiguration paper)
    {
        var config = paper with
        {
            Hidden = Hidden ?? paper.Hidden,
            Steps = Steps ?? paper.Steps,
            Checkpoints = Checkpoints ?? paper.Checkpoints,
            Lags = Lags,
        };
        config.Validate();
        return config;
    }
}
