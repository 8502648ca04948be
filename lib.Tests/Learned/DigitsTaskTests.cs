using System.Globalization;
using TimeScales.Experiments.Digits;
using TimeScales.RandomStreams;

namespace TimeScales.Tests.Learned;

/// <summary>Digits read row by row, from a folder of made-up images and, where they are installed, the real ones.</summary>
internal sealed class DigitsTaskTests
{
    private const int Side = 28, ImagesPerDigit = 21;

    private TemporaryFolder folder = null!;

    [SetUp]
    public void Write_images_of_which_every_pixel_is_another()
    {
        folder = new TemporaryFolder();
        for (var digit = 0; digit < 10; digit++)
        {
            var pixels = Enumerable.Range(0, ImagesPerDigit * Side * Side).Select(i => (Byte(digit, i) / 255.0).ToString("0.###", CultureInfo.InvariantCulture));
            folder.Write($"{digit}.json", $"{{ \"data\": [{string.Join(',', pixels)}] }}");
        }
    }

    [TearDown]
    public void Delete() => folder.Dispose();

    /// <summary>Pixel i of all of a digit's images: its first pixel tells the image, others the place.</summary>
    private static int Byte(int digit, int i)
    {
        var (image, pixel) = (i / (Side * Side), i % (Side * Side));
        return pixel == 0 ? 10 * image + digit : (7 * pixel + digit) % 256;
    }

    private DigitsTask Task() => new(() => folder.Path, hash: null);

    [Test]
    public void A_step_shows_a_row_from_the_top_and_the_target_is_the_digit()
    {
        var batch = Task().Draw(new TorchGenerator(1), 20, Side, Side);

        Assert.That(batch.Targets, Has.Length.EqualTo(20));
        for (var b = 0; b < 20; b++)
        {
            var digit = (int)batch.Targets[b];
            for (var (t, n) = (0, 1); t < Side; (t, n) = n + 1 < Side ? (t, n + 1) : (t + 1, 0))
                Assert.That(batch.Inputs[(b * Side + t) * Side + n], Is.EqualTo(Byte(digit, t * Side + n) / 255f), $"digit {digit}, row {t}, column {n}");
        }
    }

    [Test]
    public void Training_validation_and_test_share_no_image_and_the_last_two_show_each_once_digits_in_turn()
    {
        static (int Digit, int Image)[] Shown(Batch batch) => [.. batch.Targets.Select((y, b) => ((int)y, (int)MathF.Round(255 * batch.Inputs[b * Side * Side]) / 10))];
        static IEnumerable<(int, int)> Images(params int[] images) => images.SelectMany(image => Enumerable.Range(0, 10).Select(digit => (digit, image)));

        Assert.That(Shown(Task().Draw(new TorchGenerator(2), 4000, Side, Side)).Distinct().Order(), Is.EqualTo(Images([.. Enumerable.Range(0, 17)]).Order()));
        Assert.That(Shown(Task().DrawValidation(new TorchGenerator(2), 20, Side, Side)), Is.EqualTo(Images(17, 19)));
        Assert.That(Shown(Task().DrawTest(new TorchGenerator(2), 15, Side, Side)), Is.EqualTo(Images(18, 20).Take(15)));
        Assert.That(() => Task().DrawTest(new TorchGenerator(2), 21, Side, Side), Throws.ArgumentException.With.Message.Contains("20 images for tests").And.Message.Contains("21"));
    }

    [Test]
    public void Equal_streams_give_equal_batches_and_a_stream_runs_on()
    {
        var (one, other) = (new TorchGenerator(3), new TorchGenerator(3));
        var first = Task().Draw(one, 8, Side, Side);

        Assert.That(Task().Draw(other, 8, Side, Side).Inputs, Is.EqualTo(first.Inputs));
        Assert.That(Task().Draw(one, 8, Side, Side).Inputs, Is.Not.EqualTo(first.Inputs));
    }

    [Test]
    public void The_answer_is_one_of_ten_classes() => Assert.That(Task().ReadOut, Is.EqualTo(new ClassReadOut(10)));

    [TestCase(27, 28)]
    [TestCase(28, 4)]
    public void Sizes_other_than_an_image_are_refused_with_both(int steps, int channels) =>
        Assert.That(() => Task().Validate(steps, channels), Throws.ArgumentException.With.Message.Contains("28 steps and 28 channels").And.Message.Contains($"{steps} and {channels}"));

    [Test]
    public void Missing_images_are_told_before_anything_is_drawn_with_the_script_that_installs_them() =>
        Assert.That(() => new DigitsTask(() => null, hash: null).RequireData(), Throws.ArgumentException.With.Message.Contains("environment/install-digits.sh"));

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("{ \"data\": [] }")]
    [TestCase("{ \"data\": [0, 1] }")]
    [TestCase("{ \"data\": \"images\" }")]
    [TestCase("[0, 1]")]
    public void A_damaged_file_is_named(string content)
    {
        folder.Write("3.json", content);

        Assert.That(() => Task().Draw(new TorchGenerator(1), 1, Side, Side), Throws.InstanceOf<IOException>().With.Message.Contains("3.json").And.Message.Contains(folder.Path).And.Message.Contains("28 × 28"));
    }

    [Test]
    public void A_pixel_brighter_than_white_is_damage()
    {
        folder.Write("3.json", $"{{ \"data\": [1.5{string.Concat(Enumerable.Repeat(",0", Side * Side - 1))}] }}");

        Assert.That(() => Task().Draw(new TorchGenerator(1), 1, Side, Side), Throws.InstanceOf<IOException>());
    }

    /// <summary>Whole files of other images would give other results under the same configuration.</summary>
    [Test]
    public void Images_other_than_the_packages_are_refused() =>
        Assert.That(
            () => new DigitsTask(() => folder.Path, DigitImages.PackageHash).Draw(new TorchGenerator(1), 1, Side, Side),
            Throws.InstanceOf<IOException>().With.Message.Contains(folder.Path).And.Message.Contains("environment/install-digits.sh"));

    [Test]
    public void A_file_that_was_repaired_is_read_without_starting_again()
    {
        var (task, path) = (Task(), Path.Combine(folder.Path, "3.json"));
        var whole = File.ReadAllText(path);
        File.WriteAllText(path, "");
        Assert.That(() => task.Draw(new TorchGenerator(1), 1, Side, Side), Throws.InstanceOf<IOException>());
        File.WriteAllText(path, whole);

        Assert.That(task.Draw(new TorchGenerator(1), 1, Side, Side).Targets, Has.Length.EqualTo(1));
    }

    /// <summary>What the package holds, counted apart from the library: 10,000 images, at least 863 of every digit, an eighth of the paper inked.</summary>
    [Test]
    public void The_installed_images_are_ten_thousand_digits()
    {
        var installed = DigitImages.InstalledFolder;
        if (installed is null)
            Assert.Ignore("The images are not installed; environment/install-digits.sh installs them.");
        var images = DigitImages.Load(installed!, DigitImages.PackageHash);

        Assert.That((images.Training.Count, images.Validation.Count, images.Test.Count), Is.EqualTo((8004, 999, 997)));
        Assert.That(images.Training.Concat(images.Validation).Concat(images.Test).CountBy(image => image.Digit).OrderBy(c => c.Key).Select(c => c.Value),
            Is.EqualTo(new[] { 1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978 }));
        Assert.That(images.Training.Average(image => image.Pixels.Average()), Is.EqualTo(0.131).Within(0.005));
    }
}
