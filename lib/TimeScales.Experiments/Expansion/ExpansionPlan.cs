using System.Diagnostics.CodeAnalysis;
using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.Expansion;

/// <summary>A set of runs of Appendix B; its cells are the gates, and it has no task and no training.</summary>
public sealed record ExpansionPlan : ExperimentPlan<ExpansionConfiguration>
{
    [SetsRequiredMembers]
    private ExpansionPlan(string name, string seeds)
    {
        (Name, Seeds) = (name, SeedList.Parse(seeds));
        Tasks = [""];
        Cells = ExpansionConfiguration.Gates;
    }

    /// <summary>The paper's experiment: seeds 0 to 19.</summary>
    public static ExpansionPlan Paper { get; } = new("paper", "0..19");

    /// <summary>Five seeds.</summary>
    public static ExpansionPlan Quick { get; } = new("quick", "0..4");

    /// <summary>Whether everything runs.</summary>
    public static ExpansionPlan Smoke { get; } = new("smoke", "0") { Hidden = 16, Steps = 20 };

    /// <summary>The plans that have a name of their own.</summary>
    public static IReadOnlyList<ExpansionPlan> Presets { get; } = [Smoke, Quick, Paper];

    /// <summary>The preset of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static ExpansionPlan ByName(string name) => Catalogue.Find(Presets, plan => plan.Name, "preset", name);

    private protected override ExpansionConfiguration Configure(Protocol protocol, string task, string cell, uint seed)
    {
        var paper = new ExpansionConfiguration { Protocol = protocol, Gate = cell, Seed = seed };
        return paper with { Hidden = Hidden ?? paper.Hidden, Steps = Steps ?? paper.Steps };
    }
}
