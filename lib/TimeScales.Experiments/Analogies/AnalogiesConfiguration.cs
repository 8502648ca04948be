using TimeScales.Experiments.Propagation;
using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.Analogies;

/// <summary>One run of the analogies of Sec. VI, at the settings of Sec. VII-B: a model learns a task; gates and
/// optimizers are compared.</summary>
public sealed record AnalogiesConfiguration : RunConfiguration
{
    internal const string Name = "analogies";

    /// <summary>The tasks: those of Sec. VII-B.</summary>
    public static IReadOnlyList<SequenceTask> Tasks => PropagationSetting.Tasks;

    /// <inheritdoc/>
    public override string Experiment => Name;

    /// <summary>The task's name.</summary>
    public required string Task { get; init; }

    /// <summary>The model's name: cell and optimizer.</summary>
    public required string Model { get; init; }

    /// <summary>H, hidden units. Paper, Sec. VII-B.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>N, input channels. Paper, Sec. VII-B.</summary>
    public int Inputs { get; init; } = 6;

    /// <summary>T, steps of a sequence. Paper, Sec. VII-B.</summary>
    public int Steps { get; init; } = 120;

    /// <summary>Sequences of a training batch and of the probes. Paper, Sec. VII-B.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Updates made when a measurement is taken. A third of the paper's training and all of it.</summary>
    public IReadOnlyList<int> Checkpoints { get; init; } = [400, 1200];

    /// <summary>Lags h, steps: the shortest, the middle one and the longest of Sec. VII-B.</summary>
    public IReadOnlyList<int> Lags { get; init; } = [1, 12, 40];

    /// <summary>Products measured at each lag. Paper, Sec. VII-B.</summary>
    public int TriplesPerLag { get; init; } = 64;

    /// <summary>Single-sequence gradients. Released program, Sec. VII-B.</summary>
    public int GradientRows { get; init; } = 256;

    /// <summary>r of AI, of CE and of leading subspaces. Paper, Sec. VII-B.</summary>
    public int Rank { get; init; } = 10;

    /// <summary>Updates before a checkpoint over which optimizers gather what they know of the gradients and the memory of
    /// updates is measured. Our choice: long against RMSProp's memory of 100, short against the training.</summary>
    public int Window { get; init; } = 200;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders => [Task, Model];

    /// <inheritdoc/>
    public override void Validate()
    {
        if (Protocol != Protocol.Corrected)
            throw new ArgumentException(
                $"The analogies cannot be measured under the protocol '{Protocol.Name}', because the released program does not "
                + $"measure them; possible: {Protocol.Corrected.Name}.");
        var task = Catalogue.Find(Tasks, task => task.Name, $"task of {Experiment}", Task);
        AnalogiesModel.ByName(Model);
        RequireAtLeast(2, Hidden, "hidden size");
        RequireAtLeast(2, Inputs, "number of input channels");
        RequireAtLeast(4, Steps, "number of steps T");
        RequireTask(task, Steps, Inputs);
        RequireAtLeast(1, BatchSize, "batch size");
        RequireAtLeast(1, TriplesPerLag, "number of triples per lag");
        RequireAtLeast(2, GradientRows, "number of gradients");
        RequireAtLeast(2, Window, "window of updates");
        if (Rank < 1 || Rank > Hidden || Rank >= GradientRows)
            throw new ArgumentException(
                $"The rank r is {Rank}; with {Hidden} units and {GradientRows} gradients it can be 1 … "
                + $"{Math.Min(Hidden, GradientRows - 1)}.");
        RequireRisingCheckpoints(Checkpoints);
        if (Checkpoints[0] < 2)
            throw new ArgumentException(
                $"The first checkpoint is {Checkpoints[0]}; the analogies compare consecutive updates, "
                + "so it must be at least 2.");
        if (Lags.Count == 0)
            throw new ArgumentException($"No lag is given; lags are 1 … {Steps - 1}.");
        foreach (var lag in Lags)
            RequireLag(lag, Steps);
    }

    /// <inheritdoc/>
    public override RunCost EstimateCost()
    {
        var model = AnalogiesModel.All.First(m => m.Name == Model);
        // Where gates are compared with optimizers, an update of the window costs a second network's pass, and
        // every optimizer has its spectra.
        var inWindow = Math.Min(Checkpoints[^1], (double)Window * Checkpoints.Count);
        return new RunWork(Hidden, Inputs, Steps)
        {
            Batch = BatchSize,
            Updates = Checkpoints[^1] + (model.ComparesGates ? inWindow : 0),
            Checkpoints = Checkpoints.Count,
            Factors = TriplesPerLag * Lags.Sum(lag => (double)lag),
            Gradients = GradientRows,
            GradientSpectra = model.ComparesGates ? 40 : 2,
            GradientSets = model.ComparesGates ? 4 : 1,
            IsGated = model.Cell != "plain",
        }.Cost;
    }

    private protected override RunConfiguration PaperSizes() => AnalogiesExperiment.Description.New(Protocol, Task, Model, Seed);
}
