using NUnit.Framework;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Cells;

/// <summary>Limits in which a cell is something simpler.</summary>
internal sealed class LimitTests
{
    private const int Steps = 5;

    /// <summary>e^{800} overflows: σ(−800) is an exact zero and σ(800) an exact one.</summary>
    private const double Saturating = 800;

    [TestCase("scalar")]
    [TestCase("multi")]
    public void A_shut_gate_freezes_the_state_and_its_Jacobian_is_the_identity(string name)
    {
        var (p, unroll) = WithConstantGate(name, -Saturating);

        for (var t = 1; t <= Steps; t++)
        {
            Assert.That(unroll.State(1, t).ToArray(), Is.EqualTo(p.InitialState(1)));
            Assert.That(unroll.StateJacobian(1, t), Is.EqualTo(Identity(p.Hidden)));
        }
    }

    [TestCase("scalar")]
    [TestCase("multi")]
    public void With_the_gate_wide_open_a_gated_cell_is_the_plain_cell(string name)
    {
        var (p, unroll) = WithConstantGate(name, Saturating);

        AssertSameTrajectory(unroll, Copy(p, Cell.ByName("plain"), p.Sequence), p.Hidden);
    }

    [TestCase("scalar")]
    [TestCase("multi")]
    public void With_a_gate_that_sees_nothing_a_gated_cell_is_leaky_with_alpha_one_half(string name)
    {
        var (p, unroll) = WithConstantGate(name, 0);

        AssertSameTrajectory(unroll, Copy(p, new LeakyCell(0.5), p.Sequence), p.Hidden);
    }

    [Test]
    public void A_leaky_cell_with_alpha_one_is_the_plain_cell()
    {
        var p = new Problem(new LeakyCell(1), hidden: 5, inputs: 3, batch: 2, Steps, reference: new ReferencePlain());
        var plain = Copy(p, Cell.ByName("plain"), p.Sequence);
        var unroll = p.Unroll();

        AssertSameTrajectory(unroll, plain, p.Hidden);
        Assert.That(Gradient(p.Network, unroll, p.Targets), Is.EqualTo(Derivatives.GradientByTape(p)).Within(Numerical.ManySteps));
    }

    [TestCase(0.05)]
    [TestCase(0.3)]
    [TestCase(1)]
    public void A_leaky_cell_obeys_its_alpha(double alpha)
    {
        var p = new Problem(new LeakyCell(alpha), hidden: 5, inputs: 3, batch: 2, Steps, reference: new ReferenceLeaky(alpha));
        var unroll = p.Unroll();

        Assert.That(Numerical.Distance(unroll.State(1, Steps).ToArray(), p.States(1)[Steps]), Is.LessThan(Numerical.ManySteps));
        Assert.That(Numerical.Distance(unroll.StateJacobian(1, 2), Derivatives.StateByTape(p, 1, 1, 2)), Is.LessThan(Numerical.OneStep));
        Assert.That(Numerical.Distance(Gradient(p.Network, unroll, p.Targets), Derivatives.GradientByTape(p)), Is.LessThan(Numerical.ManySteps));
    }

    [Test]
    public void Without_recurrent_weights_the_leaky_Jacobian_is_the_leak()
    {
        var p = new Problem(new LeakyCell(0.75), hidden: 3, inputs: 2, batch: 1, Steps, reference: new ReferenceLeaky(0.75));
        p.Network["Wr"].Clear();

        Assert.That(p.Unroll().StateJacobian(0, 2), Is.EqualTo(Identity(3, 0.25)));
    }

    [TestCase(0)]
    [TestCase(-0.1)]
    [TestCase(1.01)]
    [TestCase(double.NaN)]
    public void An_alpha_outside_its_interval_is_refused_with_its_value(double alpha) =>
        Assert.That(() => new LeakyCell(alpha), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain("(0, 1]").And.Property("ActualValue").EqualTo(alpha));

    /// <summary>The last channel is one at all steps and carries the gate's pre-activation; the gate sees nothing else.</summary>
    private static (Problem Problem, Unroll<double> Unroll) WithConstantGate(string name, double preactivation)
    {
        const int inputs = 3;
        var p = new Problem(Cell.ByName(name), hidden: 5, inputs, batch: 2, Steps);
        p.Network["Wrg"].Clear();
        p.Network["Wig"].Clear();
        for (var i = inputs - 1; i < p.Network["Wig"].Length; i += inputs)
            p.Network["Wig"][i] = preactivation;
        for (var i = inputs - 1; i < p.Inputs.Length; i += inputs)
            p.Inputs[i] = 1;
        return (p, p.Unroll());
    }

    private static Unroll<double> Copy(Problem p, Cell cell, Func<int, double[][]> sequence)
    {
        var network = new Network<double>(cell, p.Hidden, p.Network.Inputs);
        foreach (var block in network.Blocks)
            p.Network[block.Name].CopyTo(network[block.Name]);
        var unroll = new Unroll<double>(cell, p.Hidden, p.Network.Inputs, p.Batch, Steps);
        unroll.Forward(network, Enumerable.Range(0, p.Batch).SelectMany(b => sequence(b).SelectMany(u => u)).ToArray(), p.InitialStates);
        return unroll;
    }

    /// <summary>To the bit: in these limits every operation is the same or multiplies by an exact zero, one or half.</summary>
    private static void AssertSameTrajectory(Unroll<double> actual, Unroll<double> expected, int hidden)
    {
        for (var t = 1; t <= Steps; t++)
        {
            for (var b = 0; b < actual.Batch; b++)
            {
                Assert.That(actual.State(b, t).ToArray(), Is.EqualTo(expected.State(b, t).ToArray()), $"x_{t} of sequence {b}, {hidden} units");
                Assert.That(actual.StateJacobian(b, t), Is.EqualTo(expected.StateJacobian(b, t)), $"J_{t} of sequence {b}");
            }
        }
    }

    private static double[] Gradient(Network<double> network, Unroll<double> unroll, double[] targets)
    {
        var gradient = new double[network.Weights.Length];
        unroll.Backward(network, targets, gradient);
        return gradient;
    }

    private static double[,] Identity(int size, double scale = 1)
    {
        var identity = new double[size, size];
        for (var i = 0; i < size; i++)
            identity[i, i] = scale;
        return identity;
    }
}
