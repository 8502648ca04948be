using TimeScales.Experiments.EnvelopeDecay;

namespace TimeScales.Tests.EnvelopeDecay;

/// <summary>The choice between a power and an exponential on curves whose class is known.</summary>
internal sealed class DecayFitTests
{
    private const int First = 4, Last = 256, Curves = 200;

    /// <summary>Errors that are nearly independent and errors that hardly change from lag to lag, small and large.</summary>
    private static readonly (double Correlation, double Deviation)[] Errors = [(0, 0.02), (0.9, 0.02), (0.99, 0.05), (0.99, 0.2)];

    /// <summary>False choices are rarer than 5 %, whatever the error; true ones are the rule where the class shows above the error.</summary>
    [TestCaseSource(nameof(Errors))]
    public void Curves_of_a_class_are_hardly_ever_taken_for_the_other((double Correlation, double Deviation) errors)
    {
        foreach (var rate in new[] { 0.002, 0.01, 0.05 })
        {
            var (power, exponential) = Shares(lag => -rate * lag, errors);
            Assert.That(power, Is.LessThan(0.05), $"exponential, b = {rate}");
            if (rate * (Last - First) > 20 * errors.Deviation)
                Assert.That(exponential, Is.GreaterThan(0.9), $"exponential, b = {rate}");
        }
        foreach (var exponent in new[] { 0.2, 1, 2 })
        {
            var (power, exponential) = Shares(lag => -exponent * Math.Log(lag), errors);
            Assert.That(exponential, Is.LessThan(0.05), $"power, d = {exponent}");
            if (exponent > 10 * errors.Deviation)
                Assert.That(power, Is.GreaterThan(0.9), $"power, d = {exponent}");
        }
    }

    [Test]
    public void Without_errors_the_fits_are_the_curves_themselves()
    {
        var exponential = DecayFit.Of(Curve(lag => 3 - 0.05 * lag), First);
        var power = DecayFit.Of(Curve(lag => 3 - 0.7 * Math.Log(lag)), First);

        Assert.That((exponential.Rate, exponential.ExponentialRSquared), Is.EqualTo((0.05, 1.0)).Using<(double, double)>(Close));
        Assert.That((power.Exponent, power.PowerRSquared), Is.EqualTo((0.7, 1.0)).Using<(double, double)>(Close));
        Assert.That(exponential.Difference, Is.LessThan(-1000));
        Assert.That(power.Difference, Is.GreaterThan(1000));
        static bool Close((double, double) a, (double, double) b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12;
    }

    /// <summary>By brute force: the density of all points at once, from the covariance matrix, maximised over a grid of lines around the best.</summary>
    [Test]
    public void The_difference_is_that_of_the_greatest_likelihoods()
    {
        var random = new Random(8);
        var y = Noisy(lag => -0.3 * Math.Log(lag), 0.9, 0.05, random)[..30];

        Assert.That(DecayFit.Of(y, First).Difference, Is.EqualTo(2 * (Best(y, i => Math.Log(First + i)) - Best(y, i => First + i))).Within(0.05));
    }

    private static double Best(double[] y, Func<int, double> x)
    {
        var n = y.Length;
        var best = double.NegativeInfinity;
        var build = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build;
        for (var k = 0; k < 160; k++)
        {
            var ρ = 1 - Math.Pow(10, -k / 40.0);
            var inverse = build.Dense(n, n, (i, j) => Math.Pow(ρ, Math.Abs(i - j)) / (1 - ρ * ρ)).Inverse();
            var design = build.Dense(n, 2, (i, j) => j == 0 ? 1 : x(i));
            var target = build.Dense(n, 1, (i, _) => y[i]);
            var coefficients = (design.Transpose() * inverse * design).Inverse() * (design.Transpose() * inverse * target);
            var residual = target - design * coefficients;
            var variance = (residual.Transpose() * inverse * residual)[0, 0] / n;
            best = Math.Max(best, (Math.Log(inverse.Determinant()) - n * Math.Log(variance)) / 2);
        }
        return best;
    }

    private static (double Power, double Exponential) Shares(Func<double, double> curve, (double Correlation, double Deviation) errors)
    {
        var random = new Random(1);
        var differences = Enumerable.Range(0, Curves).Select(_ => DecayFit.Of(Noisy(curve, errors.Correlation, errors.Deviation, random), First).Difference).ToArray();
        return (differences.Count(d => d > DecayFit.Decides) / (double)Curves, differences.Count(d => d < -DecayFit.Decides) / (double)Curves);
    }

    private static double[] Noisy(Func<double, double> curve, double correlation, double deviation, Random random)
    {
        var (values, error) = (Curve(curve), deviation * Numerical.Normal(random));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] += error;
            error = correlation * error + Math.Sqrt(1 - correlation * correlation) * deviation * Numerical.Normal(random);
        }
        return values;
    }

    private static double[] Curve(Func<double, double> curve) => [.. Enumerable.Range(First, Last - First + 1).Select(lag => curve(lag))];
}
