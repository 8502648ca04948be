using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments;

/// <summary>An experiment, stated once: commands, files, tables and what notebooks load follow from it.</summary>
/// <remarks>To add one, describe it as an <see cref="Experiment{TRun, TPoint}"/> in a folder of its own and add one line to
/// <see cref="All.AllExperiments.List"/>.</remarks>
public abstract class Experiment
{
    private readonly IReadOnlyList<Plan> presets = [];

    /// <summary>The name on the command line and in results.</summary>
    public required string Name { get; init; }

    /// <summary>The paper's section in a few letters: "VII-A".</summary>
    public required string Section { get; init; }

    /// <summary>What it does, in a sentence that begins with the section.</summary>
    public required string Title { get; init; }

    /// <summary>The notebook that shows it at leisure; null for none.</summary>
    public string? Notebook { get; init; }

    /// <summary>Whether the released program has it: then both protocols do, and it is part of <c>run all</c>.</summary>
    public bool IsReleased { get; init; }

    /// <summary>The presets' tasks; none where it has no task.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>The presets' cells, models or gates.</summary>
    public required IReadOnlyList<string> Cells { get; init; }

    /// <summary>Every task that can be asked for.</summary>
    public IReadOnlyList<string> KnownTasks { get; init; } = [];

    /// <summary>Every cell, model or gate that can be asked for.</summary>
    public required IReadOnlyList<string> KnownCells { get; init; }

    /// <summary>What the numbers of checkpoints are, for help.</summary>
    public string CheckpointsAre { get; init; } = "Numbers of updates at which to measure";

    /// <summary>The plans that have a name of their own.</summary>
    public required IReadOnlyList<Plan> Presets
    {
        get => [.. presets.Select(plan => plan with
        {
            Experiment = this,
            Tasks = plan.Tasks.Count > 0 ? plan.Tasks : Tasks,
            Cells = plan.Cells.Count > 0 ? plan.Cells : Cells,
        })];
        init => presets = value;
    }

    /// <summary>The positions at which profiles of single seeds are kept: the lags of the paper's comparisons. Whole profiles of
    /// every seed would be ten times the size.</summary>
    public IReadOnlyList<double> ComparedPositions { get; init; } = [1, 5, 10, 12, 20, 40];

    /// <summary>Tells what was found, in tables and sentences; null for one table of all quantities.</summary>
    internal Action<EndOfRuns, IReport>? Tell { private get; init; }

    /// <summary>The names of quantities, whether seeds of theirs are kept where positions are compared, and whether
    /// they have positions.</summary>
    internal abstract IEnumerable<(string Name, bool OfSeeds, bool HasPositions)> QuantityNames { get; }

    /// <summary>The preset of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public Plan Preset(string name) => Catalogue.Find(Presets, plan => plan.Name, "preset", name);

    /// <summary>A run as the paper has it.</summary>
    public abstract RunConfiguration PaperRun(Protocol protocol, string task, string cell, uint seed);

    /// <summary>Computes what a store lacks of the runs, and reads the rest.</summary>
    public abstract IReadOnlyList<MeasuredRun> Compute(IReadOnlyList<RunConfiguration> runs, QueueOptions options,
        CancellationToken cancellation = default);

    /// <summary>Every result in a store; what is left out is told in sentences.</summary>
    public abstract IEnumerable<MeasuredRun> ReadAll(ResultStore store, Action<string> warn);

    /// <summary>What a store has of a run; nothing is changed.</summary>
    public abstract StoredRun Find(ResultStore store, RunConfiguration run);

    /// <summary>Why a file of a store cannot be used, or null; nothing is changed.</summary>
    public abstract string? Problem(ResultStore store, string path);

    /// <summary>Whether an engine other than the embedded one computes it.</summary>
    public abstract bool RunsOn(IEngine engine);

    /// <summary>What a summary keeps of every single seed, so that seeds can be paired and intervals computed again: at the last
    /// checkpoint what has no position, and some profiles at <see cref="ComparedPositions"/>.</summary>
    public IEnumerable<Measurement> SeedRows(IReadOnlyList<Measurement> measurements)
    {
        static (string, string, string, string) KeyOf(Measurement m) => (m.Protocol, m.Task, m.Cell, m.Configuration);
        var last = measurements.GroupBy(KeyOf).ToDictionary(group => group.Key, group => group.Max(m => m.Iteration));
        var profiles = QuantityNames.Where(q => q.OfSeeds).Select(q => q.Name).ToHashSet();
        return measurements.Where(m => m.Iteration == last[KeyOf(m)]
            && (m.Position is not { } position || (profiles.Contains(m.Quantity) && ComparedPositions.Contains(position))));
    }

    /// <summary>Tells what runs have found.</summary>
    internal void Report(IReadOnlyList<MeasuredRun> runs, IReport report)
    {
        var end = EndOfRuns.Of(runs);
        if (Tell is not null)
            Tell(end, report);
        else
            TellEverything(end, report);
    }

    /// <summary>The runs of a plan.</summary>
    internal abstract IReadOnlyList<RunConfiguration> RunsOf(Plan plan);

    /// <summary>A table of all quantities, profiles at their last position.</summary>
    private void TellEverything(EndOfRuns runs, IReport report)
    {
        foreach (var (key, group) in runs.By(run => (run.TaskName, Protocol: run.Protocol.Name)))
        {
            var columns = QuantityNames.Where(q => group.Positions(q.Name).Any())
                .Select(q => (q.Name, Position: group.Positions(q.Name)[^1]))
                .Select(q => new Column(FormattableString.Invariant($"{q.Name}{(q.Position is { } p ? $" at {p}" : "")}"), q.Name,
                    "G4", q.Position));
            var place = key.TaskName.Length > 0 ? $"{key.TaskName}, {key.Protocol} protocol" : $"{key.Protocol} protocol";
            report.Add(group.ByCell($"{place}; median [quartiles] over seeds", "cell", [.. columns]));
        }
    }
}

/// <summary>An experiment whose runs are configured by <typeparamref name="TRun"/> and measure a
/// <typeparamref name="TPoint"/> at each checkpoint.</summary>
public sealed class Experiment<TRun, TPoint> : Experiment
    where TRun : RunConfiguration
    where TPoint : class
{
    /// <summary>A run as the paper has it, of protocol, task, cell and seed.</summary>
    public required Func<Protocol, string, string, uint, TRun> New { get; init; }

    /// <summary>Computes one run.</summary>
    public required Func<TRun, RunContext?, RunResult<TRun, TPoint>> Run { get; init; }

    /// <summary>A run's checkpoints and a point's; null where every run measures once.</summary>
    public (Func<TRun, IReadOnlyList<int>> OfRun, Func<TPoint, int> OfPoint)? Checkpoints { get; init; }

    /// <summary>What is measured, in the order of the rows.</summary>
    public required IReadOnlyList<Quantities<TRun, TPoint>> Quantities { get; init; }

    internal override IEnumerable<(string Name, bool OfSeeds, bool HasPositions)> QuantityNames =>
        Quantities.SelectMany(q => q.Names).DistinctBy(q => q.Name);

    /// <summary>The runs of a plan.</summary>
    /// <exception cref="ArgumentException">One of them is impossible; the message says which value
    /// and what is possible.</exception>
    public IReadOnlyList<TRun> Runs(Plan plan) => plan.Runs(New);

    /// <inheritdoc/>
    public override RunConfiguration PaperRun(Protocol protocol, string task, string cell, uint seed) =>
        New(protocol, task, cell, seed);

    /// <summary>The results as tidy rows, one per number; those of checkpoints that a diverged run
    /// did not reach are NaN.</summary>
    public IEnumerable<Measurement> Measurements(RunResult<TRun, TPoint> result)
    {
        var (config, points) = (result.Config,
            result.Checkpoints.Select(point => (Iteration: Checkpoints?.OfPoint(point), Point: (TPoint?)point)));
        if (Checkpoints is { } checkpoints)
            points = points.Concat(checkpoints.OfRun(config).Except(result.Checkpoints.Select(checkpoints.OfPoint))
                .Select(i => ((int?)i, (TPoint?)null)));
        return
            from at in points
            from quantities in Quantities
            from row in quantities.Of(config, at.Point)
            select new Measurement(
                Name, config.Protocol.Name, config.TaskName, config.CellName + quantities.Beside, config.Seed, at.Iteration,
                    row.Name, row.Position, row.Value);
    }

    /// <summary>Why a stored result is not whole, or null.</summary>
    public string? Incomplete(RunResult<TRun, TPoint> result)
    {
        if (Checkpoints is { } checkpoints)
        {
            var (found, expected) = (result.Checkpoints.Select(checkpoints.OfPoint), checkpoints.OfRun(result.Config));
            if (result.DivergedAtIteration is null && !found.SequenceEqual(expected))
                return $"has the checkpoints {string.Join(',', found)} instead of {string.Join(',', expected)}";
        }
        else if (result.Checkpoints.Count != 1)
        {
            return $"has {result.Checkpoints.Count} measurements instead of 1";
        }
        return result.Checkpoints
            .SelectMany(point => Quantities.Select(q => (Lacks: q.Lacks(result.Config, point), At: Checkpoints?.OfPoint(point))))
            .Where(found => found.Lacks is not null)
            .Select(found => $"does not have one {found.Lacks}{(found.At is { } iteration ? $" at checkpoint {iteration}" : "")}")
            .FirstOrDefault();
    }

    /// <summary>Computes what a store lacks of the runs, and reads the rest.</summary>
    public IReadOnlyList<RunResult<TRun, TPoint>> Results(IReadOnlyList<TRun> runs, QueueOptions options,
        CancellationToken cancellation = default)
    {
        var together = options.Engine?.Computation<TRun, TPoint>();
        return new RunQueue<TRun, TPoint>
        {
            Compute = Run,
            ComputeTogether = together is null ? null : (replicas, context) => together(replicas, context),
            MostReplicas = run => options.Engine?.MostReplicas(run) ?? 1,
            IsOnProcessor = options.Engine?.Device is null or "cpu",
            Incomplete = Incomplete,
            Counts = options.Counts,
            Store = options.Store,
            Threads = options.Engine?.Workers ?? options.Threads,
            Fresh = options.Fresh,
            Observer = options.Observer,
        }.Run(runs, cancellation);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<MeasuredRun> Compute(
        IReadOnlyList<RunConfiguration> runs, QueueOptions options, CancellationToken cancellation = default) =>
        [.. Results([.. runs.Cast<TRun>()], options, cancellation).Select(Measured)];

    /// <inheritdoc/>
    public override IEnumerable<MeasuredRun> ReadAll(ResultStore store, Action<string> warn) =>
        store.ReadAll<TRun, TPoint>(Name, warn).Select(Measured);

    /// <inheritdoc/>
    public override StoredRun Find(ResultStore store, RunConfiguration run) => store.Find<TRun, TPoint>((TRun)run, Incomplete);

    /// <inheritdoc/>
    public override string? Problem(ResultStore store, string path) => store.Problem<TRun, TPoint>(path, Incomplete);

    /// <inheritdoc/>
    public override bool RunsOn(IEngine engine) => engine.Computation<TRun, TPoint>() is not null;

    internal override IReadOnlyList<RunConfiguration> RunsOf(Plan plan) => Runs(plan);

    /// <summary>A result with its rows.</summary>
    internal MeasuredRun Measured(RunResult<TRun, TPoint> result) => new(
        result.Config, result.DivergedAtIteration,
        Checkpoints is not { } checkpoints
            || result.Checkpoints.Any(point => checkpoints.OfPoint(point) == checkpoints.OfRun(result.Config)[^1]),
        Measurements(result));
}

/// <summary>A run with what it measured.</summary>
/// <param name="Config">The run.</param>
/// <param name="DivergedAtIteration">The update at which it stopped being finite; null where it did not.</param>
/// <param name="ReachedTheEnd">Whether it was measured at its last checkpoint.</param>
/// <param name="Measurements">One row per number.</param>
public sealed record MeasuredRun(RunConfiguration Config, int? DivergedAtIteration, bool ReachedTheEnd,
    IEnumerable<Measurement> Measurements);

/// <summary>How runs are computed.</summary>
/// <param name="Store">Where results are kept.</param>
public sealed record QueueOptions(ResultStore Store)
{
    /// <summary>What computes; null for the embedded engine.</summary>
    public IEngine? Engine { get; init; }

    /// <summary>Whether a stored result will do, by engine and device.</summary>
    public Func<string, string, bool> Counts { get; init; } = (_, _) => true;

    /// <summary>Number of threads of the embedded engine.</summary>
    public int Threads { get; init; } = Allocation.Own.Threads;

    /// <summary>Computes again what the store holds already.</summary>
    public bool Fresh { get; init; }

    /// <summary>Is told what happens.</summary>
    public IRunObserver Observer { get; init; } = new SilentObserver();
}
