using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Learned;
using TimeScales.Experiments.Tasks;

namespace TimeScales.Experiments.Law;

/// <summary>One run of the law's test: a network under one condition, and what predicts its sensitivities.</summary>
/// <remarks>The defaults are those of Sec. VII-A on adding, but for the number of probe sequences.</remarks>
public sealed record LawConfiguration : RunConfiguration
{
    internal const string Name = "law";

    /// <inheritdoc/>
    public override string Experiment => Name;

    /// <summary>The condition's name.</summary>
    public required string Condition { get; init; }

    /// <summary>The cell's name.</summary>
    public required string Cell { get; init; }

    /// <summary>H, hidden units. Paper.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>N, input channels. Paper.</summary>
    public int Inputs { get; init; } = 4;

    /// <summary>T, steps of a sequence. Paper.</summary>
    public int Steps { get; init; } = 80;

    /// <summary>Sequences of a training batch. Paper.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Sequences on which is measured.</summary>
    public int ProbeSize { get; init; } = 2;

    /// <summary>By what the candidate's recurrent weights W_r are multiplied after they are drawn.</summary>
    public double WeightScale { get; init; } = 1;

    /// <summary>What is added to the pre-activation of the gate that takes the candidate, and taken from that
    /// of a gate that keeps.</summary>
    public double GateShift { get; init; }

    /// <summary>μ, the step size of plain SGD. Paper.</summary>
    public double StepSize { get; init; } = 1e-2;

    /// <summary>The task that is learned as in the learned regime; empty for plain SGD on adding.</summary>
    public string LearnedTask { get; init; } = "";

    /// <summary>Updates made when it is measured; where the task is learned, per cent of the way until it is solved.</summary>
    public IReadOnlyList<int> Checkpoints { get; init; } = [0];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders => [Condition, Cell];

    /// <summary>A run of a condition.</summary>
    /// <exception cref="ArgumentException">There is no such condition; the message lists those that exist.</exception>
    public static LawConfiguration Of(Protocol protocol, string condition, string cell, uint seed) =>
        LawCondition.ByName(condition)
            .Apply(new LawConfiguration { Protocol = protocol, Condition = condition, Cell = cell, Seed = seed });

    /// <inheritdoc/>
    public override void Validate()
    {
        LawCondition.ByName(Condition);
        TimeScales.Cell.ByName(Cell);
        if (Protocol != Protocol.Corrected)
            throw new ArgumentException(
                $"The experiment '{Experiment}' has no protocol '{Protocol.Name}', because the "
                + $"released program has no law; it has: corrected.");
        RequireAtLeast(2, Hidden, "hidden size");
        RequireAtLeast(3, Inputs, "number of input channels");
        RequireAtLeast(2 * WithinLagFit.ShortestLag + 2, Steps, "number of steps T");
        Task.Validate(Steps, Inputs);
        RequireAtLeast(1, BatchSize, "batch size");
        RequireAtLeast(1, ProbeSize, "number of probe sequences");
        RequirePositive(WeightScale, "scale of the weights");
        if (!double.IsFinite(GateShift))
            throw new ArgumentException($"The shift of the gates is {GateShift}; it must be finite.");
        RequirePositive(StepSize, "step size");
        RequireRisingCheckpoints(Checkpoints);
        if (LearnedTask.Length == 0)
            return;
        Learned().Validate();
        if (Checkpoints[^1] > 100)
            throw new ArgumentException(
                $"The checkpoint {Checkpoints[^1]} is impossible; of networks that learn they are per cent of the way, 0 … 100.");
    }

    /// <summary>The task on whose sequences is measured: the one that is learned, the condition's own, or adding.</summary>
    internal SequenceTask Task =>
        TaskCatalogue.StartingWith().FirstOrDefault(task => task.Name == (LearnedTask.Length > 0 ? LearnedTask : Condition))
            ?? new AddingTask();

    /// <summary>The run of the learned regime from which the networks come.</summary>
    internal LearnedConfiguration Learned() =>
        (LearnedConfiguration)LearnedConfiguration.Of(Protocol, LearnedTask, Cell, Seed)
            .With(new(Hidden, Steps)) with { BatchSize = BatchSize };

    /// <inheritdoc/>
    public override void RequireData()
    {
        Task.RequireData();
        if (LearnedTask.Length > 0)
            Learned().RequireData();
    }

    /// <inheritdoc/>
    public override RunCost EstimateCost() => new RunWork(Hidden, Inputs, Steps)
    {
        Batch = BatchSize,
        Updates = LearnedTask.Length > 0 ? Learned().MostUpdates : Checkpoints[^1],
        Snapshots = LearnedTask.Length > 0 ? Learned().MostUpdates / Learned().UpdatesPerLook : 0,
        Checkpoints = Checkpoints.Count,
        // Those of all steps; an LSTM's have twice as many rows and columns.
        Matrices = Steps * Math.Pow(TimeScales.Cell.ByName(Cell).StateSize(Hidden) / (double)Hidden, 2),
        // Four tables of products: the network's norms and mean squares, without gates, and with other weights.
        AllPairs = 4 * ProbeSize,
    }.Cost;

    private protected override RunConfiguration PaperSizes() => Of(Protocol, Condition, Cell, Seed);
}
