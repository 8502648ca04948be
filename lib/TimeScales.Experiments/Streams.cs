using TimeScales.RandomStreams;

namespace TimeScales.Experiments;

/// <summary>The streams of random numbers of a run: one for each purpose, which starts at the run's seed plus
/// a number of its own.</summary>
/// <remarks>The released program's rules for training and probe, ours for the others. First weights come
/// from the seed itself.</remarks>
internal static class Streams
{
    /// <summary>What the seed of gradient probes is above the run's.</summary>
    public const uint GradientOffset = 100_000;

    /// <summary>Training batches.</summary>
    public static TorchGenerator Training(uint seed) => From(seed, 123);

    /// <summary>The sequences on which all pairs of steps are measured.</summary>
    public static TorchGenerator Probe(uint seed) => From(seed, 999);

    /// <summary>The validation set.</summary>
    public static TorchGenerator Validation(uint seed) => From(seed, 5000);

    /// <summary>The test set.</summary>
    public static TorchGenerator Test(uint seed) => From(seed, 6000);

    /// <summary>Weights drawn anew for a trained network.</summary>
    public static TorchGenerator Redrawn(uint seed) => From(seed, 7000);

    /// <summary>Gates shuffled in time.</summary>
    public static TorchGenerator Shuffles(uint seed) => From(seed, 8000);

    /// <summary>The direction in which a task reads its inputs.</summary>
    public static TorchGenerator Direction(uint seed) => From(seed, 9000);

    /// <summary>The direction along which weights change.</summary>
    public static TorchGenerator Tangent(uint seed) => From(seed, 9100);

    /// <summary>Errors that belong to other sequences, and noise of any law.</summary>
    public static TorchGenerator Chance(uint seed) => From(seed, 9200);

    /// <summary>What shakes gates that do not learn.</summary>
    public static TorchGenerator GateNoise(uint seed) => From(seed, 9300);

    /// <summary>Gradient probes.</summary>
    public static TorchGenerator Gradients(uint seed) => From(seed, GradientOffset);

    private static TorchGenerator From(uint seed, uint offset) => new((ulong)seed + offset);
}
