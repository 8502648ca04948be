using TimeScales.Experiments.Departures;
using TimeScales.RandomStreams;
using TimeScales.Tests.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Departures;

/// <summary>Each departure of the sensitivities alone against products of the library's exact Jacobians in plain loops.</summary>
internal sealed class SensitivityDeparturesTests
{
    private const int Steps = 6;

    /// <summary>Of the logarithm: the accuracy of a spectral norm, relative.</summary>
    private const double NormAccuracy = 1e-8;

    /// <summary>To the bit, and nothing is drawn: the corrected protocol is the estimator itself.</summary>
    [Test]
    public void Without_a_departure_the_table_is_the_estimator_s([Values("plain", "multi", "lstm")] string name)
    {
        var unroll = new Problem(Cell.ByName(name), hidden: 5, inputs: 3, batch: 2, Steps).Unroll();
        var (used, fresh) = (new TorchGenerator(3), new TorchGenerator(3));

        var table = SensitivityDepartures.Measure(Protocol.Corrected, unroll, used);

        Assert.That(table.Logarithms.ToArray(), Is.EqualTo(SensitivityTable.Of(unroll).Logarithms.ToArray()));
        Assert.That(used.NextInteger(0, int.MaxValue), Is.EqualTo(fresh.NextInteger(0, int.MaxValue)));
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void Reversed_products_have_earlier_factors_on_the_left(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 1, Steps);
        var unroll = p.Unroll();

        var table = Measure(Departure.ReversedProducts, unroll);

        ForEachPair(1, (b, t, k) =>
        {
            var reversed = Numerical.Product(Enumerable.Range(k + 1, t - k).Select(j => unroll.StateJacobian(b, j)));
            Assert.That(table[b, t, k], Is.EqualTo(LogNorm(reversed)).Within(NormAccuracy), $"({t},{k})");
        });
    }

    /// <summary>Without this the tests of either order could both hold for either order.</summary>
    [Test]
    public void The_two_orders_differ_from_the_second_lag_on([Values("plain", "leaky", "scalar", "multi")] string name)
    {
        var unroll = new Problem(Cell.ByName(name), hidden: 5, inputs: 3, batch: 1, Steps).Unroll();

        var (forward, reversed) = (SensitivityTable.Of(unroll), Measure(Departure.ReversedProducts, unroll));

        ForEachPair(1, (b, t, k) => Assert.That(
            Math.Abs(forward[b, t, k] - reversed[b, t, k]), t - k == 1 ? Is.LessThan(1e-8) : Is.GreaterThan(1e-4), $"({t},{k})"));
    }

    /// <summary>Departure 1: B_t with (φ_t − x_t), which is (1 − g)(φ_t − x_{t−1}): the derivative's own gate term times 1 −
    /// g, row by row.</summary>
    [TestCase("scalar")]
    [TestCase("multi")]
    public void The_gate_term_after_the_step_is_that_before_it_times_one_minus_the_gate(string name)
    {
        var p = new Problem(Cell.ByName(name), hidden: 5, inputs: 3, batch: 2, Steps);
        var unroll = p.Unroll();

        var table = Measure(Departure.GateTermAfterStep, unroll);

        for (var t = 2; t <= Steps; t++)
        {
            var (expected, dominant) = (unroll.StateJacobian(1, t), unroll.DominantJacobian(1, t));
            for (var i = 0; i < 5; i++)
                for (var j = 0; j < 5; j++)
                    expected[i, j] = dominant[i, j] + (1 - unroll.Gate(1, t, i)) * (expected[i, j] - dominant[i, j]);
            Assert.That(table[1, t, t - 1], Is.EqualTo(LogNorm(expected)).Within(NormAccuracy), $"t = {t}");
        }
    }

    /// <summary>Departure 3: one start for each pair, b by b, t rising, k falling; the order is part of the published
    /// numbers.</summary>
    [Test]
    public void Power_iteration_takes_its_starts_in_the_order_of_the_released_program()
    {
        const int hidden = 5;
        var p = new Problem(Cell.ByName("multi"), hidden, inputs: 3, batch: 2, Steps);
        var unroll = p.Unroll();
        var starts = new TorchGenerator(31);

        var table = Measure(Departure.PowerIterationNorms, unroll, 31);

        for (var b = 0; b < 2; b++)
        {
            for (var t = 2; t <= Steps; t++)
            {
                for (var k = t - 1; k >= 1; k--)
                {
                    var expected = Math.Log(Gain(Product(unroll, b, t, k), starts));
                    Assert.That(table[b, t, k], Is.EqualTo(expected).Within(1e-12), $"({b},{t},{k})");
                }
            }
        }
    }

    private static double LogNorm(double[,] matrix) => Math.Log(Numerical.SpectralNorm(matrix));

    private static PairTable Measure(Departure departure, Unroll<double> unroll, ulong seed = 0) =>
        SensitivityDepartures.Measure(Protocol.OnlyWith(departure), unroll, new TorchGenerator(seed));

    /// <summary>J_t J_{t−1} ⋯ J_{k+1}.</summary>
    private static double[,] Product(Unroll<double> unroll, int b, int t, int k) =>
        Numerical.Product(Enumerable.Range(k + 1, t - k).Reverse().Select(j => unroll.StateJacobian(b, j)));

    /// <summary>‖M v‖ after five steps v ← M v/(‖M v‖ + 1e-12), the released program's offset included.</summary>
    private static double Gain(double[,] m, TorchGenerator starts)
    {
        var v = new double[m.GetLength(0)];
        starts.FillNormal(v.AsSpan());
        double Length() => Math.Sqrt(v.Sum(e => e * e));
        for (var step = 0; step <= 5; step++)
        {
            var length = Length() + 1e-12;
            v = [.. Enumerable.Range(0, v.Length).Select(i => Enumerable.Range(0, v.Length).Sum(j => m[i, j] * v[j] / length))];
        }
        return Length();
    }

    private static void ForEachPair(int batch, Action<int, int, int> check)
    {
        for (var b = 0; b < batch; b++)
            for (var t = 2; t <= Steps; t++)
                for (var k = 1; k < t; k++)
                    check(b, t, k);
    }
}
