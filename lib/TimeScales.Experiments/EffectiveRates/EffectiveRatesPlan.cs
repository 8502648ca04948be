using System.Diagnostics.CodeAnalysis;
using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.EffectiveRates;

/// <summary>A set of runs of Sec. VII-A.</summary>
public sealed record EffectiveRatesPlan : ExperimentPlan<EffectiveRatesConfiguration>
{
    [SetsRequiredMembers]
    private EffectiveRatesPlan(string name, string seeds)
    {
        (Name, Seeds) = (name, SeedList.Parse(seeds));
        Tasks = [.. EffectiveRatesConfiguration.Tasks.Select(task => task.Name)];
        Cells = EffectiveRatesConfiguration.Cells;
    }

    /// <summary>The paper's experiment: 20 seeds. The released program's tasks and sizes.</summary>
    public static EffectiveRatesPlan Paper { get; } = new("paper", "1..20");

    /// <summary>The paper's sizes on three seeds and a quarter of the training: the same picture in under a minute.</summary>
    public static EffectiveRatesPlan Quick { get; } = new("quick", "1..3") { Checkpoints = [0, 50, 200] };

    /// <summary>Whether everything runs: one seed, small networks, seconds. The numbers mean nothing.</summary>
    public static EffectiveRatesPlan Smoke { get; } = new("smoke", "1") { Checkpoints = [0, 20], Hidden = 16, Steps = 20 };

    /// <summary>The plans that have a name of their own.</summary>
    public static IReadOnlyList<EffectiveRatesPlan> Presets { get; } = [Smoke, Quick, Paper];

    /// <summary>The preset of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static EffectiveRatesPlan ByName(string name) => Catalogue.Find(Presets, plan => plan.Name, "preset", name);

    private protected override EffectiveRatesConfiguration Configure(Protocol protocol, string task, string cell, uint seed)
    {
        var paper = new EffectiveRatesConfiguration { Protocol = protocol, Task = task, Cell = cell, Seed = seed };
        return paper with
        {
            Hidden = Hidden ?? paper.Hidden,
            Steps = Steps ?? paper.Steps,
            Checkpoints = Checkpoints ?? paper.Checkpoints,
            Lags = Lags ?? paper.Lags,
        };
    }
}
