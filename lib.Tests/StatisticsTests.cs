using NUnit.Framework;
using TimeScales.Tests.Golden;

namespace TimeScales.Tests;

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

    /// <summary>Small counts and ties, by hand: the quantile lies at p (n − 1) of the way through the sorted values.</summary>
    [TestCase(new double[] { 5, 3, 1, 4, 2 }, 1, 2, 3, 4, 5)]
    [TestCase(new double[] { 4, 1, 3, 2 }, 1, 1.75, 2.5, 3.25, 4)]
    [TestCase(new double[] { 3, 1, 2 }, 1, 1.5, 2, 2.5, 3)]
    [TestCase(new double[] { 2, 1 }, 1, 1.25, 1.5, 1.75, 2)]
    [TestCase(new double[] { 7 }, 7, 7, 7, 7, 7)]
    [TestCase(new double[] { 1, 9, 1, 1 }, 1, 1, 1, 3, 9)]
    public void Quartiles_are_at_quarters_of_the_way(
        double[] values, double lowest, double lower, double median, double upper, double highest)
    {
        double[] before = [.. values], probabilities = [0, 0.25, 0.5, 0.75, 1];

        Assert.That(probabilities.Select(p => Statistics.Quantile(values, p)),
            Is.EqualTo(new[] { lowest, lower, median, upper, highest }));
        Assert.That(Statistics.Median(values), Is.EqualTo(median));
        Assert.That(values, Is.EqualTo(before), "the values were put in order where they are");
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
        Assert.That(Statistics.Median([3, double.PositiveInfinity, 2]), Is.EqualTo(3));
        Assert.That(Statistics.Median([double.NegativeInfinity, 3, double.NegativeInfinity]), Is.EqualTo(double.NegativeInfinity));
        Assert.That(Statistics.Median([double.PositiveInfinity, double.PositiveInfinity]), Is.EqualTo(double.PositiveInfinity));
        Assert.That(Statistics.Quantile([1, 2, double.PositiveInfinity], 0.75), Is.EqualTo(double.PositiveInfinity));
    }

    [Test]
    public void There_is_no_line_through_points_above_one_another() =>
        Assert.That(Statistics.FitLine([2, 2], [0, 1]).Slope, Is.NaN);
}
