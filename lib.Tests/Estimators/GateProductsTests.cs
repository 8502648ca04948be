using NUnit.Framework;
using TimeScales.Tests.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Estimators;

internal sealed class GateProductsTests
{
    private const int Steps = 6;

    /// <summary>Of a logarithm of up to T factors.</summary>
    private const double Rounding = 1e-13;

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void A_gate_product_has_the_factors_after_k_up_to_t(Cell cell, int hidden, int inputs) =>
        AssertProducts(cell, hidden, inputs, carry: false);

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void A_carry_product_has_the_factors_after_k_up_to_t(Cell cell, int hidden, int inputs) =>
        AssertProducts(cell, hidden, inputs, carry: true);

    /// <summary>The gate is read off the state equation: g = (x_t − x_{t−1})/(φ − x_{t−1}), with φ from the reference.</summary>
    [Test]
    public void A_gate_is_the_share_that_the_candidate_takes([Values("leaky", "scalar", "multi")] string name)
    {
        var p = new Problem(Cell.ByName(name), hidden: 5, inputs: 3, batch: 2, Steps);
        var unroll = p.Unroll();
        for (var t = 1; t <= Steps; t++)
        {
            var (before, after) = (p.States(1)[t - 1], p.States(1)[t]);
            var candidate = new ReferencePlain().Step(p.Weights(Real.Of), Array.ConvertAll(before, Real.Of), Array.ConvertAll(p.Sequence(1)[t - 1], Real.Of));
            for (var i = 0; i < 5; i++)
                Assert.That(unroll.Gate(1, t, i) * (candidate[i].Value - before[i]), Is.EqualTo(after[i] - before[i]).Within(1e-14), $"g_{t}, unit {i}");
        }
    }

    /// <summary>Read off the state equation as well: h_t = g n + z h_{t−1} with z = 1 − g, and c_t = f c_{t−1} + i φ by changing c_{t−1} alone.</summary>
    [Test]
    public void What_is_carried_is_the_share_of_the_old_state([Values("gru", "lstm")] string name)
    {
        const int hidden = 5;
        var p = new Problem(Cell.ByName(name), hidden, inputs: 3, batch: 1, Steps);
        var unroll = p.Unroll();
        var gates = p.Reference.Gates(p.Weights(Real.Of), Array.ConvertAll(p.States(0)[2], Real.Of), Array.ConvertAll(p.Sequence(0)[2], Real.Of));
        for (var q = 0; q < hidden; q++)
        {
            // GRU: z, r. LSTM: i, f, o.
            var (gate, carry) = name == "gru" ? (1 - gates[0][q].Value, gates[0][q].Value) : (gates[0][q].Value, gates[1][q].Value);
            Assert.That(unroll.Gate(0, 3, q), Is.EqualTo(gate).Within(1e-14));
            Assert.That(unroll.Carry(0, 3, q), Is.EqualTo(carry).Within(1e-14));
        }
    }

    /// <summary>0.2^999 = 1e-698 and, for a gate σ(−5), 1e-2174.</summary>
    [Test]
    public void Products_do_not_underflow_over_1000_steps()
    {
        AssertGeometric(LongChain("leaky", 0), carry: false, Math.Log(0.8));
        AssertGeometric(LongChain("leaky", 0), carry: true, Math.Log(0.2));
        AssertGeometric(LongChain("scalar", -5), carry: false, -Math.Log(1 + Math.Exp(5)));
        AssertGeometric(LongChain("multi", -5), carry: false, -Math.Log(1 + Math.Exp(5)));
    }

    /// <summary>The mean of a^h and b^h with a ≪ b: the smaller product leaves the range long before the larger.</summary>
    [Test]
    public void The_mean_over_units_keeps_the_larger_product_when_the_smaller_has_vanished()
    {
        var unroll = LongChain("multi", -5);
        var network = new Network<double>(Cell.ByName("multi"), hidden: 2, inputs: 1);
        (network["Wig"][0], network["Wig"][1]) = (-5, -3);
        unroll.Forward(network, Enumerable.Repeat(1.0, 1000).ToArray());

        var table = GateProducts.Measure(unroll);

        foreach (var lag in new[] { 1, 3, 50, 999 })
        {
            var (a, b) = (-lag * Math.Log(1 + Math.Exp(5)), -lag * Math.Log(1 + Math.Exp(3)));
            Assert.That(table[0, 1000, 1000 - lag], Is.EqualTo(b + Math.Log((1 + Math.Exp(a - b)) / 2)).Within(1e-11), $"lag {lag}");
        }
    }

    private static void AssertProducts(Cell cell, int hidden, int inputs, bool carry)
    {
        var p = new Problem(cell, hidden, inputs, batch: 2, Steps);
        var unroll = p.Unroll();

        var table = GateProducts.Measure(unroll, carry);

        for (var b = 0; b < 2; b++)
        {
            for (var t = 2; t <= Steps; t++)
            {
                for (var k = 1; k < t; k++)
                {
                    double Factor(int j, int unit) => !carry ? unroll.Gate(b, j, unit) : cell.HasMemory ? unroll.Carry(b, j, unit) : 1 - unroll.Gate(b, j, unit);
                    var mean = Enumerable.Range(0, hidden).Average(
                        unit => Enumerable.Range(k + 1, t - k).Aggregate(1.0, (product, j) => product * Factor(j, unit)));
                    Assert.That(table[b, t, k], Is.EqualTo(Math.Log(mean)).Within(Rounding), $"({b},{t},{k})");
                }
            }
        }
    }

    /// <summary>A chain whose gates all have the given pre-activation at every step.</summary>
    private static Unroll<double> LongChain(string cell, double preactivation)
    {
        var network = new Network<double>(Cell.ByName(cell), hidden: 2, inputs: 1);
        if (cell != "leaky")
            network["Wig"].Fill(preactivation);
        var unroll = new Unroll<double>(network.Cell, 2, 1, batch: 1, steps: 1000);
        unroll.Forward(network, Enumerable.Repeat(1.0, 1000).ToArray());
        return unroll;
    }

    private static void AssertGeometric(Unroll<double> unroll, bool carry, double ln)
    {
        var table = GateProducts.Measure(unroll, carry);
        foreach (var lag in new[] { 1, 2, 100, 500, 999 })
            Assert.That(table.AtLag(lag), Is.All.EqualTo(lag * ln).Within(1e-12 * lag), $"lag {lag}");
    }
}
