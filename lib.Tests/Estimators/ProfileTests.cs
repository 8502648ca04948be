using NUnit.Framework;

namespace TimeScales.Tests.Estimators;

internal sealed class ProfileTests
{
    [Test]
    public void A_table_keeps_every_pair_apart()
    {
        var table = Table(sequences: 3, steps: 7, (b, t, k) => 100 * b + 10 * t + k);

        for (var b = 0; b < 3; b++)
            for (var t = 2; t <= 7; t++)
                for (var k = 1; k < t; k++)
                    Assert.That(table[b, t, k], Is.EqualTo(100 * b + 10 * t + k));
        Assert.That(table.Logarithms.Length, Is.EqualTo(3 * 21));
    }

    [Test]
    public void A_lag_gathers_the_pairs_of_that_distance()
    {
        var table = Table(sequences: 2, steps: 5, (b, t, k) => 100 * b + 10 * t + k);

        Assert.That(table.AtLag(3), Is.EqualTo(new[] { 41.0, 52, 141, 152 }));
        Assert.That(table.AtLag(4), Is.EqualTo(new[] { 51.0, 151 }));
    }

    [TestCase(0)]
    [TestCase(5)]
    public void An_impossible_lag_is_refused_with_the_possible_ones(int lag) =>
        Assert.That(() => new PairTable(1, 5).AtLag(lag), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain("1 … 4"));

    /// <summary>Two sequences of three steps hold 4 values at lag 1 and 2 at lag 2; the midpoint lies between values, not logarithms.</summary>
    [Test]
    public void A_profile_is_the_median_of_the_values_at_each_lag_over_that_at_lag_1()
    {
        var table = Table(sequences: 2, steps: 3, (b, t, k) => Math.Log((b, t, k) switch
        {
            (0, 2, 1) => 8, (0, 3, 2) => 2, (1, 2, 1) => 1, (1, 3, 2) => 4, // lag 1: 1, 2, 4, 8
            (0, 3, 1) => 0.5,
            _ => 0.25, // lag 2: 0.25, 0.5
        }));

        var (profile, logAtLag1) = LagProfile.Of(table);

        Assert.That(Math.Exp(logAtLag1), Is.EqualTo(3).Within(1e-14));
        Assert.That(profile, Is.EqualTo(new[] { 1, 0.375 / 3 }).Within(1e-15));
    }

    /// <summary>e^{-2000} is no float64; its half is a median all the same.</summary>
    [Test]
    public void A_median_of_values_beyond_the_range_of_float64_keeps_its_logarithm()
    {
        var (_, below) = LagProfile.Of(Table(2, 2, (b, _, _) => -2000 - b * Math.Log(3)));
        var (_, above) = LagProfile.Of(Table(2, 2, (b, _, _) => 2000 + b * Math.Log(3)));

        Assert.That(below, Is.EqualTo(-2000 + Math.Log(2.0 / 3)).Within(1e-12));
        Assert.That(above, Is.EqualTo(2000 + Math.Log(2)).Within(1e-12));
    }

    [Test]
    public void A_lag_at_which_half_the_values_vanish_has_half_the_other_middle_value()
    {
        var (_, logMedian) = LagProfile.Of(Table(2, 2, (b, _, _) => b == 0 ? double.NegativeInfinity : Math.Log(6)));
        var (_, vanished) = LagProfile.Of(Table(2, 2, (_, _, _) => double.NegativeInfinity));

        Assert.That(logMedian, Is.EqualTo(Math.Log(3)).Within(1e-14));
        Assert.That(vanished, Is.EqualTo(double.NegativeInfinity));
    }

    [Test]
    public void The_fit_of_a_power_law_is_its_exponent()
    {
        var p = Table(2, 20, (b, t, k) => -0.3 * (t - k) - 0.01 * b * t);
        var s = Table(2, 20, (b, t, k) => 1.5 + 0.7 * p[b, t, k]);

        var (slope, rSquared) = LogLogFit.Of(s, p);

        Assert.That(slope, Is.EqualTo(0.7).Within(1e-13));
        Assert.That(rSquared, Is.EqualTo(1).Within(1e-13));
    }

    /// <summary>190 pairs: the 1 % quantile lies between the second and third, so two pairs go at each end.</summary>
    [Test]
    public void The_fit_leaves_out_the_outer_hundredths_of_the_gate_product()
    {
        var rank = 0;
        var p = Table(1, 20, (_, _, _) => rank++);
        var s = Table(1, 20, (b, t, k) => p[b, t, k] is < 2 or > 187 ? 1e6 : 2 * p[b, t, k]);
        var third = Table(1, 20, (b, t, k) => p[b, t, k] is < 3 ? 1e6 : 2 * p[b, t, k]);

        Assert.That(LogLogFit.Of(s, p).Slope, Is.EqualTo(2).Within(1e-12));
        Assert.That(LogLogFit.Of(third, p).Slope, Is.Not.EqualTo(2).Within(0.1));
    }

    [Test]
    public void The_fit_leaves_out_pairs_that_vanish_or_are_not_finite()
    {
        var p = Table(1, 20, (_, t, k) => (t, k) == (9, 3) ? double.NegativeInfinity : -0.1 * t - 0.2 * k);
        var s = Table(1, 20, (b, t, k) => (t, k) == (12, 5) ? double.NegativeInfinity : (t, k) == (9, 4) ? double.NaN : 3 * Math.Max(-99, p[b, t, k]));

        Assert.That(LogLogFit.Of(s, p).Slope, Is.EqualTo(3).Within(1e-12));
    }

    /// <summary>10 steps have 45 pairs, 11 have 55; the released program asks for 50.</summary>
    [Test]
    public void Too_few_pairs_give_no_fit()
    {
        double Fit(int steps) => LogLogFit.Of(Table(1, steps, (_, t, k) => k - t), Table(1, steps, (_, t, k) => k - t)).Slope;

        Assert.That(Fit(10), Is.NaN);
        Assert.That(Fit(11), Is.EqualTo(1).Within(1e-13));
    }

    private static PairTable Table(int sequences, int steps, Func<int, int, int, double> logarithm)
    {
        var table = new PairTable(sequences, steps);
        for (var b = 0; b < sequences; b++)
            for (var t = 2; t <= steps; t++)
                for (var k = 1; k < t; k++)
                    table[b, t, k] = logarithm(b, t, k);
        return table;
    }
}
