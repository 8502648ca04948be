using TimeScales.Experiments.Tasks;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Propagation;

/// <summary>What Sec. VII-B and the analogies have in common: tasks, first weights, and the seeds
/// of batches and probes.</summary>
internal static class PropagationSetting
{
    /// <summary>The released program's.</summary>
    private const uint GradientSeedPerModel = 1000;

    /// <summary>The tasks, the released program's first.</summary>
    public static IReadOnlyList<SequenceTask> Tasks { get; } =
        TaskCatalogue.StartingWith("adding", "ar2", "movingavg", "delaysum", "narma10", "narma20");

    /// <summary>The paper's cells in the order in which the released program creates and trains them.</summary>
    public static IReadOnlyList<string> PaperCells { get; } = ["plain", "scalar", "multi"];

    /// <summary>Where a cell stands among those that draw from one stream: the paper's three, and
    /// behind them any other.</summary>
    public static int IndexOf(string cell) => PaperCells.TakeWhile(other => other != cell).Count();

    /// <summary>A network of every cell with its first weights, all from one stream; the place of <paramref name="cell"/> is
    /// <see cref="IndexOf"/>.</summary>
    public static Network<float>[] InitialNetworks(TorchGenerator stream, string cell, int hidden, int inputs) =>
        [.. PaperCells.Append(cell).Distinct()
            .Select(name => new Network<float>(Cell.ByName(name), hidden, inputs).Initialize(stream))];

    /// <summary>The seed of the first round of gradient probes; a round that starts at row n has this seed plus n.</summary>
    public static ulong GradientSeed(uint seed, int iteration, string cell) =>
        (ulong)seed + (uint)iteration + (uint)IndexOf(cell) * GradientSeedPerModel + Streams.GradientOffset;
}
