using TimeScales.Experiments.Departures;
using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

/// <summary>Seeds become a median, quartiles and an interval.</summary>
internal sealed class MeasurementSummaryTests
{
    private static readonly Measurement Slope = new("effective-rates", "corrected", "adding", "multi", 1, 800, "slope", null, 0);

    /// <summary>Quartiles by the rule of R's type 7 and NumPy: at (n − 1)/4 and 3(n − 1)/4 of the way through the sorted
    /// values.</summary>
    [TestCase(new double[] { 3, 1, 5, 2, 4 }, 2, 3, 4)]
    [TestCase(new double[] { 4, 3, 2, 1 }, 1.75, 2.5, 3.25)]
    [TestCase(new double[] { 1, 2, 3 }, 1.5, 2, 2.5)]
    [TestCase(new double[] { 2, 1 }, 1.25, 1.5, 1.75)]
    [TestCase(new double[] { 7 }, 7, 7, 7)]
    [TestCase(new double[] { 1, 1, 1, 9 }, 1, 1, 3)]
    [TestCase(new double[] { -9, 0, 0, 0, 0 }, 0, 0, 0)]
    [TestCase(new double[] { 5, double.NaN, 1, double.PositiveInfinity, 2, double.NegativeInfinity, 4, 3 }, 2, 3, 4)]
    public void Quartiles_are_at_a_quarter_and_three_quarters_of_the_finite_values(
        double[] values, double lower, double median, double upper)
    {
        var row = Of(values);

        Assert.That((row.LowerQuartile, row.Median, row.UpperQuartile), Is.EqualTo((lower, median, upper)));
    }

    [Test]
    public void Seeds_without_a_finite_value_are_counted_and_left_out()
    {
        var row = Of(1, double.NaN, 2, double.PositiveInfinity, double.NegativeInfinity);
        var none = Of(double.NaN, double.NaN);

        Assert.That((row.Seeds, row.LeftOut), Is.EqualTo((2, 3)));
        Assert.That((none.Seeds, none.LeftOut), Is.EqualTo((0, 2)));
        Assert.That(new[] { none.LowerQuartile, none.Median, none.UpperQuartile, none.IntervalLower, none.IntervalUpper },
            Is.All.NaN);
    }

    /// <summary>Of 101 values the quartiles are a quarter of them from the ends, the interval about ten from the middle.</summary>
    [Test]
    public void The_interval_is_the_medians_and_not_the_quartiles()
    {
        var row = Of([.. Enumerable.Range(1, 101).Select(i => (double)i)]);

        Assert.That((row.LowerQuartile, row.Median, row.UpperQuartile), Is.EqualTo((26.0, 51.0, 76.0)));
        // The median's ranks are binomial: 51 ± 1.96 · √101/2.
        Assert.That(row.IntervalLower, Is.EqualTo(51 - 1.96 * Math.Sqrt(101) / 2).Within(1));
        Assert.That(row.IntervalUpper, Is.EqualTo(51 + 1.96 * Math.Sqrt(101) / 2).Within(1));
    }

    /// <summary>Catches a key that forgets one of its parts.</summary>
    [Test]
    public void What_differs_in_anything_but_the_seed_is_a_row_of_its_own_in_the_order_of_its_first_seed()
    {
        Measurement[] kinds =
        [
            Slope, Slope with { Experiment = "anisotropy" }, Slope with { Protocol = "published" },
            Slope with { Task = "recall" }, Slope with { Cell = "leaky" },
            Slope with { Iteration = 50 }, Slope with { Iteration = null },
            Slope with { Quantity = "rSquared" }, Slope with { Position = 1 }, Slope with { Position = 2 },
        ];

        var rows = MeasurementSummary.Of(
            [.. kinds.Select((m, i) => m with { Value = i }), .. kinds.Reverse().Select((m, i) => m with { Seed = 2, Value = 109 - i })]);

        var found = rows.Select(r =>
            new Measurement(r.Experiment, r.Protocol, r.Task, r.Cell, 1, r.Iteration, r.Quantity, r.Position, 0));
        Assert.That(found, Is.EqualTo(kinds));
        Assert.That(rows.Select(r => r.Seeds), Is.All.EqualTo(2));
        Assert.That(rows.Select(r => r.Median), Is.EqualTo(kinds.Select((_, i) => i + 50.0)));
    }

    private static MeasurementSummary Of(params double[] values) =>
        MeasurementSummary.Of(values.Select((v, i) => Slope with { Seed = (uint)i, Value = v })).Single();
}
