using NUnit.Framework;
using TimeScales.Experiments.DelayedSums;
using TimeScales.Experiments.Windows;
using TimeScales.RandomStreams;

namespace TimeScales.Tests.Windows;

/// <summary>Stable laws against their characteristic function and MathNet's sampler; fits on samples of known α.</summary>
internal sealed class StableLawTests
{
    private static readonly double[] Tails = [1.1, 1.3, 1.5, 1.7, 1.9, 2];

    /// <summary>The mean of cos tX is exp(−|σt|^α), and its spread over n draws at most 1/√n: four of those.</summary>
    [TestCase(1)] [TestCase(1.1)] [TestCase(1.5)] [TestCase(1.9)] [TestCase(2)]
    public void Draws_have_the_characteristic_function_of_the_law(double tail)
    {
        var values = new double[40_000];
        new StableLaw(tail, 1.7).Fill(new TorchGenerator(3), values);

        foreach (var t in new[] { 0.1, 0.4, 1, 2 })
        {
            Assert.That(values.Average(x => Math.Cos(t * x)), Is.EqualTo(Math.Exp(-Math.Pow(1.7 * t, tail))).Within(4 / Math.Sqrt(40_000)), $"t = {t}");
            Assert.That(values.Average(x => Math.Sin(t * x)), Is.EqualTo(0).Within(4 / Math.Sqrt(40_000)), $"t = {t}");
        }
    }

    /// <summary>Cauchy's and the normal law have closed forms; between them the share of MathNet's draws below x.</summary>
    [Test]
    public void Probabilities_are_those_of_known_laws_and_of_draws_by_another_sampler()
    {
        foreach (var x in new[] { -3.0, -0.5, 0, 0.2, 1, 6 })
        {
            Assert.That(new StableLaw(1, 2).Probability(x), Is.EqualTo(MathNet.Numerics.Distributions.Cauchy.CDF(0, 2, x)).Within(1e-6));
            Assert.That(new StableLaw(2, 2).Probability(x), Is.EqualTo(MathNet.Numerics.Distributions.Normal.CDF(0, 2 * Math.Sqrt(2), x)).Within(1e-6));
            var draws = Draws(1.4, 40_000, 5);
            Assert.That(new StableLaw(1.4, 1).Probability(x), Is.EqualTo(draws.Count(d => d <= x) / 40_000.0).Within(4 * 0.5 / Math.Sqrt(40_000)));
        }
        Assert.That(new StableLaw(2, 1).Quantile(0.95), Is.EqualTo(1.6448536269514722 * Math.Sqrt(2)).Within(1e-5));
    }

    /// <summary>α = 2: √(2/π) of the deviation √2 σ. α = 1.5: 2Γ(1/3)/π.</summary>
    [TestCase(2, 1.1283791670955126)] [TestCase(1.5, 1.7054652405)]
    public void The_mean_modulus_is_known(double tail, double modulus)
    {
        Assert.That(new StableLaw(tail, 5).MeanModulus, Is.EqualTo(modulus).Within(1e-9));
        Assert.That(2 / Math.PI * MathNet.Numerics.SpecialFunctions.Gamma(1 - 1 / tail), Is.EqualTo(modulus).Within(1e-9));
    }

    /// <summary>Bias of 200 fits on 1,000 draws by MathNet; the band is three of its own deviations, and at α = 2, where no fit can err
    /// upwards, what it must have. Spread: what the method has by the table of the report, with a third to spare.</summary>
    [TestCaseSource(nameof(Tails))]
    public void The_fit_by_characteristic_function_has_little_bias_and_spread(double tail)
    {
        var fits = Enumerable.Range(0, 200).Select(seed => StableFit.ByCharacteristicFunction(Draws(tail, 1000, seed))).ToArray();

        var (bias, spread) = Moments([.. fits.Select(fit => fit.Tail - tail)]);
        Assert.That(bias, Is.EqualTo(0).Within(0.012), "bias of α");
        Assert.That(spread, Is.LessThan(0.075), "spread of α");
        var (scaleBias, scaleSpread) = Moments([.. fits.Select(fit => fit.Scale - 1)]);
        Assert.That(scaleBias, Is.EqualTo(0).Within(0.015), "bias of σ");
        Assert.That(scaleSpread, Is.LessThan(0.075), "spread of σ");
    }

    [TestCaseSource(nameof(Tails))]
    public void The_fit_by_quantiles_agrees_where_there_are_many_values(double tail)
    {
        var values = Draws(tail, 100_000, 11);

        Assert.That(StableFit.ByQuantiles(values).Tail, Is.EqualTo(tail).Within(0.03));
        Assert.That(StableFit.ByQuantiles(values).Scale, Is.EqualTo(1).Within(0.015));
    }

    /// <summary>The matched statistic is a product. One of two normal numbers has all moments, so its means narrow as those of α = 2 do, but the law
    /// that is fitted has α = 1.39: such an α̂ by itself says nothing of heavy tails.</summary>
    [Test]
    public void A_product_of_normal_numbers_looks_heavy_tailed_and_is_not()
    {
        var generator = new TorchGenerator(1);
        double[] one = new double[200_000], other = new double[200_000];
        generator.FillNormal(one.AsSpan());
        generator.FillNormal(other.AsSpan());
        double[] products = [.. one.Zip(other, (x, y) => x * y)];

        Assert.That(StableFit.ByCharacteristicFunction(products).Tail, Is.EqualTo(1.39).Within(0.01));
        double[] means = [.. products.Chunk(100).Select(chunk => chunk.Average())];
        Assert.That(StableFit.ByCharacteristicFunction(means).Tail, Is.GreaterThan(1.9));
    }

    [Test]
    public void A_fit_scales_with_the_values_and_does_not_see_their_centre()
    {
        var values = Draws(1.5, 2000, 7);
        var fit = StableFit.ByCharacteristicFunction(values);

        var other = StableFit.ByCharacteristicFunction(Array.ConvertAll(values, x => 1e-6 * x + 3e-5));

        Assert.That(other.Tail, Is.EqualTo(fit.Tail).Within(1e-9));
        Assert.That(other.Scale, Is.EqualTo(1e-6 * fit.Scale).Within(1e-14));
        Assert.That(StableFit.ByCharacteristicFunction([4, 4, 4, 4]).Scale, Is.Zero);
    }

    /// <summary>MathNet shares no code with the library; its α = 2 is the normal law of variance 2σ² too.</summary>
    private static double[] Draws(double tail, int count, int seed)
    {
        var values = new double[count];
        new MathNet.Numerics.Distributions.Stable(tail, 0, 1, 0, new Random(seed)).Samples(values);
        return values;
    }

    private static (double Mean, double Spread) Moments(double[] values) =>
        (values.Average(), Math.Sqrt(values.Average(x => x * x) - Math.Pow(values.Average(), 2)));
}
