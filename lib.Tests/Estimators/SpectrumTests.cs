using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Estimators;

internal sealed class SpectrumTests
{
    private static readonly double[] FourThreeTwoOne = [4, 3, 2, 1];

    [TestCase(1, 10)]
    [TestCase(10, 64)]
    [TestCase(64, 64)]
    public void The_identity_has_AI_1_and_CE_r_over_H(int rank, int size)
    {
        var spectrum = Spectrum.FromLogarithms(new double[size], rank);

        Assert.That(spectrum.Anisotropy, Is.EqualTo(1));
        Assert.That(spectrum.Concentration, Is.EqualTo((double)rank / size).Within(1e-15));
    }

    /// <summary>AI_2 = 4/3; CE_2 = (16 + 9)/(16 + 9 + 4 + 1).</summary>
    [Test]
    public void Four_values_by_hand()
    {
        var spectrum = Spectrum.FromLogarithms(Array.ConvertAll(FourThreeTwoOne, Math.Log), 2);

        Assert.That(spectrum.Anisotropy, Is.EqualTo(4.0 / 3).Within(1e-15));
        Assert.That(spectrum.Concentration, Is.EqualTo(25.0 / 30).Within(1e-15));
    }

    /// <summary>4e-20 and so on: the sum of squares alone is 3e-39.</summary>
    [Test]
    public void The_size_of_a_matrix_does_not_count()
    {
        var spectrum = Spectrum.FromLogarithms(Array.ConvertAll(FourThreeTwoOne, σ => Math.Log(1e-20 * σ)), 2);

        Assert.That(spectrum.Anisotropy, Is.EqualTo(4.0 / 3).Within(1e-13));
        Assert.That(spectrum.Concentration, Is.EqualTo(25.0 / 30).Within(1e-13));
    }

    [TestCase(0)]
    [TestCase(5)]
    public void An_impossible_rank_is_refused_with_the_possible_ones(int rank) =>
        Assert.That(
            () => Spectrum.FromLogarithms(new double[4], rank),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain("1 … 4"));

    /// <summary>Weights scaled by 1e-6 make products of 50 factors of 1e-300 and less.</summary>
    [Test]
    public void AI_is_at_least_1_and_CE_in_0_to_1_for_products_of_any_size(
        [Values("plain", "scalar", "multi")] string cell, [Values(1, 1e-6, 10)] double scale)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var p = new Problem(Cell.ByName(cell), hidden: 12, inputs: 2, batch: 1, steps: 60, seed);
            foreach (ref var weight in p.Network["Wr"])
                weight *= scale;
            foreach (ref var input in p.Inputs.AsSpan())
                input /= Math.Max(1, scale);
            var spectra = new ProductSpectrum(p.Unroll());
            foreach (var lag in new[] { 1, 7, 50 })
            {
                var spectrum = Spectrum.FromLogarithms(spectra.LogSingularValues(0, 58, 58 - lag), rank: 10);
                Assert.That(spectrum.Anisotropy, Is.GreaterThanOrEqualTo(1));
                Assert.That(spectrum.Concentration, Is.GreaterThan(0).And.LessThanOrEqualTo(1));
            }
        }
    }

    /// <summary>0/0 in every ratio: no number, and not one that looks like a measurement.</summary>
    [Test]
    public void The_zero_product_has_no_spectrum()
    {
        var spectrum = Spectrum.FromLogarithms([.. Enumerable.Repeat(double.NegativeInfinity, 12)], 10);

        Assert.That(spectrum.Anisotropy, Is.NaN);
        Assert.That(spectrum.Concentration, Is.NaN);
    }

    [Test]
    public void Random_spectra_over_any_range_stay_possible()
    {
        var random = new Random(4);
        for (var trial = 0; trial < 2000; trial++)
        {
            var size = random.Next(1, 65);
            var (range, shift) = (Math.Pow(10, random.Next(-3, 4)), 2000 * Numerical.Uniform(random));
            var logarithms = Enumerable.Range(0, size).Select(_ => shift + range * Numerical.Uniform(random)).OrderDescending().ToArray();

            var spectrum = Spectrum.FromLogarithms(logarithms, random.Next(1, size + 1));

            Assert.That(spectrum.Anisotropy, Is.GreaterThanOrEqualTo(1));
            Assert.That(spectrum.Concentration, Is.GreaterThan(0).And.LessThanOrEqualTo(1));
        }
    }
}
