using TimeScales.Experiments.Departures;
using TimeScales.Tests.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Departures;

internal sealed class GateProductDeparturesTests
{
    private const int Steps = 6;

    /// <summary>Of a logarithm of up to T factors.</summary>
    private const double Rounding = 1e-13;

    /// <summary>Departure 4; the constant gate of the leaky cell keeps α^h, and the plain cell has no gate.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void With_the_extra_factor_the_product_starts_at_k(Cell cell, int hidden, int inputs) =>
        AssertProducts(cell, hidden, inputs, Departure.ExtraGateFactor, firstAfterK: cell.Name is "plain" or "leaky" ? 1 : 0);

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void Under_all_other_departures_it_starts_after_k(Cell cell, int hidden, int inputs) =>
        AssertProducts(cell, hidden, inputs, Departure.All & ~Departure.ExtraGateFactor, firstAfterK: 1);

    private static void AssertProducts(Cell cell, int hidden, int inputs, Departure departures, int firstAfterK)
    {
        var unroll = new Problem(cell, hidden, inputs, batch: 2, Steps).Unroll();

        var table = GateProductDepartures.Measure(new Protocol("test", departures), unroll);

        for (var b = 0; b < 2; b++)
        {
            for (var t = 2; t <= Steps; t++)
            {
                for (var k = 1; k < t; k++)
                {
                    var factors = Enumerable.Range(k + firstAfterK, t - k - firstAfterK + 1);
                    var mean = Enumerable.Range(0, hidden).Average(
                        unit => factors.Aggregate(1.0, (product, j) => product * unroll.Gate(b, j, unit)));
                    Assert.That(table[b, t, k], Is.EqualTo(Math.Log(mean)).Within(Rounding), $"({b},{t},{k})");
                }
            }
        }
    }
}
