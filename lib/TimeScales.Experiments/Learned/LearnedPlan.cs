using System.Diagnostics.CodeAnalysis;
using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.Learned;

/// <summary>A set of runs of the learned regime.</summary>
public sealed record LearnedPlan : ExperimentPlan<LearnedConfiguration>
{
    [SetsRequiredMembers]
    private LearnedPlan(string name, string seeds)
    {
        (Name, Seeds) = (name, SeedList.Parse(seeds));
        Tasks = [.. LearnedTask.All.Select(task => task.Task.Name)];
        Cells = [.. LearnedModel.All.Select(model => model.Cell)];
    }

    /// <summary>10 seeds, all tasks and models.</summary>
    public static LearnedPlan Paper { get; } = new("paper", "1..10");

    /// <summary>One seed of the four gated models on adding, before and after. No digits, because their images have to be installed.</summary>
    public static LearnedPlan Quick { get; } = new("quick", "1") { Tasks = ["adding"], Cells = ["multi", "scalar", "gru", "lstm"], Checkpoints = [0, 100] };

    /// <summary>Whether everything runs: one seed, small networks, few updates. The numbers mean nothing.</summary>
    public static LearnedPlan Smoke { get; } = new("smoke", "1") { Tasks = ["adding"], Hidden = 16, Steps = 28, MostUpdates = 20, GradientRows = 32 };

    /// <summary>The plans that have a name of their own.</summary>
    public static IReadOnlyList<LearnedPlan> Presets { get; } = [Smoke, Quick, Paper];

    /// <summary>Updates at most; null for the paper preset's number.</summary>
    public int? MostUpdates { get; init; }

    /// <summary>Single-sequence gradients; null for the paper preset's number.</summary>
    public int? GradientRows { get; init; }

    /// <summary>The preset of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static LearnedPlan ByName(string name) => Catalogue.Find(Presets, plan => plan.Name, "preset", name);

    private protected override LearnedConfiguration Configure(Protocol protocol, string task, string cell, uint seed)
    {
        var full = LearnedConfiguration.Of(protocol, task, cell, seed, Steps);
        return full with
        {
            Hidden = Hidden ?? full.Hidden,
            Checkpoints = Checkpoints ?? full.Checkpoints,
            Lags = Lags ?? full.Lags,
            MostUpdates = MostUpdates ?? full.MostUpdates,
            GradientRows = GradientRows ?? full.GradientRows,
        };
    }
}
