using TimeScales.Experiments.Propagation;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Tasks;

namespace TimeScales.Experiments.Anisotropy;

/// <summary>One run of Sec. VII-B: a model learns a task, and the anisotropy of its Jacobian products and of its
/// gradients is measured.</summary>
/// <remarks>The defaults are the paper's; where the paper gives no number, the released program's.</remarks>
public sealed record AnisotropyConfiguration : RunConfiguration
{
    internal const string Name = "anisotropy";

    /// <summary>The tasks, the released program's first.</summary>
    public static IReadOnlyList<SequenceTask> Tasks => PropagationSetting.Tasks;

    /// <summary>The cells, the paper's first.</summary>
    public static IReadOnlyList<string> Cells { get; } =
        [.. Catalogue.StartingWith(TimeScales.Cell.All, c => c.Name, [.. PropagationSetting.PaperCells]).Select(c => c.Name)];

    /// <inheritdoc/>
    public override string Experiment => Name;

    /// <summary>The task's name.</summary>
    public required string Task { get; init; }

    /// <summary>The model, by its cell: plain with Adam, any other with SGD.</summary>
    public required string Cell { get; init; }

    /// <summary>H, hidden units. Paper.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>N, input channels. Paper.</summary>
    public int Inputs { get; init; } = 6;

    /// <summary>T, steps of a sequence. Paper.</summary>
    public int Steps { get; init; } = 120;

    /// <summary>Sequences of a training batch and of the probes. Paper.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Updates made when a measurement is taken (see <see cref="Departure.LateCheckpoints"/>). Paper.</summary>
    public IReadOnlyList<int> Checkpoints { get; init; } = [0, 400, 800, 1200];

    /// <summary>Lags h of the Jacobian products, steps. Paper.</summary>
    public IReadOnlyList<int> Lags { get; init; } = [1, 2, 4, 8, 12, 16, 24, 32, 40];

    /// <summary>Products measured at each lag. Paper.</summary>
    public int TriplesPerLag { get; init; } = 64;

    /// <summary>Single-sequence gradients. Released program.</summary>
    public int GradientRows { get; init; } = 256;

    /// <summary>r of AI_r = σ_1/σ_r and of CE_r, the share of the r largest in Σ σ². Paper.</summary>
    public int Rank { get; init; } = 10;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders => [Task, Cell];

    /// <inheritdoc/>
    public override void Validate()
    {
        var task = Catalogue.Find(Tasks, task => task.Name, $"task of {Experiment}", Task);
        Catalogue.Find(Cells, cell => cell, $"cell of {Experiment}", Cell);
        RequireAtLeast(2, Hidden, "hidden size");
        RequireAtLeast(2, Inputs, "number of input channels");
        RequireAtLeast(4, Steps, "number of steps T");
        RequireTask(task, Steps, Inputs);
        RequireAtLeast(1, BatchSize, "batch size");
        RequireAtLeast(1, TriplesPerLag, "number of triples per lag");
        RequireAtLeast(2, GradientRows, "number of gradients");
        if (Rank < 1 || Rank > Hidden || Rank > GradientRows)
            throw new ArgumentException(
                $"The rank r is {Rank}; with {Hidden} units and {GradientRows} gradients it can be 1 … "
                + $"{Math.Min(Hidden, GradientRows)}.");
        RequireRisingCheckpoints(Checkpoints);
        if (Lags.Count == 0)
            throw new ArgumentException($"No lag is given; lags are 1 … {Steps - 1}.");
        foreach (var lag in Lags)
            RequireLag(lag, Steps);
    }

    private protected override RunConfiguration WithoutTask() => this with { Task = "" };

    /// <inheritdoc/>
    public override RunCost EstimateCost() => new RunWork(Hidden, Inputs, Steps)
    {
        Batch = BatchSize,
        Updates = Checkpoints[^1],
        Snapshots = Checkpoints.Count,
        Checkpoints = Checkpoints.Count,
        Factors = TriplesPerLag * Lags.Sum(lag => (double)lag),
        Gradients = GradientRows,
        IsSingle = Protocol.Has(Departure.SinglePrecisionProducts),
        IsGated = Cell != "plain",
    }.Cost;

    private protected override RunConfiguration PaperSizes() => AnisotropyExperiment.Description.New(Protocol, Task, Cell, Seed);
}
