using TimeScales.Experiments.Digits;

namespace TimeScales.Experiments.Learned;

/// <summary>A task with the sizes at which it is learned, and what counts as learned.</summary>
/// <remarks>To add one, add a line to <see cref="All"/>.</remarks>
/// <param name="Task">The task, which also names this.</param>
/// <param name="Inputs">N, input channels.</param>
/// <param name="Steps">T, steps of a sequence.</param>
/// <param name="TestSize">Sequences of the validation set and of the test set, each.</param>
/// <param name="SolvedBelow">The validation error below which the task is solved.</param>
public sealed record LearnedTask(SequenceTask Task, int Inputs, int Steps, int TestSize, double SolvedBelow)
{
    /// <summary>The paper's task at the sizes of Sec. VII-A, and one with real data, solved when fewer than one image in twenty is misread: plainly
    /// better than a guess, and within reach of 8,000 images.</summary>
    public static IReadOnlyList<LearnedTask> All { get; } =
    [
        new(new AddingTask(), Inputs: 4, Steps: 80, TestSize: 256, SolvedBelow: 0.005),
        new(new DigitsTask(), Inputs: 28, Steps: 28, TestSize: 900, SolvedBelow: 0.05),
    ];

    /// <summary>The lag at which long memory is judged: half a sequence.</summary>
    public int LongLag => ProductLags(Steps)[^1];

    /// <summary>Lags of the products whose spectrum and expansion are measured: one step, 3/20 and a half of a sequence, which are 12 and 40 of the
    /// paper's 80 steps.</summary>
    /// <param name="steps">T.</param>
    public static IReadOnlyList<int> ProductLags(int steps) => [.. new[] { 1, Math.Max(1, 3 * steps / 20), steps / 2 }.Distinct()];

    /// <summary>The task of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static LearnedTask ByName(string name) => Catalogue.Find(All, task => task.Task.Name, "task of learned", name);
}
