using NUnit.Framework;
using TimeScales.Experiments.Law;

namespace TimeScales.Tests.Law;

internal sealed class WithinLagFitTests
{
    /// <summary>Both fall with the lag; what they do within a lag is the opposite, with slope −2.</summary>
    [Test]
    public void What_is_owed_to_the_lag_is_taken_away()
    {
        var (values, predictor) = (new PairTable(3, 20), new PairTable(3, 20));
        var random = new Random(3);
        for (var b = 0; b < 3; b++)
        {
            for (var t = 2; t <= 20; t++)
            {
                for (var k = 1; k < t; k++)
                {
                    var own = 0.1 * random.NextDouble();
                    (predictor[b, t, k], values[b, t, k]) = (-(t - k) + own, -3 * (t - k) + 5 - 2 * own);
                }
            }
        }

        var fit = WithinLagFit.Of(values, predictor);

        Assert.That(fit.WithinSlope, Is.EqualTo(-2).Within(1e-9));
        Assert.That(fit.WithinRSquared, Is.EqualTo(1).Within(1e-9));
        Assert.That(fit.Slope, Is.EqualTo(3).Within(0.02));
        Assert.That(WithinLagFit.OnLag(values).Slope, Is.EqualTo(-3).Within(0.02));
        Assert.That(WithinLagFit.OnLag(values).WithinSlope, Is.NaN);
    }

    [Test]
    public void Lags_below_the_shortest_do_not_count()
    {
        var (values, predictor) = (new PairTable(1, 12), new PairTable(1, 12));
        for (var t = 2; t <= 12; t++)
        {
            for (var k = 1; k < t; k++)
                (predictor[0, t, k], values[0, t, k]) = (k, t - k < WithinLagFit.ShortestLag ? 100 * k : k);
        }

        Assert.That(WithinLagFit.Of(values, predictor).WithinSlope, Is.EqualTo(1).Within(1e-12));
    }
}
