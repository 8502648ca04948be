using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TimeScales.Experiments.Analogies;
using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Audit;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments.Expansion;
using TimeScales.Experiments.Learned;
using TimeScales.Experiments;
using TimeScales.Figures;

namespace TimeScales.Notebooks;

/// <summary>Where a notebook's numbers come from: the committed 20-seed data, or runs on this machine.</summary>
/// <remarks>
/// REPRODUCTION_PRESET chooses: under <c>paper</c>, or where it is not set, the data in <c>figures/data</c>; under <c>quick</c> or
/// <c>smoke</c> that preset is computed. REPRODUCTION_FRESH=1 computes the paper's preset too, which takes most of an hour. Results are
/// kept in <c>results/</c>, where the command line finds them and another notebook does.
/// </remarks>
public static class Reproduction
{
    private const string Paper = "paper";

    /// <summary>smoke, quick or paper.</summary>
    /// <exception cref="ArgumentException">REPRODUCTION_PRESET names none of them.</exception>
    public static string Preset { get; } =
        EffectiveRatesPlan.ByName(Environment.GetEnvironmentVariable("REPRODUCTION_PRESET") is { Length: > 0 } name ? name : Paper).Name;

    /// <summary>The folder of the clone: the nearest one above the notebook, or else the library, that has <c>figures/data</c>.</summary>
    public static string Root { get; } =
        new[] { Directory.GetCurrentDirectory(), Path.GetDirectoryName(typeof(Reproduction).Assembly.Location) ?? "." }
            .SelectMany(AndAbove).FirstOrDefault(folder => Directory.Exists(Path.Combine(folder, "figures", "data"))) ?? Directory.GetCurrentDirectory();

    /// <summary>Whether figures and verdicts are drawn from the committed data.</summary>
    public static bool IsCommitted { get; } = Preset == Paper && Environment.GetEnvironmentVariable("REPRODUCTION_FRESH") is null or "" or "0";

    /// <summary>Sec. VII-A, all tasks and cells, both protocols.</summary>
    public static FigureData EffectiveRates() => IsCommitted ? Committed.Value : Run(EffectiveRatesPlan.ByName(Preset) with { Protocols = Protocol.All });

    /// <summary>Sec. VII-B, all tasks and models, both protocols.</summary>
    public static FigureData Anisotropy() => IsCommitted ? Committed.Value : Run(AnisotropyPlan.ByName(Preset) with { Protocols = Protocol.All });

    /// <summary>Appendix B, both gates and protocols.</summary>
    public static FigureData Expansion() => IsCommitted ? Committed.Value : Run(ExpansionPlan.ByName(Preset) with { Protocols = Protocol.All });

    /// <summary>Sec. VI, all models, corrected.</summary>
    public static FigureData Analogies() => IsCommitted ? Committed.Value : Run(AnalogiesPlan.ByName(Preset));

    /// <summary>The committed data, whatever the preset: verdicts need all experiments and the paper's 20 seeds.</summary>
    public static FigureData Everything() => Committed.Value;

    /// <summary>Networks that learn their task, all cells.</summary>
    public static FigureData Learned() => IsCommitted ? Committed.Value : Run(LearnedPlan.ByName(Preset));

    /// <summary>Each departure of the released program alone.</summary>
    public static FigureData Audit()
    {
        if (IsCommitted)
            return Committed.Value;
        // One seed shows that it runs; a statement about departures needs the paper's 20.
        var plan = AuditPlan.Create(Preset, Preset == Paper ? null : [1]);
        return new FigureData([], AuditTable.Summarize(Compute(plan.EffectiveRates), Compute(plan.Anisotropy), Compute(plan.Expansion)));
    }

    /// <summary>An experiment of Sec. VII-A of one's own.</summary>
    public static FigureData Run(EffectiveRatesPlan plan) => FigureData.Of([.. Compute(plan.Runs()).SelectMany(EffectiveRatesMeasurements.Of)], []);

    /// <summary>An experiment of Sec. VII-B of one's own.</summary>
    public static FigureData Run(AnisotropyPlan plan) => FigureData.Of([.. Compute(plan.Runs()).SelectMany(AnisotropyMeasurements.Of)], []);

    /// <summary>An experiment of Appendix B of one's own.</summary>
    public static FigureData Run(ExpansionPlan plan) => FigureData.Of([.. Compute(plan.Runs()).SelectMany(ExpansionMeasurements.Of)], []);

    /// <summary>An experiment of Sec. VI of one's own.</summary>
    public static FigureData Run(AnalogiesPlan plan) =>
        FigureData.Of([.. Compute(plan.Runs(), AnalogiesExperiment.Run, AnalogiesExperiment.Incomplete).SelectMany(AnalogiesMeasurements.Of)], []);

    /// <summary>An experiment of the learned regime of one's own.</summary>
    public static FigureData Run(LearnedPlan plan) =>
        FigureData.Of([.. Compute(plan.Runs(), LearnedExperiment.Run, LearnedExperiment.Incomplete).SelectMany(LearnedMeasurements.Of)], []);

    /// <summary>What this notebook runs on.</summary>
    public static Table Machine()
    {
        var bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        return new Table(["", ""],
        [
            ["library", LibraryVersion.Text],
            ["runtime", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}"],
            ["processor", $"{Environment.ProcessorCount} cores, vectors of {bits} bits"],
            ["engine", "embedded, on the cpu"],
            ["pictures", PictureExporter.IsAvailable ? "Chromium" : "none: live charts only; environment/install-figure-tools.sh installs Chromium"],
            ["numbers", IsCommitted ? "the committed 20-seed data" : $"computed here, preset {Preset}"],
        ]);
    }

    private static Lazy<FigureData> Committed { get; } = new(() => FigureData.Read(Path.Combine(Root, "figures", "data")));

    private static IReadOnlyList<RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>> Compute(IReadOnlyList<EffectiveRatesConfiguration> runs) =>
        Compute(runs, EffectiveRatesExperiment.Run, EffectiveRatesExperiment.Incomplete);

    private static IReadOnlyList<RunResult<AnisotropyConfiguration, AnisotropyCheckpoint>> Compute(IReadOnlyList<AnisotropyConfiguration> runs) =>
        Compute(runs, AnisotropyExperiment.Run, AnisotropyExperiment.Incomplete);

    private static IReadOnlyList<RunResult<ExpansionConfiguration, ExpansionMeasurement>> Compute(IReadOnlyList<ExpansionConfiguration> runs) =>
        Compute(runs, ExpansionExperiment.Run, ExpansionExperiment.Incomplete);

    private static IReadOnlyList<RunResult<TConfiguration, TCheckpoint>> Compute<TConfiguration, TCheckpoint>(
        IReadOnlyList<TConfiguration> runs,
        Func<TConfiguration, RunContext, RunResult<TConfiguration, TCheckpoint>> compute,
        Func<RunResult<TConfiguration, TCheckpoint>, string?> incomplete)
        where TConfiguration : RunConfiguration
    {
        var queue = new RunQueue<TConfiguration, TCheckpoint> { Compute = compute, Incomplete = incomplete, Store = new ResultStore(Path.Combine(Root, "results")) };
        var results = queue.Run(runs);
        Console.WriteLine($"{results.Count} runs of {runs[0].Experiment}, preset {Preset}");
        return results;
    }

    private static IEnumerable<string> AndAbove(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            yield return at.FullName;
    }
}
