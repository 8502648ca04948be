using TimeScales.RandomStreams;

namespace TimeScales.Experiments;

/// <summary>What Sec. VII-B and the analogies have in common: tasks, first weights, and the seeds of batches and
/// probes.</summary>
internal static class PropagationSetting
{
    // The seed rules: the released program's for the probes, ours for the batches that it does not vary.
    private const uint TrainingSeedOffset = 123;
    private const uint GradientSeedOffset = 100_000;
    private const uint GradientSeedPerModel = 1000;

    /// <summary>The tasks.</summary>
    public static IReadOnlyList<SequenceTask> Tasks { get; } =
    [
        new AddingTask(), new AutoregressiveTask(), new MovingAverageTask(), new DelaySumTask(),
        NarmaTask.Order10, NarmaTask.Order20,
    ];

    /// <summary>The cells in the order in which the released program creates and trains them.</summary>
    public static IReadOnlyList<string> Cells { get; } = ["plain", "scalar", "multi"];

    /// <summary>The place of a cell in that order.</summary>
    public static int IndexOf(string cell) => Cells.Index().First(entry => entry.Item == cell).Index;

    /// <summary>A network of every cell with its first weights, all from one stream.</summary>
    public static Network<float>[] InitialNetworks(TorchGenerator stream, int hidden, int inputs) =>
        [.. Cells.Select(cell => new Network<float>(Cell.ByName(cell), hidden, inputs).Initialize(stream))];

    /// <summary>The stream of training batches.</summary>
    public static TorchGenerator TrainingStream(uint seed) => new((ulong)seed + TrainingSeedOffset);

    /// <summary>The seed of the first round of gradient probes; a round that starts at row n has this seed plus n.</summary>
    public static ulong GradientSeed(uint seed, int iteration, string cell) =>
        (ulong)seed + (uint)iteration + (uint)IndexOf(cell) * GradientSeedPerModel + GradientSeedOffset;

    /// <summary>Why checkpoints with spectra of products over lags are not whole, or null.</summary>
    public static string? Incomplete(
        int? divergedAt, IReadOnlyList<int> expected, IReadOnlyList<int> lags,
        IEnumerable<(int Iteration, IReadOnlyList<int> Lags, int Anisotropies, int Concentrations)> checkpoints)
    {
        var found = checkpoints.ToArray();
        var iterations = found.Select(c => c.Iteration).ToArray();
        if (divergedAt is null && !iterations.SequenceEqual(expected))
            return $"has the checkpoints {string.Join(',', iterations)} instead of {string.Join(',', expected)}";
        foreach (var c in found)
        {
            if (!c.Lags.SequenceEqual(lags) || c.Anisotropies != lags.Count || c.Concentrations != lags.Count)
                return $"does not have one value per lag at checkpoint {c.Iteration}";
        }
        return null;
    }
}
