using System.Diagnostics.CodeAnalysis;
using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.Analogies;

/// <summary>A set of runs of the analogies; its cells are the models.</summary>
public sealed record AnalogiesPlan : ExperimentPlan<AnalogiesConfiguration>
{
    [SetsRequiredMembers]
    private AnalogiesPlan(string name, string seeds)
    {
        (Name, Seeds) = (name, SeedList.Parse(seeds));
        // One task that nobody learns in the paper's budget and one that plain + Adam half learns.
        Tasks = ["adding", "delaysum"];
        Cells = [.. AnalogiesModel.All.Select(model => model.Name)];
    }

    /// <summary>The paper's sizes, 20 seeds.</summary>
    public static AnalogiesPlan Paper { get; } = new("paper", "1..20");

    /// <summary>The paper's sizes on two seeds, one task and a sixth of the training: about a minute.</summary>
    public static AnalogiesPlan Quick { get; } = new("quick", "1..2") { Tasks = ["adding"], Checkpoints = [200] };

    /// <summary>Whether everything runs: one seed, small networks, seconds. The numbers mean nothing.</summary>
    public static AnalogiesPlan Smoke { get; } = new("smoke", "1") { Checkpoints = [4, 10], Hidden = 16, Steps = 45, GradientRows = 32 };

    /// <summary>The plans that have a name of their own.</summary>
    public static IReadOnlyList<AnalogiesPlan> Presets { get; } = [Smoke, Quick, Paper];

    /// <summary>Single-sequence gradients; null for the released program's number.</summary>
    public int? GradientRows { get; init; }

    /// <summary>The preset of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static AnalogiesPlan ByName(string name) => Catalogue.Find(Presets, plan => plan.Name, "preset", name);

    private protected override AnalogiesConfiguration Configure(Protocol protocol, string task, string cell, uint seed)
    {
        var paper = new AnalogiesConfiguration { Protocol = protocol, Task = task, Model = cell, Seed = seed };
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
