using TimeScales.Experiments;

namespace TimeScales.Anisotropy;

/// <summary>A set of runs of Sec. VII-B: every combination of protocol, task, model and seed.</summary>
public sealed record AnisotropyPlan
{
    /// <summary>The paper's experiment: 20 seeds and its five tasks.</summary>
    public static AnisotropyPlan Paper { get; } = new()
    {
        Name = "paper",
        Seeds = SeedList.Parse("1..20"),
    };

    /// <summary>The paper's sizes on two seeds, two tasks and a sixth of the training: under a minute.</summary>
    public static AnisotropyPlan Quick { get; } = new()
    {
        Name = "quick",
        Seeds = SeedList.Parse("1..2"),
        Tasks = ["adding", "delaysum"],
        Checkpoints = [0, 200],
    };

    /// <summary>Whether everything runs: one seed, small networks, seconds. The numbers mean nothing.</summary>
    public static AnisotropyPlan Smoke { get; } = new()
    {
        Name = "smoke",
        Seeds = [1],
        Checkpoints = [0, 10],
        Hidden = 16,
        Steps = 45,
        GradientRows = 64,
    };

    /// <summary>The plans that have a name of their own.</summary>
    public static IReadOnlyList<AnisotropyPlan> Presets { get; } = [Smoke, Quick, Paper];

    /// <summary>The preset's name.</summary>
    public required string Name { get; init; }

    /// <summary>How it is measured.</summary>
    public IReadOnlyList<Protocol> Protocols { get; init; } = [Protocol.Corrected];

    /// <summary>Names of tasks; the paper's five, to which narma20 can be added.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = ["adding", "ar2", "movingavg", "delaysum", "narma10"];

    /// <summary>Names of the models' cells.</summary>
    public IReadOnlyList<string> Cells { get; init; } = [.. AnisotropyModel.All.Select(model => model.Cell)];

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

    /// <summary>Single-sequence gradients; null for the released program's number.</summary>
    public int? GradientRows { get; init; }

    /// <summary>The preset of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static AnisotropyPlan ByName(string name) => Catalogue.Find(Presets, plan => plan.Name, "preset", name);

    /// <summary>The runs: protocols, then tasks, then models, then seeds.</summary>
    /// <exception cref="ArgumentException">One of them is impossible.</exception>
    public IReadOnlyList<AnisotropyConfiguration> Runs()
    {
        var runs =
            from protocol in Protocols
            from task in Tasks
            from cell in Cells
            from seed in Seeds
            select Configure(new AnisotropyConfiguration { Protocol = protocol, Task = task, Cell = cell, Seed = seed });
        return [.. runs];
    }

    private AnisotropyConfiguration Configure(AnisotropyConfiguration paper)
    {
        var config = paper with
        {
            Hidden = Hidden ?? paper.Hidden,
            Steps = Steps ?? paper.Steps,
            Checkpoints = Checkpoints ?? paper.Checkpoints,
            Lags = Lags ?? paper.Lags,
            GradientRows = GradientRows ?? paper.GradientRows,
        };
        config.Validate();
        return config;
    }
}
