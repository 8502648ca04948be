using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

/// <summary>Numbers and ticks as a reader sees them.</summary>
internal sealed class NumeralsTests
{
    [TestCase(0, "0")]
    [TestCase(0.25649, "0.256")]
    [TestCase(-0.009, "-0.009")]
    [TestCase(0.001, "0.001")]
    [TestCase(0.00099, "9.9·10⁻⁴")]
    [TestCase(1234.5, "1234")]
    [TestCase(99999, "99999")]
    [TestCase(100000, "1·10⁵")]
    [TestCase(-3.21e-12, "-3.21·10⁻¹²")]
    [TestCase(double.NaN, "no finite value")]
    [TestCase(double.PositiveInfinity, "no finite value")]
    public void A_number_has_three_digits_or_a_power_of_ten(double value, string text) =>
        Assert.That(Numerals.Text(value), Is.EqualTo(text));

    [Test]
    public void An_interval_stands_behind_its_value() =>
        Assert.That(Numerals.Interval(0.2559, 0.2254, 0.319), Is.EqualTo("0.256 [0.225, 0.319]"));

    [TestCase(-10, 0, "10⁻¹⁰ 10⁻⁸ 10⁻⁶ 10⁻⁴ 0.01 1", new double[] { -10, -8, -6, -4, -2, 0 })]
    [TestCase(0, 5, "1 10 100 1000 10⁴ 10⁵", new double[] { 0, 1, 2, 3, 4, 5 })]
    [TestCase(0, 2, "1 3 10 30 100", new double[] { 0, 0.47712, 1, 1.47712, 2 })]
    [TestCase(-1, 0, "0.1 0.2 0.5 1", new double[] { -1, -0.69897, -0.30103, 0 })]
    [TestCase(0, 0.32, "1 1.5 2", new double[] { 0, 0.17609, 0.30103 })]
    public void Ticks_of_a_logarithmic_axis_are_round_numbers_at_their_decimal_logarithms(
        double low, double high, string texts, double[] places)
    {
        var ticks = Numerals.LogarithmicTicks(low, high);

        Assert.That(string.Join(' ', ticks.Select(tick => tick.Text)), Is.EqualTo(texts));
        Assert.That(ticks.Select(tick => tick.Place), Is.EqualTo(places).Within(1e-5));
    }
}
