using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Tasks;

namespace TimeScales.Experiments.EffectiveRates;

/// <summary>One run of Sec. VII-A: a cell learns a task by plain SGD and its sensitivities are measured on the way.</summary>
/// <remarks>The defaults are the paper's; where the paper gives no number, the released program's.</remarks>
public sealed record EffectiveRatesConfiguration : RunConfiguration
{
    internal const string Name = "effective-rates";

    /// <summary>The tasks, the released program's first.</summary>
    public static IReadOnlyList<SequenceTask> Tasks { get; } = TaskCatalogue.StartingWith("adding", "recall", "sinmix", "short");

    /// <summary>The cells, the paper's first.</summary>
    public static IReadOnlyList<string> Cells { get; } = [.. Catalogue.StartingWith(TimeScales.Cell.All, c =>
        c.Name, "leaky", "scalar", "multi").Select(c => c.Name)];

    /// <inheritdoc/>
    public override string Experiment => Name;

    /// <summary>The task's name.</summary>
    public required string Task { get; init; }

    /// <summary>The cell's name.</summary>
    public required string Cell { get; init; }

    /// <summary>H, hidden units. Paper.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>N, input channels: values and one marker. Paper.</summary>
    public int Inputs { get; init; } = 4;

    /// <summary>T, steps of a sequence. Paper.</summary>
    public int Steps { get; init; } = 80;

    /// <summary>Sequences of a training batch. Paper.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Sequences on which is measured. Released program.</summary>
    public int ProbeSize { get; init; } = 12;

    /// <summary>μ, the step size of plain SGD. Paper.</summary>
    public double StepSize { get; init; } = 1e-2;

    /// <summary>When to measure: before the update of that number, so 0 is the untrained network and the last
    /// ends the run. Paper.</summary>
    public IReadOnlyList<int> Checkpoints { get; init; } = [0, 50, 200, 400, 600, 800];

    /// <summary>The lags at which profiles are reported, in steps; empty for all, 1 … T−1.</summary>
    public IReadOnlyList<int> Lags { get; init; } = [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders => [Task, Cell];

    /// <summary>The lags reported.</summary>
    internal IReadOnlyList<int> ReportedLags => Lags.Count > 0 ? Lags : [.. Enumerable.Range(1, Steps - 1)];

    /// <inheritdoc/>
    public override void Validate()
    {
        var task = Catalogue.Find(Tasks, task => task.Name, $"task of {Experiment}", Task);
        Catalogue.Find(Cells, cell => cell, $"cell of {Experiment}", Cell);
        RequireAtLeast(1, Hidden, "hidden size");
        RequireAtLeast(3, Inputs, "number of input channels");
        RequireAtLeast(4, Steps, "number of steps T");
        RequireTask(task, Steps, Inputs);
        RequireAtLeast(1, BatchSize, "batch size");
        RequireAtLeast(1, ProbeSize, "number of probe sequences");
        RequirePositive(StepSize, "step size");
        RequireRisingCheckpoints(Checkpoints);
        foreach (var lag in Lags)
            RequireLag(lag, Steps);
    }

    private protected override RunConfiguration WithoutTask() => this with { Task = "" };

    /// <inheritdoc/>
    public override RunCost EstimateCost() => new RunWork(Hidden, Inputs, Steps)
    {
        Batch = BatchSize,
        Updates = Checkpoints[^1],
        Checkpoints = Checkpoints.Count,
        AllPairs = ProbeSize,
        IsSingle = Protocol.Has(Departure.SinglePrecisionProducts),
    }.Cost;

    private protected override RunConfiguration PaperSizes() =>
        EffectiveRatesExperiment.Description.New(Protocol, Task, Cell, Seed);
}
