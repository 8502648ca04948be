using NUnit.Framework;
using TimeScales.Kernels;
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

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSizes))]
    public void DominantJacobian_is_the_derivative_at_fixed_gates(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 2, Steps);
        var unroll = p.Unroll();

        // All steps together: the two terms of a single unit may nearly cancel at one of them.
        var steps = Enumerable.Range(1, Steps).ToArray();
        var actual = steps.SelectMany(t => unroll.DominantJacobian(1, t).Cast<double>());
        var expected = steps.SelectMany(t => Derivatives.StateByTapeAtFixedGates(p, 1, t).Cast<double>());
        Assert.That(Numerical.Distance(actual, expected), Is.LessThan(Numerical.OneStep));
    }

    /// <summary>A vanishing pre-activation weight leaves the state only what the gates carry, and h only what the memory shows.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSizes))]
    public void Without_recurrent_weights_the_Jacobian_is_what_is_carried_and_exposed(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 2, Steps);
        foreach (var recurrent in cell.Preactivations.Select(a => a.Recurrent).OfType<string>())
            p.Network[recurrent].Clear();
        var unroll = p.Unroll();
        var expected = new double[p.StateSize, p.StateSize];
        for (var q = 0; q < hidden; q++)
        {
            var carry = unroll.Carry(1, 3, q);
            var memory = cell.HasMemory ? hidden + q : q;
            expected[memory, memory] = carry;
            expected[q, memory] = unroll.Exposure(1, 3, q) * carry;
        }

        Assert.That(Numerical.Distance(unroll.StateJacobian(1, 3), expected), Is.LessThan(Numerical.OneStep));
    }

    [Test]
    public void The_split_Jacobian_adds_up_to_the_whole([Values("plain", "scalar", "gru", "lstm")] string name)
    {
        var p = new Problem(Cell.ByName(name), hidden: 5, inputs: 2, batch: 1, steps: 2);
        var unroll = p.Unroll();
        var (a, b) = (new PaddedMatrix<double>(p.StateSize, p.StateSize), new PaddedMatrix<double>(p.StateSize, p.StateSize));
        b.Span.Fill(777);
        unroll.SplitJacobian(0, 2, a, b);
        var (whole, dominant) = (unroll.StateJacobian(0, 2), unroll.DominantJacobian(0, 2));

        for (var i = 0; i < p.StateSize; i++)
        {
            for (var j = 0; j < p.StateSize; j++)
            {
                Assert.That(a[i, j], Is.EqualTo(dominant[i, j]));
                Assert.That(a[i, j] + b[i, j], Is.EqualTo(whole[i, j]).Within(1e-15));
            }
        }
    }
}
