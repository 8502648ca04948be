using NUnit.Framework;
using TimeScales.RandomStreams;
using TimeScales.Tests.Golden;

namespace TimeScales.Tests.RandomStreams;

/// <summary>Against NumPy itself: Golden/streams.json names the expression behind every value.</summary>
internal sealed class NumpyGeneratorTests
{
    /// <summary>One stream runs through all five samples; 64 and 1 are populations at the edges of the mask.</summary>
    [Test]
    public void Samples_without_replacement_equal_NumPy()
    {
        var entry = GoldenFile.Read("streams.json").GetProperty("numpy_choice");
        var generator = new NumpyGenerator(entry.GetProperty("seed").GetUInt32());
        foreach (var (draw, population) in new[] { 10, 64, 1, 257, 1000 }.Index())
        {
            var expected = entry.GetProperty("draws")[draw].GetProperty("values").Integers();
            Assert.That(generator.Choice(population, expected.Length), Is.EqualTo(expected), $"population {population}");
        }
    }

    [Test]
    public void A_sample_larger_than_its_population_is_refused() =>
        Assert.That(() => new NumpyGenerator(1).Choice(3, 4), Throws.TypeOf<ArgumentOutOfRangeException>());
}
