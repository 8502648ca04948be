using TimeScales.Experiments;

namespace TimeScales.Expansion;

/// <summary>A set of runs of Appendix B: every combination of protocol, gate and seed.</summary>
public sealed record ExpansionPlan
{
    /// <summary>The paper's experiment: seeds 0 to 19.</summary>
    public static ExpansionPlan Paper { get; } = new() { Name = "paper", Seeds = SeedList.Parse("0..19") };

    /// <summary>Five seeds.</summary>
    public static ExpansionPlan Quick { get; } = new() { Name = "quick", Seeds = SeedList.Parse("0..4") };

    /// <summary>Whether everything runs.</summary>
    public static ExpansionPlan Smoke { get; } = new() { Name = "smoke", Seeds = [0], Hidden = 16, Steps = 20 };

    /// <summary>The plans that have a name of their own.</summary>
    public static IReadOnlyList<ExpansionPlan> Presets { get; } = [Smoke, Quick, Paper];

    /// <summary>The preset's name.</summary>
    public required string Name { get; init; }

    /// <summary>How it is measured.</summary>
    public IReadOnlyList<Protocol> Protocols { get; init; } = [Protocol.Corrected];

    /// <summary>Names of gates.</summary>
    public IReadOnlyList<string> Gates { get; init; } = ExpansionConfiguration.Gates;

    /// <summary>Seeds.</summary>
    public required IReadOnlyList<uint> Seeds { get; init; }

    /// <summary>H; null for the paper's.</summary>
    public int? Hidden { get; init; }

    /// <summary>T; null for the paper's.</summary>
    public int? Steps { get; init; }

    /// <summary>The preset of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static ExpansionPlan ByName(string name) => Catalogue.Find(Presets, plan => plan.Name, "preset", name);

    /// <summary>The runs: protocols, then gates, then seeds.</summary>
    /// <exception cref="ArgumentException">One of them is impossible.</exception>
    public IReadOnlyList<ExpansionConfiguration> Runs()
    {
        var runs =
            from protocol in Protocols
            from gate in Gates
            from seed in Seeds
            select Configure(new ExpansionConfiguration { Protocol = protocol, Gate = gate, Seed = seed });
        return [.. runs];
    }

    private ExpansionConfiguration Configure(ExpansionConfiguration paper)
    {
        var config = paper with { Hidden = Hidden ?? paper.Hidden, Steps = Steps ?? paper.Steps };
        config.Validate();
        return config;
    }
}
