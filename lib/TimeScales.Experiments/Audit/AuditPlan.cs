using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments.Expansion;

namespace TimeScales.Experiments.Audit;

/// <summary>The runs of the audit on one task: the corrected and the published protocol as the paper's experiments have them, and
/// every departure alone.</summary>
/// <remarks>A single departure of Sec. VII-A is measured before training and at its end only. One of Sec. VII-B has all
/// checkpoints, because its triples come from a stream that runs on: with fewer checkpoints the last one would see other triples
/// than the corrected run.</remarks>
/// <param name="EffectiveRates">Sec. VII-A.</param>
/// <param name="Anisotropy">Sec. VII-B.</param>
/// <param name="Expansion">Appendix B.</param>
public sealed record AuditPlan(
    IReadOnlyList<EffectiveRatesConfiguration> EffectiveRates,
    IReadOnlyList<AnisotropyConfiguration> Anisotropy,
    IReadOnlyList<ExpansionConfiguration> Expansion)
{
    /// <summary>The task of both experiments: the paper's.</summary>
    public const string Task = "adding";

    /// <summary>The audit of a preset.</summary>
    /// <param name="preset">The preset's name.</param>
    /// <param name="seeds">Seeds instead of the preset's, or null.</param>
    /// <param name="tasks">Tasks of Sec. VII-B instead of adding, or null.</param>
    /// <exception cref="ArgumentException">A name is unknown; the message lists those that exist.</exception>
    public static AuditPlan Create(string preset, IReadOnlyList<uint>? seeds = null, IReadOnlyList<string>? tasks = null)
    {
        IReadOnlyList<TRun> Runs<TRun, TPoint>(Experiment<TRun, TPoint> experiment, IReadOnlyList<string> tasks)
            where TRun : RunConfiguration
            where TPoint : class
        {
            var plan = experiment.Preset(preset);
            return experiment.Runs(plan with { Protocols = AuditProtocols.Of(experiment.Name), Tasks = tasks,
                Seeds = seeds ?? plan.Seeds });
        }

        return new AuditPlan(
            [.. Runs(EffectiveRatesExperiment.Description, [Task])
                .Select(run => IsSingle(run) ? run with { Checkpoints = Ends(run.Checkpoints) } : run)],
            Runs(AnisotropyExperiment.Description, tasks ?? [Task]),
            Runs(ExpansionExperiment.Description, []));
    }

    private static bool IsSingle(RunConfiguration run) => run.Protocol != Protocol.Corrected
        && run.Protocol != Protocol.Published;

    private static int[] Ends(IReadOnlyList<int> checkpoints) => [.. new[] { checkpoints[0], checkpoints[^1] }.Distinct()];
}
