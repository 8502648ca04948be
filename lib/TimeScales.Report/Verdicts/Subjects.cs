using TimeScales.Experiments.Learned;

namespace TimeScales.Verdicts;

/// <summary>What claims ask about, so that each asks about all of it: a list of its own, because not all that can be measured is the paper's.</summary>
internal static class Subjects
{
    /// <summary>The lag at which long memory is judged: the longest of Sec. VII-B.</summary>
    public const int LongLag = 40;

    /// <summary>Tasks of Sec. VII-A.</summary>
    public static IReadOnlyList<string> RateTasks { get; } = ["adding", "recall", "sinmix", "short"];

    /// <summary>Tasks of Sec. VII-B.</summary>
    public static IReadOnlyList<string> SpectrumTasks { get; } = ["adding", "ar2", "movingavg", "delaysum", "narma10"];

    /// <summary>Tasks of the analogies.</summary>
    public static IReadOnlyList<string> AnalogyTasks { get; } = ["adding", "delaysum"];

    /// <summary>The paper's gates that follow the data, the one with most freedom first.</summary>
    public static IReadOnlyList<string> Gates { get; } = ["multi", "scalar"];

    /// <summary>Those and the usual gated cells, in the learned regime.</summary>
    public static IReadOnlyList<string> LearnedGates { get; } = ["multi", "scalar", "gru", "lstm"];

    /// <summary>The experiment that measures spectra under a condition, and its tasks, each with its long lag.</summary>
    public static (string Experiment, IEnumerable<(string Task, int LongLag)> Tasks) Spectra(Condition condition) =>
        condition == Condition.Learned ? ("learned", Learned) : ("anisotropy", SpectrumTasks.Select(task => (task, LongLag)));

    /// <summary>Tasks of the learned regime, each with its own long lag.</summary>
    public static IReadOnlyList<(string Task, int LongLag)> Learned { get; } = [.. new[] { "adding", "digits" }.Select(task => (task, LearnedTask.ByName(task).LongLag))];
}
