using NUnit.Framework;
using TimeScales.Numerics;
using TimeScales.Tests.Golden;

namespace TimeScales.Tests.Numerics;

/// <summary>Against NumPy and torch: Golden/statistics.json names the expression behind every value.</summary>
internal sealed class StatisticsTests
{
    private const double Rounding = 1e-14;

    [Test]
    public void Order_statistics_equal_NumPy_and_torch([Values("odd", "even", "repeated", "one")] string name)
    {
        var golden = GoldenFile.Read("statistics.json").GetProperty(name);
        var data = golden.GetProperty("data").Doubles();

        Assert.That(Statistics.Median(data), Is.EqualTo(golden.GetProperty("median").GetProperty("values").GetDouble()));
        Assert.That(Statistics.LowerMedian(data), Is.EqualTo(golden.GetProperty("lower_median").GetProperty("values").GetDouble()));
        foreach (var quantile in golden.GetProperty("quantiles").EnumerateArray())
            Assert.That(Statistics.Quantile(data, quantile.GetProperty("p").GetDouble()), Is.EqualTo(quantile.GetProperty("values").GetDouble()).Within(Rounding));
    }

    [Test]
    public void The_line_of_least_squares_equals_NumPy()
    {
        var golden = GoldenFile.Read("statistics.json").GetProperty("line");
        var expected = golden.GetProperty("slope_intercept").GetProperty("values").Doubles();

        var (slope, intercept, rSquared) = Statistics.FitLine(golden.GetProperty("x").Doubles(), golden.GetProperty("y").Doubles());

        Assert.That(new[] { slope, intercept }, Is.EqualTo(expected).Within(Rounding));
        Assert.That(rSquared, Is.EqualTo(golden.GetProperty("r_squared").GetProperty("values").GetDouble()).Within(Rounding));
    }

    [Test]
    public void An_order_statistic_of_nothing_or_of_no_number_is_not_a_number()
    {
        Assert.That(Statistics.Median([]), Is.NaN);
        Assert.That(Statistics.LowerMedian([]), Is.NaN);
        Assert.That(Statistics.Median([1, double.NaN, 2]), Is.NaN);
        Assert.That(Statistics.LowerMedian([1, double.NaN, 2]), Is.NaN);
        Assert.That(Statistics.Quantile([double.NaN, 1], 1), Is.NaN);
    }

    /// <summary>Infinities are values: the logarithm of a vanished sensitivity is −∞, and half of them make it the median.</summary>
    [Test]
    public void Infinite_values_are_ordered_like_others()
    {
        Assert.That(Statistics.LowerMedian([double.NegativeInfinity, 3, double.NegativeInfinity]), Is.EqualTo(double.NegativeInfinity));
        Assert.That(Statistics.Median([double.NegativeInfinity, 3, 4]), Is.EqualTo(3));
    }

    [Test]
    public void There_is_no_line_through_points_above_one_another() =>
        Assert.That(Statistics.FitLine([2, 2], [0, 1]).Slope, Is.NaN);
}
