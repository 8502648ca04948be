using NUnit.Framework;
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

        var table = SensitivityTable.Of(p.Unroll());

        ForEachPair(2, (b, t, k) =>
            Assert.That(table[b, t, k], Is.EqualTo(Math.Log(Numerical.SpectralNorm(Derivatives.StateByComplexStep(p, b, k, t)))).Within(NormAccuracy), $"S({t},{k})"));
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSizes))]
    public void Every_sensitivity_is_the_norm_of_the_product_with_later_factors_on_the_left(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 1, Steps);
        var unroll = p.Unroll();

        var table = SensitivityTable.Of(unroll);

        ForEachPair(1, (b, t, k) =>
            Assert.That(table[b, t, k], Is.EqualTo(Math.Log(Numerical.SpectralNorm(Product(unroll, b, t, k)))).Within(NormAccuracy), $"S({t},{k})"));
    }

    [Test]
    public void Float32_sensitivities_agree_to_float32_accuracy([Values("plain", "leaky", "scalar", "multi")] string name)
    {
        var p = new Problem(Cell.ByName(name), hidden: 17, inputs: 3, batch: 1, Steps);
        var unroll = new Unroll<float>(p.Network.Cell, 17, 3, 1, Steps);
        unroll.Forward(p.Network.To<float>(), Array.ConvertAll(p.Inputs, u => (float)u), Array.ConvertAll(p.InitialStates, x => (float)x));

        var (single, wide) = (SensitivityTable.Of(unroll), SensitivityTable.Of(p.Unroll()));

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

        var table = SensitivityTable.Of(unroll);

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
        var table = SensitivityTable.Of(LongChain("plain", recurrent: 0, steps: 5));

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
        var table = SensitivityTable.Of(unroll);

        // One spectral norm per entry, no accumulation but the rounding of h factors.
        foreach (var lag in new[] { 1, 2, 100, 440, 700, 999 })
            Assert.That(table.AtLag(lag), Is.All.EqualTo(lag * ln).Within(1e-12 * lag + 1e-14), $"lag {lag}");
    }

    /// <summary>J_t J_{t−1} ⋯ J_{k+1}.</summary>
    private static double[,] Product(Unroll<double> unroll, int b, int t, int k) =>
        Numerical.Product(Enumerable.Range(k + 1, t - k).Reverse().Select(j => unroll.StateJacobian(b, j)));

    private static void ForEachPair(int batch, Action<int, int, int> check)
    {
        for (var b = 0; b < batch; b++)
            for (var t = 2; t <= Steps; t++)
                for (var k = 1; k < t; k++)
                    check(b, t, k);
    }
}
