using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

internal sealed class BootstrapTests
{
    private static readonly double[] Once = [5.5];
    private static readonly double[] ZeroAndOne = [0, 1];

    [Test]
    public void Equal_values_give_equal_intervals()
    {
        var values = Numerical.Normals(new Random(1), 20);

        Assert.That(Bootstrap.Median(values), Is.EqualTo(Bootstrap.Median([.. values])));
    }

    [Test]
    public void The_interval_contains_the_median_and_lies_within_the_data([Values(1, 2, 3, 7, 20)] int count)
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var values = Numerical.Normals(new Random(seed), count);
            var (median, lower, upper) = Bootstrap.Median(values);

            Assert.That(median, Is.EqualTo((values.Order().ElementAt(count / 2) + values.Order().ElementAt((count - 1) / 2)) / 2).Within(1e-15));
            Assert.That(median, Is.InRange(lower, upper));
            Assert.That(lower, Is.GreaterThanOrEqualTo(values.Min()));
            Assert.That(upper, Is.LessThanOrEqualTo(values.Max()));
        }
    }

    /// <summary>The median of n normals has a deviation of 1.25/√n: the interval's width is 3.92 of those. Ten samples each, a band of a quarter.</summary>
    [TestCase(16)]
    [TestCase(64)]
    public void The_interval_shrinks_as_one_over_root_n(int count)
    {
        var widths = Enumerable.Range(1, 10).Select(seed => Bootstrap.Median(Numerical.Normals(new Random(seed), count))).Average(i => i.Upper - i.Lower);

        Assert.That(widths * Math.Sqrt(count), Is.EqualTo(2 * 1.96 * Math.Sqrt(Math.PI / 2)).Within(25).Percent);
    }

    /// <summary>P(median* ≤ x_(k)) = P(Bin(n, k/n) ≥ (n+1)/2) for odd n: 0.7 % and 5 % for the second and third of eleven, so the
    /// 2.5 % quantile is the third; likewise from above.</summary>
    [Test]
    public void Of_eleven_values_the_interval_is_the_third_to_the_ninth()
    {
        double[] values = [13, 2, 29, 5, 11, 3, 31, 7, 17, 23, 19];

        Assert.That(Bootstrap.Median(values), Is.EqualTo((13.0, 5.0, 23.0)));
    }

    [Test]
    public void The_order_of_the_values_does_not_matter()
    {
        var values = Numerical.Normals(new Random(3), 20);

        Assert.That(Bootstrap.Median([.. values.Reverse()]), Is.EqualTo(Bootstrap.Median(values)));
    }

    [Test]
    public void One_value_and_two_values_are_as_uncertain_as_they_can_be()
    {
        Assert.That(Bootstrap.Median(Once), Is.EqualTo((5.5, 5.5, 5.5)));
        Assert.That(Bootstrap.Median(ZeroAndOne), Is.EqualTo((0.5, 0.0, 1.0)));
    }

    [Test]
    public void No_values_and_NaN_give_NaN()
    {
        Assert.That(Bootstrap.Median([]), Is.EqualTo((double.NaN, double.NaN, double.NaN)));
        Assert.That(Bootstrap.Median([1, double.NaN, 2]).Median, Is.NaN);
    }
}
