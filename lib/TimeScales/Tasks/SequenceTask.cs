using TimeScales.RandomStreams;

namespace TimeScales;

/// <summary>A task on random sequences: what the inputs are and what the network must put out at the end.</summary>
/// <remarks>A task draws from the generator in a fixed order, so that equal seeds give equal batches, here and in the paper's own
/// code. To add a task, derive from this class in one file and add one line to <see cref="All"/>: every experiment then accepts
/// it.</remarks>
public abstract class SequenceTask
{
    private protected SequenceTask(string name) => Name = name;

    /// <summary>Every task that draws its sequences itself, in the order in which lists show them.</summary>
    public static IReadOnlyList<SequenceTask> All { get; } =
    [
        new AddingTask(), new RecallTask(), new SineMixTask(), new ShortTask(), new LatestTask(),
        new AutoregressiveTask(), new MovingAverageTask(), new DelaySumTask(), NarmaTask.Order10, NarmaTask.Order20,
    ];

    /// <summary>The name used on the command line, in configurations and in results.</summary>
    public string Name { get; }

    /// <summary>What is to be put out: a number unless the task says otherwise.</summary>
    public virtual ReadOut ReadOut => ReadOut.Number;

    /// <summary>Checks that the task has such sequences.</summary>
    /// <param name="steps">T, the number of steps.</param>
    /// <param name="channels">N, the number of input channels.</param>
    /// <exception cref="ArgumentException">It does not; the message says why.</exception>
    public virtual void Validate(int steps, int channels)
    {
    }

    /// <summary>Checks that what the task reads is there; most draw everything themselves.</summary>
    /// <exception cref="ArgumentException">It is not; the message says what brings it.</exception>
    public virtual void RequireData()
    {
    }

    /// <summary>Draws a batch.</summary>
    /// <param name="generator">The stream; it runs on.</param>
    /// <param name="batch">B, the number of sequences.</param>
    /// <param name="steps">T, the number of steps.</param>
    /// <param name="channels">N, the number of input channels.</param>
    public abstract Batch Draw(TorchGenerator generator, int batch, int steps, int channels);

    /// <summary>Draws sequences that say when training ends: others than its own, where the task has a finite number.</summary>
    /// <param name="generator">The stream; it runs on.</param>
    /// <param name="batch">B, the number of sequences.</param>
    /// <param name="steps">T, the number of steps.</param>
    /// <param name="channels">N, the number of input channels.</param>
    public virtual Batch DrawValidation(TorchGenerator generator, int batch, int steps, int channels) =>
        Draw(generator, batch, steps, channels);

    /// <summary>Draws sequences for the test, which decide nothing: others again.</summary>
    /// <param name="generator">The stream; it runs on.</param>
    /// <param name="batch">B, the number of sequences.</param>
    /// <param name="steps">T, the number of steps.</param>
    /// <param name="channels">N, the number of input channels.</param>
    public virtual Batch DrawTest(TorchGenerator generator, int batch, int steps, int channels) =>
        Draw(generator, batch, steps, channels);

    /// <summary>Draws a batch of bounded sequences: one that runs away is drawn again from the same stream.</summary>
    /// <param name="generator">The stream; it runs on.</param>
    /// <param name="batch">B, the number of sequences.</param>
    /// <param name="steps">T, the number of steps.</param>
    /// <param name="channels">N, the number of input channels.</param>
    /// <param name="redrawn">How many sequences were drawn again.</param>
    /// <exception cref="ArgumentException">The task has no bounded sequences of that length.</exception>
    public virtual Batch DrawBounded(TorchGenerator generator, int batch, int steps, int channels, out int redrawn)
    {
        redrawn = 0;
        return Draw(generator, batch, steps, channels);
    }
}
