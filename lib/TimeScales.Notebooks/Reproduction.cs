using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TimeScales.Experiments.All;
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
/// REPRODUCTION_PRESET chooses: under <c>paper</c>, or where it is not set, the data in <c>figures/data</c>; under <c>quick</c>
/// or <c>smoke</c> that preset is computed. REPRODUCTION_FRESH=1 computes the paper's preset too, which takes most of an hour.
/// Results are kept in <c>results/</c>, where the command line finds them and another notebook does.
/// </remarks>
public static class Reproduction
{
    private const string Paper = "paper";

    /// <summary>smoke, quick or paper.</summary>
    /// <exception cref="ArgumentException">REPRODUCTION_PRESET names none of them.</exception>
    public static string Preset { get; } =
        EffectiveRatesExperiment.Description.Preset(
            Environment.GetEnvironmentVariable("REPRODUCTION_PRESET") is { Length: > 0 } name ? name : Paper).Name;

    /// <summary>The folder of the clone: the nearest one above the notebook, or else the library, that has
    /// <c>figures/data</c>.</summary>
    public static string Root { get; } =
        new[] { Directory.GetCurrentDirectory(), Path.GetDirectoryName(typeof(Reproduction).Assembly.Location) ?? "." }
            .SelectMany(AndAbove).FirstOrDefault(folder => Directory.Exists(Path.Combine(folder, "figures", "data")))
                ?? Directory.GetCurrentDirectory();

    /// <summary>Sec. VII-A, all tasks and cells, both protocols.</summary>
    public static ExperimentData EffectiveRates(string? preset = null, string seeds = "") =>
        Of(EffectiveRatesExperiment.Description, preset, seeds);

    /// <summary>Sec. VII-B, all tasks and models, both protocols.</summary>
    public static ExperimentData Anisotropy(string? preset = null, string seeds = "") =>
        Of(AnisotropyExperiment.Description, preset, seeds);

    /// <summary>Appendix B, both gates and protocols.</summary>
    public static ExperimentData Expansion(string? preset = null, string seeds = "") =>
        Of(ExpansionExperiment.Description, preset, seeds);

    /// <summary>Sec. VI, all models, corrected.</summary>
    public static ExperimentData Analogies(string? preset = null, string seeds = "") =>
        Of(AnalogiesExperiment.Description, preset, seeds);

    /// <summary>The committed data, whatever the preset: verdicts need all experiments and the paper's 20 seeds.</summary>
    public static FigureData Everything() => Committed.Value;

    /// <summary>Networks that learn their task, all cells.</summary>
    public static ExperimentData Learned(string? preset = null, string seeds = "") =>
        Of(LearnedExperiment.Description, preset, seeds);

    /// <summary>Each departure of the released program alone.</summary>
    /// <param name="preset">paper, quick or smoke; null for <see cref="Preset"/>.</param>
    /// <param name="seeds">A range 1..3 or a list 1,5,7; empty for one seed, or the 20 of the paper's preset.</param>
    public static FigureData Audit(string? preset = null, string seeds = "")
    {
        preset ??= Preset;
        if (IsCommitted(preset, seeds))
            return Committed.Value;
        // One seed shows that it runs; a statement about departures needs the paper's 20.
        var plan = AuditPlan.Create(preset, seeds.Length > 0 ? SeedList.Parse(seeds) : preset == Paper ? null : [1]);
        return new FigureData([], AuditTable.Summarize(
            EffectiveRatesExperiment.Description.Results(plan.EffectiveRates, Queue),
            AnisotropyExperiment.Description.Results(plan.Anisotropy, Queue),
            ExpansionExperiment.Description.Results(plan.Expansion, Queue)));
    }

    /// <summary>An experiment's data: the committed one, or its preset computed here.</summary>
    /// <param name="experiment">One of <see cref="AllExperiments.List"/>.</param>
    /// <param name="preset">paper, quick or smoke; null for <see cref="Preset"/>.</param>
    /// <param name="seeds">A range 1..3 or a list 1,5,7, computed here under any preset; empty for the preset's own.</param>
    /// <exception cref="ArgumentException">There is no such preset, or the seeds are not understood.</exception>
    public static ExperimentData Of(Experiment experiment, string? preset = null, string seeds = "")
    {
        var plan = experiment.Preset(preset ?? Preset);
        // What was not committed is computed, whatever the preset.
        if (IsCommitted(plan.Name, seeds) && Committed.Value.Summaries(experiment.Name).Any())
            return new ExperimentData(Committed.Value, experiment.Name);
        if (seeds.Length > 0)
            plan = plan with { Seeds = SeedList.Parse(seeds) };
        return Run(experiment.IsReleased ? plan with { Protocols = Protocol.All } : plan);
    }

    /// <summary>Runs of one's own: <c>Run(EffectiveRatesExperiment.Description.Preset("quick") with { Tasks = ["recall"], Cells =
    /// ["multi"] })</c>.</summary>
    public static ExperimentData Run(Plan plan)
    {
        var results = plan.Experiment.Compute(plan.Runs(), Queue);
        Console.WriteLine($"{results.Count} runs of {plan.Experiment.Name}, preset {plan.Name}");
        return new ExperimentData(FigureData.Of([.. results.SelectMany(run => run.Measurements)], []), plan.Experiment.Name);
    }

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
            ["pictures", PictureExporter.IsAvailable
                ? "Chromium" : "none: live charts only; environment/install-figure-tools.sh installs Chromium"],
            ["numbers", IsCommitted(Preset, "") ? "the committed 20-seed data" : $"computed here, preset {Preset}"],
        ]);
    }

    private static bool IsCommitted(string preset, string seeds) =>
        preset == Paper && seeds.Length == 0 && Environment.GetEnvironmentVariable("REPRODUCTION_FRESH") is null or "" or "0";

    private static Lazy<FigureData> Committed { get; } = new(() => FigureData.Read(Path.Combine(Root, "figures", "data")));

    private static QueueOptions Queue => new(new ResultStore(Path.Combine(Root, "results")));

    private static IEnumerable<string> AndAbove(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            yield return at.FullName;
    }
}
