using TimeScales.Experiments.Learned;

namespace TimeScales.Figures.Gallery;

/// <summary>What the figures of the learned regime show: one task of it, whose curves they ask for by cell.</summary>
internal sealed record LearnedSubject(LearnedTask Task)
{
    private const string Experiment = "learned";
    private const string Protocol = "corrected";

    /// <summary>One per task.</summary>
    public static IEnumerable<LearnedSubject> All(FigureData data) =>
        Shown.Tasks(data, LearnedExperiment.Description).Select(task => new LearnedSubject(LearnedTask.ByName(task)));

    /// <summary>The cells with gates that follow the data, and those that are not the presets'.</summary>
    public static IReadOnlyList<string> Gated(FigureData data) =>
        Shown.Cells(data, LearnedExperiment.Description, ["multi", "scalar", "gru", "lstm"]);

    /// <summary>The task's name, which ends the figure's.</summary>
    public string Name => Task.Task.Name;

    /// <summary>The task and its length.</summary>
    public string Title => $"{Name}, T = {Task.Steps}";

    /// <summary>What is tested.</summary>
    public string Error => Task.Task.ReadOut is ClassReadOut ? "share of wrong classes" : "mean squared error";

    /// <summary>When a network has learned.</summary>
    public string Solved => FormattableString.Invariant($"the {Error} of the validation set is below {Task.SolvedBelow}");

    /// <summary>The longest lag of products, half a sequence.</summary>
    public int LongLag => Task.LongLag;

    public SeedCurve AtTheEnd(FigureData data, string cell, string quantity) =>
        data.AtTheEnd(Experiment, Protocol, Name, cell, quantity);

    public IEnumerable<SeedCurve> ByCheckpoint(FigureData data, string cell, string quantity) =>
        data.ByCheckpoint(Experiment, Protocol, Name, cell, quantity);

    public SeedCurve OverTraining(FigureData data, string cell, string quantity, double? position = null) =>
        data.OverTraining(Experiment, Protocol, Name, cell, quantity, position);
}
