using TimeScales.Experiments.Departures;

namespace TimeScales.Tests.Departures;

internal sealed class ProfileDeparturesTests
{
    /// <summary>Lag 1 holds 1, 2, 4, 8 and lag 2 holds 0.25, 0.5: medians 3 and 0.375, lower middle values 2 and 0.25.</summary>
    [TestCase(Departure.LowerMedian, 2, 0.25)]
    [TestCase(Departure.All, 2, 0.25)]
    [TestCase(Departure.All & ~Departure.LowerMedian, 3, 0.375)]
    [TestCase(Departure.None, 3, 0.375)]
    public void The_lower_middle_value_stands_for_the_median_under_departure_11_alone(
        Departure departures, double atLag1, double atLag2)
    {
        var table = new PairTable(2, 3);
        (table[0, 2, 1], table[0, 3, 2], table[1, 2, 1], table[1, 3, 2]) = (Math.Log(8), Math.Log(2), Math.Log(1), Math.Log(4));
        (table[0, 3, 1], table[1, 3, 1]) = (Math.Log(0.5), Math.Log(0.25));

        var (profile, logAtLag1) = ProfileDepartures.Of(new Protocol("test", departures), table);

        Assert.That(Math.Exp(logAtLag1), Is.EqualTo(atLag1).Within(1e-14));
        Assert.That(profile, Is.EqualTo(new[] { 1, atLag2 / atLag1 }).Within(1e-15));
    }

    /// <summary>A product that vanished has the power 0^s, or 1e-12^s where it is kept off zero.</summary>
    [TestCase(Departure.SinglePrecisionProducts, 1e-6)]
    [TestCase(Departure.All, 1e-6)]
    [TestCase(Departure.All & ~Departure.SinglePrecisionProducts, 0)]
    [TestCase(Departure.None, 0)]
    public void The_power_of_zero_is_zero_but_under_departure_7(Departure departures, double expected)
    {
        var power = ProfileDepartures.Power(new Protocol("test", departures), [0, 4], 0.5);

        Assert.That(power, Is.EqualTo(new[] { expected, 2 }).Within(1e-12));
    }
}
