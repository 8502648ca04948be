using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Departures;
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
        var spectrum = Spectrum.FromLogarithms(new double[size], rank, int.MaxValue);

        Assert.That(spectrum.Anisotropy, Is.EqualTo(1));
        Assert.That(spectrum.Concentration, Is.EqualTo((double)rank / size).Within(1e-15));
    }

    /// <summary>AI_2 = 4/3; CE_2 = (16 + 9)/(16 + 9 + 4 + 1), or of three values 25/29.</summary>
    [TestCase(int.MaxValue, 25.0 / 30)]
    [TestCase(3, 25.0 / 29)]
    public void Four_values_by_hand(int length, double concentration)
    {
        var fromLogarithms = Spectrum.FromLogarithms(Array.ConvertAll(FourThreeTwoOne, Math.Log), 2, length);
        var fromValues = Spectrum.FromValues(FourThreeTwoOne, 2, length);

        Assert.That(fromLogarithms.Anisotropy, Is.EqualTo(4.0 / 3).Within(1e-15));
        Assert.That(fromLogarithms.Concentration, Is.EqualTo(concentration).Within(1e-15));
        Assert.That(fromValues.Anisotropy, Is.EqualTo(4 / (3 + 1e-12)).Within(1e-15));
        Assert.That(fromValues.Concentration, Is.EqualTo(concentration).Within(1e-12));
    }

    /// <summary>The released program's offset makes a vanishing product look isotropic and empty: impossible values.</summary>
    [Test]
    public void The_offset_of_the_released_program_gives_AI_below_1_and_CE_near_0_where_the_definition_does_not()
    {
        var values = Array.ConvertAll(FourThreeTwoOne, σ => 1e-20 * σ);

        var offset = Spectrum.FromValues(values, 2, int.MaxValue);
        var exact = Spectrum.FromLogarithms(Array.ConvertAll(values, Math.Log), 2, int.MaxValue);

        Assert.That(offset.Anisotropy, Is.LessThan(1));
        Assert.That(offset.Concentration, Is.LessThan(1e-20));
        Assert.That(exact.Anisotropy, Is.EqualTo(4.0 / 3).Within(1e-13));
        Assert.That(exact.Concentration, Is.EqualTo(25.0 / 30).Within(1e-13));
    }

    /// <summary>Weights scaled by 1e-6 make products of 50 factors of 1e-300 and less.</summary>
    [Test]
    public void Under_the_corrected_protocol_AI_is_at_least_1_and_CE_in_0_to_1_for_products_of_any_size(
        [Values("plain", "scalar", "multi")] string cell, [Values(1, 1e-6, 10)] double scale)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var p = new Problem(Cell.ByName(cell), hidden: 12, inputs: 2, batch: 1, steps: 60, seed);
            foreach (ref var weight in p.Network["Wr"])
                weight *= scale;
            foreach (ref var input in p.Inputs.AsSpan())
                input /= Math.Max(1, scale);
            var spectra = new ProductSpectra<double>(p.Unroll(), Protocol.Corrected, rank: 10);
            foreach (var lag in new[] { 1, 7, 50 })
            {
                var spectrum = spectra.Measure(new Triple(0, 58, 58 - lag));
                Assert.That(spectrum, Is.Not.Null);
                Assert.That(spectrum.Value.Anisotropy, Is.GreaterThanOrEqualTo(1));
                Assert.That(spectrum.Value.Concentration, Is.GreaterThan(0).And.LessThanOrEqualTo(1));
            }
        }
    }

    /// <summary>0/0 in every ratio: no number, and not one that looks like a measurement.</summary>
    [Test]
    public void The_zero_product_has_no_spectrum()
    {
        var spectrum = Spectrum.FromLogarithms([.. Enumerable.Repeat(double.NegativeInfinity, 12)], 10, int.MaxValue);

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

            var spectrum = Spectrum.FromLogarithms(logarithms, random.Next(1, size + 1), random.Next(2) == 0 ? 16 : int.MaxValue);

            Assert.That(spectrum.Anisotropy, Is.GreaterThanOrEqualTo(1));
            Assert.That(spectrum.Concentration, Is.GreaterThan(0).And.LessThanOrEqualTo(1));
        }
    }
}
