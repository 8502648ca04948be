using System.Globalization;
using TimeScales.Experiments.Digits;
using TimeScales.Experiments.Tasks;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Learned;

/// <summary>A task with the sizes at which it is learned, and what counts as learned.</summary>
/// <remarks>Any task can be learned; one that is to be part of the presets has a line in <see cref="All"/>.</remarks>
/// <param name="Task">The task, which also names this.</param>
/// <param name="Inputs">N, input channels.</param>
/// <param name="Steps">T, steps of a sequence.</param>
/// <param name="TestSize">Sequences of the validation set and of the test set, each.</param>
/// <param name="SolvedBelow">The validation error below which the task is solved.</param>
public sealed record LearnedTask(SequenceTask Task, int Inputs, int Steps, int TestSize, double SolvedBelow)
{
    /// <summary>The paper's task at the sizes of Sec. VII-A; one with real data, solved when fewer than one image in twenty is
    /// misread: plainly better than a guess, and within reach of 8,000 images; and one whose memory must change, solved at the
    /// share of the variance that adding is.</summary>
    public static IReadOnlyList<LearnedTask> All { get; } =
    [
        new(new AddingTask(), Inputs: 4, Steps: 80, TestSize: 256, SolvedBelow: 0.005),
        new(new DigitsTask(), Inputs: 28, Steps: 28, TestSize: 900, SolvedBelow: 0.05),
        new(new LatestTask(), Inputs: 4, Steps: 80, TestSize: 256, SolvedBelow: 0.0025),
    ];

    /// <summary>Every task, those first.</summary>
    internal static IReadOnlyList<SequenceTask> Known { get; } =
        TaskCatalogue.StartingWith([.. All.Select(task => task.Task.Name)]);

    /// <summary>The lag at which long memory is judged: half a sequence.</summary>
    public int LongLag => ProductLags(Steps)[^1];

    /// <summary>Lags of the products whose spectrum and expansion are measured: one step, 3/20 and a half of a sequence, which
    /// are 12 and 40 of the paper's 80 steps.</summary>
    /// <param name="steps">T.</param>
    public static IReadOnlyList<int> ProductLags(int steps) =>
        [.. new[] { 1, Math.Max(1, 3 * steps / 20), steps / 2 }.Distinct()];

    /// <summary>The task of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static LearnedTask ByName(string name) =>
        All.FirstOrDefault(task => task.Task.Name == name)
            ?? WithUsualSizes(Catalogue.Find(Known, task => task.Name, "task of learned", name));

    /// <summary>A task at the sizes of adding, solved by an error as small as adding's is for its targets, or by one as
    /// small as that of digits.</summary>
    private static LearnedTask WithUsualSizes(SequenceTask task)
    {
        var usual = All[0];
        double Variance(SequenceTask of) =>
            Statistics.Variance(of.DrawBounded(new TorchGenerator(0), usual.TestSize, usual.Steps, usual.Inputs, out _).Targets);
        if (task.ReadOut is ClassReadOut)
            return usual with { Task = task, SolvedBelow = All[1].SolvedBelow };
        // Two digits, which processors that differ in their last one agree on.
        var solved = (usual.SolvedBelow * Variance(task) / Variance(usual.Task)).ToString("G2", CultureInfo.InvariantCulture);
        return usual with { Task = task, SolvedBelow = double.Parse(solved, CultureInfo.InvariantCulture) };
    }
}
