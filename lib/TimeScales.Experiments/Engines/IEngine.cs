using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.EffectiveRates;

namespace TimeScales.Experiments.Engines;

/// <summary>What trains and measures many runs at once, as replicas side by side; the embedded code computes each run alone instead.</summary>
/// <remarks>An engine draws the same numbers from the same seeds as the embedded one and agrees with it to rounding, not to the bit.</remarks>
public interface IEngine
{
    /// <summary>The name that results carry.</summary>
    string Name { get; }

    /// <summary>Where it computes: cpu or cuda.</summary>
    string Device { get; }

    /// <summary>How many runs it takes at once; what is computed together is also saved together.</summary>
    int MostReplicas { get; }

    /// <summary>How many such groups it computes at the same time, each called from a thread of its own; 1 where a group fills the device.</summary>
    int Workers { get; }

    /// <summary>About how many bytes of the device's memory runs like this one take at the peak, as many at once as the engine computes.</summary>
    long PeakBytes(RunConfiguration run);

    /// <summary>Why this engine cannot compute a run, in one sentence without a full stop; null where it can.</summary>
    string? Refusal(RunConfiguration run);

    /// <summary>Trains and measures runs of Sec. VII-A that differ in task and seed only; results in the same order.</summary>
    /// <exception cref="ArgumentException">The engine cannot compute such a run; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    IReadOnlyList<RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>> Run(
        IReadOnlyList<EffectiveRatesConfiguration> replicas, RunContext? context = null);

    /// <summary>Trains and measures runs of Sec. VII-B that differ in task and seed only; results in the same order.</summary>
    /// <exception cref="ArgumentException">The engine cannot compute such a run; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    IReadOnlyList<RunResult<AnisotropyConfiguration, AnisotropyCheckpoint>> Run(
        IReadOnlyList<AnisotropyConfiguration> replicas, RunContext? context = null);
}
