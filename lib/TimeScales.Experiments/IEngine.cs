namespace TimeScales.Experiments;

/// <summary>What trains and measures many runs at once, as replicas side by side; the embedded code computes
/// each run alone instead.</summary>
/// <remarks>An engine draws the same numbers from the same seeds as the embedded one and agrees with it to
/// rounding, not to the bit.</remarks>
public interface IEngine
{
    /// <summary>The name that results carry.</summary>
    string Name { get; }

    /// <summary>Where it computes: cpu or cuda.</summary>
    string Device { get; }

    /// <summary>How many runs like this one it takes at once, as many as suit the device and fit; what is computed together is
    /// also saved together.</summary>
    int MostReplicas(RunConfiguration run);

    /// <summary>How many such groups it computes at the same time, each called from a thread of its own; 1 where a
    /// group fills the device.</summary>
    int Workers { get; }

    /// <summary>About how many bytes of the device's memory runs like this one take at the peak, as many at once as
    /// the engine computes.</summary>
    long PeakBytes(RunConfiguration run);

    /// <summary>Why this engine cannot compute a run, in one sentence without a full stop; null where it can.</summary>
    string? Refusal(RunConfiguration run);

    /// <summary>What trains and measures runs that differ in task and seed only, results in the same order; null where it
    /// lacks the experiment.</summary>
    /// <remarks>The computation throws <see cref="ArgumentException"/>, saying why, where the engine cannot compute such a run,
    /// and <see cref="OperationCanceledException"/> where the context was cancelled.</remarks>
    Func<IReadOnlyList<TRun>, RunContext?, IReadOnlyList<RunResult<TRun, TPoint>>>? Computation<TRun, TPoint>() where TRun
        : RunConfiguration;
}
