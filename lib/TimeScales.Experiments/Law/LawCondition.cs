using TimeScales.Experiments.Digits;
using TimeScales.Experiments.Tasks;

namespace TimeScales.Experiments.Law;

/// <summary>One place at which the law is asked: what differs from the networks of Sec. VII-A.</summary>
/// <remarks>To add one, add a line to <see cref="All"/>. <c>untrained</c> are those networks themselves before
/// their first update; in the others one thing differs, but for those that have learned adding, or a task whose
/// memory must give way.</remarks>
/// <param name="Name">Its name, which stands where other experiments have a task.</param>
/// <param name="Apply">The run of that condition.</param>
public sealed record LawCondition(string Name, Func<LawConfiguration, LawConfiguration> Apply)
{
    /// <summary>The conditions.</summary>
    public static IReadOnlyList<LawCondition> All { get; } =
    [
        new("untrained", run => run),
        new("scale-0.5", run => run with { WeightScale = 0.5 }),
        new("scale-1.4", run => run with { WeightScale = 1.4 }),
        new("scale-1.8", run => run with { WeightScale = 1.8 }),
        new("gate-minus-1.5", run => run with { GateShift = -1.5 }),
        new("gate-plus-1.5", run => run with { GateShift = 1.5 }),
        new("hidden-16", run => run with { Hidden = 16 }),
        new("hidden-128", run => run with { Hidden = 128, ProbeSize = 1 }),
        new("steps-40", run => run with { Steps = 40 }),
        new("steps-160", run => run with { Steps = 160, ProbeSize = 1 }),
        new("trained-10-fold", run => run with { Checkpoints = [200, 800], StepSize = 10 * run.StepSize }),
        new("learned", run => run with { LearnedTask = "adding", Checkpoints = [0, 100] }),
    ];

    /// <summary>These, what the presets leave out because it takes long, and every task: the untrained networks,
    /// asked on its sequences.</summary>
    public static IReadOnlyList<LawCondition> Known { get; } =
    [
        .. All,
        new("learned-latest", run => run with { LearnedTask = "latest", Checkpoints = [0, 100] }),
        .. TaskCatalogue.StartingWith().Select(task => new LawCondition(
            task.Name, run => task is DigitsTask ? run with { Inputs = Math.Max(run.Inputs, 28), Steps = 28 } : run)),
    ];

    /// <summary>The condition of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static LawCondition ByName(string name) =>
        Catalogue.Find(Known, condition => condition.Name, "condition of law", name);
}
