using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

internal sealed class ExactIntervalTests
{
    /// <summary>Ranks from tables of the sign test; one rank further in would cover less than 95 %, as the sum of binomial probabilities in exact integers says.</summary>
    [TestCase(6, 1)]
    [TestCase(9, 2)]
    [TestCase(10, 2)]
    [TestCase(20, 6)]
    [TestCase(40, 14)]
    public void The_interval_of_a_median_is_two_of_the_values(int count, int rank)
    {
        var values = Enumerable.Range(1, count).Select(i => (double)(i * 7 % (count + 1))).ToArray();
        var sorted = values.Order().ToArray();

        Assert.That(ExactInterval.OfMedian(values), Is.EqualTo((Statistics.Median(sorted), sorted[rank - 1], sorted[^rank])));
        double Covers(int r) => 1 - 2 * Enumerable.Range(0, r).Sum(k => (double)Choose(count, k)) / Math.Pow(2, count);
        Assert.That(Covers(rank), Is.GreaterThanOrEqualTo(0.95));
        Assert.That(Covers(rank + 1), Is.LessThan(0.95));
    }

    [Test]
    public void Five_values_have_a_median_and_no_interval_and_none_have_neither()
    {
        Assert.That(ExactInterval.OfMedian([3, 1, 2, 5, 4]), Is.EqualTo((3.0, double.NaN, double.NaN)));
        Assert.That(ExactInterval.OfMedian([]), Is.EqualTo((double.NaN, double.NaN, double.NaN)));
    }

    /// <summary>Values of tables; each end leaves 2.5 % of the binomial distribution beyond it.</summary>
    [TestCase(9, 10, 0.5550, 0.9975)]
    [TestCase(10, 10, 0.6915, 1)]
    [TestCase(0, 10, 0, 0.3085)]
    [TestCase(20, 20, 0.8316, 1)]
    [TestCase(7, 20, 0.1539, 0.5922)]
    public void A_share_has_Clopper_and_Pearsons_interval(int with, int all, double lower, double upper)
    {
        var actual = ExactInterval.OfShare(with, all);

        Assert.That((actual.Share, actual.Lower, actual.Upper), Is.EqualTo((with / (double)all, lower, upper)).Using<(double, double, double)>(
            (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 5e-5 && Math.Abs(a.Item3 - b.Item3) < 5e-5));
    }

    [TestCase(20, 0, 1.907349e-6)]
    [TestCase(5, 15, 0.0413895)]
    [TestCase(10, 10, 1)]
    public void The_sign_test_is_the_binomial_tail_on_both_sides(int one, int other, double p) =>
        Assert.That(ExactInterval.SignTest(one, other), Is.EqualTo(p).Within(1e-6 * p));

    private static System.Numerics.BigInteger Choose(int n, int k) =>
        Enumerable.Range(1, k).Aggregate(System.Numerics.BigInteger.One, (product, i) => product * (n - k + i) / i);
}
