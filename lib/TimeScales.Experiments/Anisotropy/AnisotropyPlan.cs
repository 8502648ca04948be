using System.Diagnostics.CodeAnalysis;
using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.Anisotropy;

/// <summary>A set of runs of Sec. VII-B.</summary>
public sealed record AnisotropyPlan : ExperimentPlan<AnisotropyConfiguration>
{
    [SetsRequiredMembers]
    private AnisotropyPlan(string name, string seeds)
    {
        (Name, Seeds) = (name, SeedList.Parse(seeds));
        // The paper's five; narma20 is the released program's addition and can be asked for.
        Tasks = ["adding", "ar2", "movingavg", "delaysum", "narma10"];
        Cells = [.. AnisotropyModel.All.Select(model => model.Cell)];
    }

    /// <summary>The paper's experiment: 20 seeds and its five tasks.</summary>
    public static AnisotropyPlan Paper { get; } = new("paper", "1..20");

    /// <summary>The paper's sizes on two seeds, two tasks and a sixth of the training: under a minute.</summary>
    public static AnisotropyPlan Quick { get; } = new("quick", "1..2") { Tasks = ["adding", "delaysum"], Checkpoints = [0, 200] };

    /// <summary>Whether everything runs: one seed, small networks, seconds. The numbers mean nothing.</summary>
    public static AnisotropyPlan Smoke { get; } = new("smoke", "1") { Checkpoints = [0, 10], Hidden = 16, Steps = 45, GradientRows = 64 };

    /// <summary>The plans that have a name of their own.</summary>
    public static IReadOnlyList<AnisotropyPlan> Presets { get; } = [Smoke, Quick, Paper];

    /// <summary>Single-sequence gradients; null for the released program's number.</summary>
    public int? GradientRows { get; init; }

    /// <summary>The preset of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static AnisotropyPlan ByName(string name) => Catalogue.Find(Presets, plan => plan.Name, "preset", name);

    private protected override AnisotropyConfiguration Configure(Protocol protocol, string task, string cell, uint seed)
    {
        var paper = new AnisotropyConfiguration { Protocol = protocol, Task = task, Cell = cell, Seed = seed };
        return paper with
        {
            Hidden = Hidden ?? paper.Hidden,
            Steps = Steps ?? paper.Steps,
            Checkpoints = Checkpoints ?? paper.Checkpoints,
            Lags = Lags ?? paper.Lags,
            GradientRows = GradientRows ?? paper.GradientRows,
        };
    }
}
