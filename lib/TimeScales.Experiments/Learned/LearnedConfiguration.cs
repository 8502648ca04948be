using System.Text.Json.Serialization;
using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.Learned;

/// <summary>One run of the learned regime: a network learns its task until it is solved, and is measured on the way.</summary>
/// <remarks>Beyond the paper, whose networks do not learn adding in its budget. Sizes are those of Sec. VII-A, products and
/// gradients those of VII-B; what depends on the task is in <see cref="LearnedTask"/>, the rest is our choice.</remarks>
public sealed record LearnedConfiguration : RunConfiguration
{
    internal const string Name = "learned";

    /// <inheritdoc/>
    public override string Experiment => Name;

    /// <summary>The task's name.</summary>
    public required string Task { get; init; }

    /// <summary>The model, by its cell.</summary>
    public required string Cell { get; init; }

    /// <summary>H, hidden units.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>N, input channels.</summary>
    public required int Inputs { get; init; }

    /// <summary>T, steps of a sequence.</summary>
    public required int Steps { get; init; }

    /// <summary>Sequences of a training batch, and of the products and gradients measured.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Adam's step size.</summary>
    public double StepSize { get; init; } = 3e-3;

    /// <summary>The norm to which gradients are clipped.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>The scalar and multi gates' first bias; the leaky cell's constant gate is its logistic.</summary>
    public double GateBias { get; init; } = -3;

    /// <summary>Sequences of the validation set, which says when the task is solved, and of the test set, each.</summary>
    public required int TestSize { get; init; }

    /// <summary>Updates between two looks at the validation set.</summary>
    public int UpdatesPerLook { get; init; } = 10;

    /// <summary>The task is solved at the first look at which the validation error is below this: the mean squared error, or the
    /// share of wrong classes.</summary>
    public required double SolvedBelow { get; init; }

    /// <summary>Updates after which a run that has not solved its task ends.</summary>
    public int MostUpdates { get; init; } = 3000;

    /// <summary>When to measure: per cent of the updates until solved, or of all updates where it is not;
    /// rounded down to a look.</summary>
    public IReadOnlyList<int> Checkpoints { get; init; } = [0, 10, 50, 100];

    /// <summary>Sequences on which all pairs of steps are measured: profiles and envelopes.</summary>
    public int ProbeSize { get; init; } = 12;

    /// <summary>The lags at which profiles and envelopes are reported, in steps; empty for all, 1 … T−1.</summary>
    public IReadOnlyList<int> Lags { get; init; } = [];

    /// <summary>Lags of the products whose spectrum and expansion are measured, steps.</summary>
    public required IReadOnlyList<int> ProductLags { get; init; }

    /// <summary>Products measured at each lag.</summary>
    public int TriplesPerLag { get; init; } = 64;

    /// <summary>Single-sequence gradients.</summary>
    public int GradientRows { get; init; } = 256;

    /// <summary>r of AI_r = σ_1/σ_r and of CE_r.</summary>
    public int Rank { get; init; } = 10;

    /// <summary>A run at the sizes of its task.</summary>
    /// <param name="protocol">How it is measured.</param>
    /// <param name="task">The task's name.</param>
    /// <param name="cell">The cell's name.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentException">There is no such task; the message lists those that exist.</exception>
    public static LearnedConfiguration Of(Protocol protocol, string task, string cell, uint seed)
    {
        var own = LearnedTask.ByName(task);
        return new LearnedConfiguration
        {
            Protocol = protocol,
            Task = task,
            Cell = cell,
            Seed = seed,
            Inputs = own.Inputs,
            Steps = own.Steps,
            TestSize = own.TestSize,
            SolvedBelow = own.SolvedBelow,
            ProductLags = LearnedTask.ProductLags(own.Steps),
        };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders => [Task, Cell];

    /// <summary>The lags reported.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> ReportedLags => Lags.Count > 0 ? Lags : [.. Enumerable.Range(1, Steps - 1)];

    /// <inheritdoc/>
    public override void Validate()
    {
        Catalogue.Find(LearnedModel.Cells, cell => cell, $"cell of {Experiment}", Cell);
        if (Protocol != Protocol.Corrected)
            throw new ArgumentException(
                $"The experiment '{Experiment}' has no protocol '{Protocol.Name}', because the released program trains no "
                + $"network until it has learned; it has: corrected.");
        RequireAtLeast(2, Hidden, "hidden size");
        RequireAtLeast(2, Inputs, "number of input channels");
        RequireAtLeast(4, Steps, "number of steps T");
        LearnedTask.ByName(Task).Task.Validate(Steps, Inputs);
        RequireAtLeast(1, BatchSize, "batch size");
        RequireAtLeast(1, TestSize, "number of test sequences");
        RequireAtLeast(1, UpdatesPerLook, "number of updates between looks");
        RequireAtLeast(UpdatesPerLook, MostUpdates, "most updates");
        RequireAtLeast(1, ProbeSize, "number of probe sequences");
        RequireAtLeast(1, TriplesPerLag, "number of triples per lag");
        RequireAtLeast(2, GradientRows, "number of gradients");
        if (Rank < 1 || Rank > Hidden || Rank > GradientRows)
            throw new ArgumentException(
                $"The rank r is {Rank}; with {Hidden} units and {GradientRows} gradients it can be 1 … "
                + $"{Math.Min(Hidden, GradientRows)}.");
        RequirePositive(StepSize, "step size");
        RequirePositive(ClipNorm, "norm of clipped gradients");
        RequirePositive(SolvedBelow, "error below which the task is solved");
        if (!double.IsFinite(GateBias))
            throw new ArgumentException($"The gate bias is {GateBias}; it must be finite.");
        RequireRisingCheckpoints(Checkpoints);
        if (Checkpoints[^1] > 100)
            throw new ArgumentException(
                $"The checkpoint {Checkpoints[^1]} is impossible; checkpoints of {Experiment} are per cent of the way until the "
                + $"task is solved, 0 … 100.");
        if (ProductLags.Count == 0)
            throw new ArgumentException($"No product lag is given; lags are 1 … {Steps - 1}.");
        foreach (var lag in Lags.Concat(ProductLags))
            RequireLag(lag, Steps);
    }

    /// <inheritdoc/>
    public override void RequireData() => LearnedTask.ByName(Task).Task.RequireData();

    /// <inheritdoc/>
    public override RunCost EstimateCost() => new RunWork(Hidden, Inputs, Steps)
    {
        Batch = BatchSize,
        // Who has learned its task sooner, needs less.
        Updates = MostUpdates,
        // Training, validation and test each have one, and so has every batch of gradients.
        Unrolls = 4,
        Snapshots = (double)MostUpdates / UpdatesPerLook,
        Checkpoints = Checkpoints.Count,
        AllPairs = ProbeSize,
        Factors = TriplesPerLag * ProductLags.Sum(lag => (double)lag),
        Gradients = GradientRows,
        Blocks = Cell switch { "lstm" => 4, "gru" => 3, _ => 2 },
        IsGated = Cell != "plain",
    }.Cost;

    /// <summary>The lags of products follow from T.</summary>
    internal override RunConfiguration With(Sizes sizes) => (LearnedConfiguration)base.With(sizes) with
    {
        ProductLags = sizes.Steps is { } steps ? LearnedTask.ProductLags(steps) : ProductLags,
    };

    /// <summary>The lags of products follow from T, so a name need not tell them.</summary>
    private protected override RunConfiguration PaperSizes() =>
        Of(Protocol, Task, Cell, Seed) with { ProductLags = LearnedTask.ProductLags(Steps) };
}
