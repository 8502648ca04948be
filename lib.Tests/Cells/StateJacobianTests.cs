using NUnit.Framework;
using TimeScales.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Cells;

internal sealed class StateJacobianTests
{
    private const int Steps = 4;

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSizes))]
    public void StateJacobian_equals_complex_step_differences(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 2, Steps);
        var unroll = p.Unroll();

        for (var t = 1; t <= Steps; t++)
            Assert.That(Numerical.Distance(unroll.StateJacobian(1, t), Derivatives.StateByComplexStep(p, 1, t - 1, t)), Is.LessThan(Numerical.OneStep), $"J_{t}");
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSizes))]
    public void StateJacobian_equals_automatic_differentiation(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 2, Steps);
        var unroll = p.Unroll();

        for (var t = 1; t <= Steps; t++)
            Assert.That(Numerical.Distance(unroll.StateJacobian(1, t), Derivatives.StateByTape(p, 1, t - 1, t)), Is.LessThan(Numerical.OneStep), $"J_{t}");
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSizes))]
    public void The_Jacobian_of_a_network_step_equals_complex_step_differences(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 1, steps: 1);

        var jacobian = p.Network.StateJacobian(p.InitialStates, p.Inputs);

        Assert.That(Numerical.Distance(jacobian, Derivatives.StateByComplexStep(p, 0, 0, 1)), Is.LessThan(Numerical.OneStep));
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSizes))]
    public void The_float32_Jacobian_agrees_with_the_derivative_to_float32_accuracy(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 1, steps: 1);

        var single = p.Network.To<float>().StateJacobian(Array.ConvertAll(p.InitialStates, x => (float)x), Array.ConvertAll(p.Inputs, u => (float)u));

        Assert.That(Numerical.Distance(single.Cast<float>().Select(j => (double)j), Derivatives.StateByTape(p, 0, 0, 1).Cast<double>()), Is.LessThan(Numerical.Single));
    }

    /// <summary>Catches a reversed product and a factor too early or too late: J_t … J_{k+1} do not commute.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void The_product_of_Jacobians_maps_a_perturbation_of_an_early_state_to_that_of_a_late_one(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 1, steps: 6);
        var unroll = p.Unroll();

        for (var k = 0; k < 6; k++)
        {
            var factors = Enumerable.Range(k + 1, 6 - k).Reverse().Select(t => unroll.StateJacobian(0, t));
            Assert.That(Numerical.Distance(Numerical.Product(factors), Derivatives.StateByComplexStep(p, 0, k, 6)), Is.LessThan(Numerical.ManySteps), $"M(6,{k})");
        }
    }

    /// <summary>A_t = diag(1−g) + diag(g) D_t W_r is the derivative with the gate frozen at its value.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSizes))]
    public void DominantJacobian_is_the_derivative_at_a_fixed_gate(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 1, steps: 2);
        var unroll = p.Unroll();
        var (before, wr, wi) = (p.States(0)[1], p.Weights(w => w)("Wr"), p.Weights(w => w)("Wi"));
        var expected = new double[hidden, hidden];
        for (var i = 0; i < hidden; i++)
        {
            var g = unroll.Gate(0, 2, i);
            var a = before.Zip(wr[i], (x, w) => x * w).Sum() + p.Sequence(0)[1].Zip(wi[i], (u, w) => u * w).Sum();
            for (var j = 0; j < hidden; j++)
                expected[i, j] = g / Math.Pow(Math.Cosh(a), 2) * wr[i][j] + (i == j ? 1 - g : 0);
        }

        Assert.That(Numerical.Distance(unroll.DominantJacobian(0, 2), expected), Is.LessThan(Numerical.OneStep));
    }
}
