using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Digits;
using TimeScales.Experiments.Tasks;

namespace TimeScales.Experiments.NetworkSizes;

/// <summary>One run of the study of width and length: a network of one size, its products before
/// and after some updates.</summary>
/// <remarks>All but H and T is as in Sec. VII-A on adding. Steps and units that are not varied are
/// the paper's, 64 and 80.</remarks>
public sealed record NetworkSizesConfiguration : RunConfiguration
{
    internal const string Name = "sizes";

    /// <summary>From this width on half as many sequences are measured: a product costs H³.</summary>
    private const int Wide = 256;

    /// <summary>H and T, the width first; the last is wide and long at once.</summary>
    public static IReadOnlyList<(int Hidden, int Steps)> Grid { get; } =
        [(32, 80), (64, 80), (128, 80), (256, 80), (512, 80), (64, 40), (64, 160), (64, 320), (64, 512), (512, 512)];

    /// <inheritdoc/>
    public override string Experiment => Name;

    /// <summary>Names of sizes, H × T, and of every task: networks of the paper's size on its sequences.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Grid.Select(NameOf),
        .. TaskCatalogue.StartingWith().Select(task => task.Name)];

    /// <summary>The size's name, which stands where other experiments have a task: "64x80"; or a task's.</summary>
    public required string Size { get; init; }

    /// <summary>The cell's name.</summary>
    public required string Cell { get; init; }

    /// <summary>H, hidden units.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>N, input channels. Paper.</summary>
    public int Inputs { get; init; } = 4;

    /// <summary>T, steps of a sequence.</summary>
    public int Steps { get; init; } = 80;

    /// <summary>Sequences of a training batch. Paper.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Sequences on which is measured: one chain of products each.</summary>
    public int ProbeSize { get; init; } = 4;

    /// <summary>μ, the step size of plain SGD. Paper.</summary>
    public double StepSize { get; init; } = 1e-2;

    /// <summary>Updates made when it is measured: few, so that the largest size has them too.</summary>
    public IReadOnlyList<int> Checkpoints { get; init; } = [0, 50];

    /// <summary>Lags of the products whose singular values are measured, rising, steps.</summary>
    public IReadOnlyList<int> Lags { get; init; } = [1, 12, 40];

    /// <summary>r of AI_r and CE_r. Paper.</summary>
    public int Rank { get; init; } = 10;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders => [Size, Cell];

    /// <summary>The rank that is the same share of the width as <see cref="Rank"/> of the paper's 64 units.</summary>
    internal int RankOfShare => Math.Clamp((int)Math.Round(Rank * Hidden / 64.0), 2, Hidden);

    /// <summary>The name of a size.</summary>
    internal static string NameOf((int Hidden, int Steps) size) => FormattableString.Invariant($"{size.Hidden}x{size.Steps}");

    /// <summary>The task on whose sequences is measured: adding, or the one that is named in the place of a size.</summary>
    internal SequenceTask Task => TaskCatalogue.StartingWith().FirstOrDefault(task => task.Name == Size) ?? new AddingTask();

    /// <summary>A run of a size.</summary>
    /// <exception cref="ArgumentException">There is no such size; the message lists those that exist.</exception>
    public static NetworkSizesConfiguration Of(Protocol protocol, string size, string cell, uint seed)
    {
        RequireKnown(size);
        var run = new NetworkSizesConfiguration { Protocol = protocol, Size = size, Cell = cell, Seed = seed };
        if (Grid.FirstOrDefault(each => NameOf(each) == size) is (> 0, > 0) named)
            run = run with { Hidden = named.Hidden, Steps = named.Steps };
        if (run.Task is DigitsTask)
            run = run with { Inputs = 28, Steps = 28 };
        return run with
        {
            ProbeSize = run.Hidden < Wide ? run.ProbeSize : run.ProbeSize / 2,
            Lags = [.. run.Lags.Where(lag => lag < run.Steps)],
            Checkpoints = run.Hidden * run.Steps > 512 * 80 ? [0, 10] : run.Checkpoints,
        };
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        RequireKnown(Size);
        TimeScales.Cell.ByName(Cell);
        if (Protocol != Protocol.Corrected)
            throw new ArgumentException(
                $"The experiment '{Experiment}' has no protocol '{Protocol.Name}', because the released "
                + $"program has one size; it has: corrected.");
        RequireAtLeast(2, Hidden, "hidden size");
        RequireAtLeast(3, Inputs, "number of input channels");
        RequireAtLeast(2 * NetworkSizesExperiment.ShortestLag + 2, Steps, "number of steps T");
        Task.Validate(Steps, Inputs);
        RequireAtLeast(1, BatchSize, "batch size");
        RequireAtLeast(1, ProbeSize, "number of probe sequences");
        RequirePositive(StepSize, "step size");
        RequireRisingCheckpoints(Checkpoints);
        if (Rank < 1 || Rank > Hidden)
            throw new ArgumentException($"The rank r is {Rank}; with {Hidden} units it can be 1 … {Hidden}.");
        if (Lags.Count == 0)
            throw new ArgumentException($"No lag is given; lags are 1 … {Steps - 1}.");
        foreach (var lag in Lags)
            RequireLag(lag, Steps);
    }

    /// <inheritdoc/>
    public override void RequireData() => Task.RequireData();

    /// <inheritdoc/>
    public override RunCost EstimateCost() => new RunWork(Hidden, Inputs, Steps)
    {
        Batch = BatchSize,
        Probe = ProbeSize,
        // The network's, and that of the run before it, which may not have been collected yet.
        Unrolls = 2,
        Updates = Checkpoints[^1],
        Checkpoints = Checkpoints.Count,
        Blocks = TimeScales.Cell.ByName(Cell).Preactivations.Count,
        StateSize = TimeScales.Cell.ByName(Cell).StateSize(Hidden),
        Chains = ProbeSize,
        // Singular values of one product, of the network's own and of that with other weights, take as long
        // as six factors of a longer one.
        Factors = 2 * 6 * Lags.Count * ProbeSize,
        // A chain's own, the space of the norm and of singular values, weights.
        Matrices = 24,
    }.Cost;

    private protected override RunConfiguration PaperSizes() => Of(Protocol, Size, Cell, Seed);

    private static void RequireKnown(string size) => Catalogue.Find(Known, name => name, "size of sizes", size);
}
