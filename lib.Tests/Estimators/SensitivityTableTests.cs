using NUnit.Framework;
using TimeScales.RandomStreams;
using TimeScales.Tests.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Estimators;

internal sealed class SensitivityTableTests
{
    private const int Steps = 6;

    /// <summary>Of the logarithm: the accuracy of a spectral norm, relative.</summary>
    private const double NormAccuracy = 1e-8;

    /// <summary>S(t,k) is the largest factor by which a perturbation of x_k grows until t: no Jacobian of the library enters.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void Every_sensitivity_is_the_norm_of_the_derivative_of_the_later_state_by_the_earlier(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 2, Steps);

        var table = SensitivityTable.Measure(p.Unroll(), default, new TorchGenerator());

        ForEachPair(2, (b, t, k) =>
            Assert.That(table[b, t, k], Is.EqualTo(Math.Log(Numerical.SpectralNorm(Derivatives.StateByComplexStep(p, b, k, t)))).Within(NormAccuracy), $"S({t},{k})"));
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSizes))]
    public void Every_sensitivity_is_the_norm_of_the_product_with_later_factors_on_the_left(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 1, Steps);
        var unroll = p.Unroll();

        var table = SensitivityTable.Measure(unroll, default, new TorchGenerator());

        ForEachPair(1, (b, t, k) =>
            Assert.That(table[b, t, k], Is.EqualTo(Math.Log(Numerical.SpectralNorm(Product(unroll, b, t, k)))).Within(NormAccuracy), $"S({t},{k})"));
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void Reversed_products_have_earlier_factors_on_the_left(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 1, Steps);
        var unroll = p.Unroll();

        var table = SensitivityTable.Measure(unroll, new SensitivityOptions(Reversed: true), new TorchGenerator());

        ForEachPair(1, (b, t, k) =>
        {
            var reversed = Numerical.Product(Enumerable.Range(k + 1, t - k).Select(j => unroll.StateJacobian(b, j)));
            Assert.That(table[b, t, k], Is.EqualTo(Math.Log(Numerical.SpectralNorm(reversed))).Within(NormAccuracy), $"({t},{k})");
        });
    }

    /// <summary>Without this the two previous tests could both hold for either order.</summary>
    [Test]
    public void The_two_orders_differ_from_the_second_lag_on([Values("plain", "leaky", "scalar", "multi")] string name)
    {
        var unroll = new Problem(Cell.ByName(name), hidden: 5, inputs: 3, batch: 1, Steps).Unroll();

        var (forward, reversed) = (SensitivityTable.Measure(unroll, default, new TorchGenerator()), SensitivityTable.Measure(unroll, new(Reversed: true), new TorchGenerator()));

        ForEachPair(1, (b, t, k) => Assert.That(Math.Abs(forward[b, t, k] - reversed[b, t, k]), t - k == 1 ? Is.LessThan(1e-8) : Is.GreaterThan(1e-4), $"({t},{k})"));
    }

    /// <summary>Departure 1: B_t with (φ_t − x_t), which is (1 − g)(φ_t − x_{t−1}): the derivative's own gate term times 1 − g, row by row.</summary>
    [TestCase("scalar")]
    [TestCase("multi")]
    public void The_gate_term_after_the_step_is_that_before_it_times_one_minus_the_gate(string name)
    {
        var p = new Problem(Cell.ByName(name), hidden: 5, inputs: 3, batch: 2, Steps);
        var unroll = p.Unroll();

        var table = SensitivityTable.Measure(unroll, new SensitivityOptions(GateTermState.AfterStep), new TorchGenerator());

        for (var t = 2; t <= Steps; t++)
        {
            var (expected, dominant) = (unroll.StateJacobian(1, t), unroll.DominantJacobian(1, t));
            for (var i = 0; i < 5; i++)
                for (var j = 0; j < 5; j++)
                    expected[i, j] = dominant[i, j] + (1 - unroll.Gate(1, t, i)) * (expected[i, j] - dominant[i, j]);
            Assert.That(table[1, t, t - 1], Is.EqualTo(Math.Log(Numerical.SpectralNorm(expected))).Within(NormAccuracy), $"t = {t}");
        }
    }

    /// <summary>Departure 3: one start for each pair, b by b, t rising, k falling; the order is part of the published numbers.</summary>
    [Test]
    public void Power_iteration_takes_its_starts_in_the_order_of_the_released_program()
    {
        const int hidden = 5;
        var p = new Problem(Cell.ByName("multi"), hidden, inputs: 3, batch: 2, Steps);
        var unroll = p.Unroll();
        var starts = new TorchGenerator(31);

        var table = SensitivityTable.Measure(unroll, new SensitivityOptions(PowerIteration: true), new TorchGenerator(31));

        for (var b = 0; b < 2; b++)
        {
            for (var t = 2; t <= Steps; t++)
            {
                for (var k = t - 1; k >= 1; k--)
                    Assert.That(table[b, t, k], Is.EqualTo(Math.Log(Gain(Product(unroll, b, t, k), starts))).Within(1e-12), $"({b},{t},{k})");
            }
        }
    }

    [Test]
    public void Float32_sensitivities_agree_to_float32_accuracy([Values("plain", "leaky", "scalar", "multi")] string name)
    {
        var p = new Problem(Cell.ByName(name), hidden: 17, inputs: 3, batch: 1, Steps);
        var unroll = new Unroll<float>(p.Network.Cell, 17, 3, 1, Steps);
        unroll.Forward(p.Network.To<float>(), Array.ConvertAll(p.Inputs, u => (float)u), Array.ConvertAll(p.InitialStates, x => (float)x));

        var (single, wide) = (SensitivityTable.Measure(unroll, default, new TorchGenerator()), SensitivityTable.Measure(p.Unroll(), default, new TorchGenerator()));

        ForEachPair(1, (b, t, k) => Assert.That(single[b, t, k], Is.EqualTo(wide[b, t, k]).Within(Numerical.Single), $"S({t},{k})"));
    }

    /// <summary>(1 − 0.8)^999 = 1e-698 lies far below the range of float64.</summary>
    [Test]
    public void Without_recurrent_weights_a_leaky_chain_forgets_by_the_leak_per_step_over_1000_steps() =>
        AssertGeometric(LongChain("leaky", recurrent: 0), ln: Math.Log(1 - 0.8));

    /// <summary>4^999 = 1e601 lies far above it. The state stays zero, so D_t is the identity and every factor 4·I.</summary>
    [Test]
    public void A_chain_that_expands_does_so_by_the_same_factor_over_1000_steps() =>
        AssertGeometric(LongChain("plain", recurrent: 4), ln: Math.Log(4));

    /// <summary>Down to 1e-300 and below: products scaled by powers of two in the test, step by step, never leave the range.</summary>
    [Test]
    public void A_chain_that_contracts_keeps_the_accuracy_of_its_norms_at_every_magnitude([Values(0.02, 0.4)] double size)
    {
        const int steps = 150;
        var p = new Problem(Cell.ByName("plain"), hidden: 5, inputs: 3, batch: 1, steps);
        foreach (ref var weight in p.Network["Wr"])
            weight *= size;
        var unroll = p.Unroll();
        var jacobians = Enumerable.Range(1, steps).Select(t => unroll.StateJacobian(0, t)).Prepend(new double[5, 5]).ToArray();

        var table = SensitivityTable.Measure(unroll, default, new TorchGenerator());

        var product = jacobians[steps];
        var ln = 0.0;
        for (var k = steps - 1; k >= 1; k--)
        {
            var norm = Numerical.SpectralNorm(product);
            ln += Math.Log(norm);
            Assert.That(table[0, steps, k], Is.EqualTo(ln).Within(1e-8), $"S({steps},{k}), ln = {ln:f1}");
            for (var i = 0; i < 25; i++)
                product[i / 5, i % 5] /= norm;
            product = Numerical.Product(product, jacobians[k]);
        }
    }

    [Test]
    public void A_product_that_vanishes_has_the_logarithm_minus_infinity()
    {
        var table = SensitivityTable.Measure(LongChain("plain", recurrent: 0, steps: 5), default, new TorchGenerator());

        Assert.That(table.Logarithms.ToArray(), Is.All.EqualTo(double.NegativeInfinity));
    }

    private static Unroll<double> LongChain(string cell, double recurrent, int steps = 1000)
    {
        var network = new Network<double>(Cell.ByName(cell), hidden: 2, inputs: 1);
        network["Wr"][0] = network["Wr"][3] = recurrent;
        var unroll = new Unroll<double>(network.Cell, 2, 1, batch: 1, steps);
        unroll.Forward(network, new double[steps]);
        return unroll;
    }

    private static void AssertGeometric(Unroll<double> unroll, double ln)
    {
        var table = SensitivityTable.Measure(unroll, default, new TorchGenerator());

        // One spectral norm per entry, no accumulation but the rounding of h factors.
        foreach (var lag in new[] { 1, 2, 100, 440, 700, 999 })
            Assert.That(table.AtLag(lag), Is.All.EqualTo(lag * ln).Within(1e-12 * lag + 1e-14), $"lag {lag}");
    }

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
