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
        EffectiveRatesExperiment.Description.Preset(Environment.GetEnvironmentVariable("REPRODUCTION_PRESET") is { Length: > 0 } name ? name : Paper).Name;

    /// <summary>The folder of the clone: the nearest one above the notebook, or else the library, that has <c>figures/data</c>.</summary>
    public static string Root { get; } =
        new[] { Directory.GetCurrentDirectory(), Path.GetDirectoryName(typeof(Reproduction).Assembly.Location) ?? "." }
            .SelectMany(AndAbove).FirstOrDefault(folder => Directory.Exists(Path.Combine(folder, "figures", "data"))) ?? Directory.GetCurrentDirectory();

    /// <summary>Whether figures and verdicts are drawn from the committed data.</summary>
    public static bool IsCommitted { get; } = Preset == Paper && Environment.GetEnvironmentVariable("REPRODUCTION_FRESH") is null or "" or "0";

    /// <summary>Sec. VII-A, all tasks and cells, both protocols.</summary>
    public static FigureData EffectiveRates() => Of(EffectiveRatesExperiment.Description);

    /// <summary>Sec. VII-B, all tasks and models, both protocols.</summary>
    public static FigureData Anisotropy() => Of(AnisotropyExperiment.Description);

    /// <summary>Appendix B, both gates and protocols.</summary>
    public static FigureData Expansion() => Of(ExpansionExperiment.Description);

    /// <summary>Sec. VI, all models, corrected.</summary>
    public static FigureData Analogies() => Of(AnalogiesExperiment.Description);

    /// <summary>The committed data, whatever the preset: verdicts need all experiments and the paper's 20 seeds.</summary>
    public static FigureData Everything() => Committed.Value;

    /// <summary>Networks that learn their task, all cells.</summary>
    public static FigureData Learned() => Of(LearnedExperiment.Description);

    /// <summary>Each departure of the released program alone.</summary>
    public static FigureData Audit()
    {
        if (IsCommitted)
            return Committed.Value;
        // One seed shows that it runs; a statement about departures needs the paper's 20.
        var plan = AuditPlan.Create(Preset, Preset == Paper ? null : [1]);
        return new FigureData([], AuditTable.Summarize(
            EffectiveRatesExperiment.Description.Results(plan.EffectiveRates, Queue),
            AnisotropyExperiment.Description.Results(plan.Anisotropy, Queue),
            ExpansionExperiment.Description.Results(plan.Expansion, Queue)));
    }

    /// <summary>An experiment's data: the committed one, or its preset computed here.</summary>
    /// <param name="experiment">One of <see cref="AllExperiments.List"/>.</param>
    public static FigureData Of(Experiment experiment)
    {
        // What was not committed is computed, whatever the preset.
        if (IsCommitted && Committed.Value.Summaries(experiment.Name).Any())
            return Committed.Value;
        var plan = experiment.Preset(Preset);
        return Run(experiment.IsReleased ? plan with { Protocols = Protocol.All } : plan);
    }

    /// <summary>Runs of one's own: <c>Run(EffectiveRatesExperiment.Description.Preset("quick") with { Tasks = ["recall"], Cells = ["multi"] })</c>.</summary>
    public static FigureData Run(Plan plan)
    {
        var results = plan.Experiment.Compute(plan.Runs(), Queue);
        Console.WriteLine($"{results.Count} runs of {plan.Experiment.Name}, preset {plan.Name}");
        return FigureData.Of([.. results.SelectMany(run => run.Measurements)], []);
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
            ["pictures", PictureExporter.IsAvailable ? "Chromium" : "none: live charts only; environment/install-figure-tools.sh installs Chromium"],
            ["numbers", IsCommitted ? "the committed 20-seed data" : $"computed here, preset {Preset}"],
        ]);
    }

    private static Lazy<FigureData> Committed { get; } = new(() => FigureData.Read(Path.Combine(Root, "figures", "data")));

    private static QueueOptions Queue => new(new ResultStore(Path.Combine(Root, "results")));

    private static IEnumerable<string> AndAbove(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            yield return at.FullName;
    }
}
