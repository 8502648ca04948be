using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

/// <summary>Numbers as a reader sees them.</summary>
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
}
