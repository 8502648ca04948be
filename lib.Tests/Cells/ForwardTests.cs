using NUnit.Framework;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Cells;

internal sealed class ForwardTests
{
    private const int Steps = 7;

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsSizesAndBatches))]
    public void States_follow_the_state_equation_step_by_step(Cell cell, int hidden, int inputs, int batch)
    {
        var p = new Problem(cell, hidden, inputs, batch, Steps);

        var unroll = p.Unroll();

        for (var b = 0; b < batch; b++)
        {
            for (var t = 0; t <= Steps; t++)
                Assert.That(Numerical.Distance(unroll.State(b, t).ToArray(), p.States(b)[t]), Is.LessThan(Numerical.ManySteps), $"x_{t} of sequence {b}");
        }
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsSizesAndBatches))]
    public void The_output_is_the_read_out_of_the_last_state(Cell cell, int hidden, int inputs, int batch)
    {
        var p = new Problem(cell, hidden, inputs, batch, Steps);
        var readOut = p.Network["Wo"].ToArray();
        var expected = Enumerable.Range(0, batch).Select(b => p.States(b)[Steps].Zip(readOut, (x, w) => x * w).Sum());

        Assert.That(Numerical.Distance(p.Unroll().Outputs, expected), Is.LessThan(Numerical.ManySteps));
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void The_loss_is_the_mean_over_the_batch_of_the_squared_errors(Cell cell)
    {
        var p = new Problem(cell, hidden: 5, inputs: 3, batch: 4, Steps);
        var unroll = p.Unroll();
        var expected = unroll.Outputs.Zip(p.Targets, (y, target) => Math.Pow(y - target, 2)).Average();

        Assert.That(unroll.Loss(p.Targets), Is.EqualTo(expected).Within(1e-14).Percent);
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void A_network_step_is_one_step_of_the_state_equation(Cell cell)
    {
        var p = new Problem(cell, hidden: 5, inputs: 3, batch: 1, steps: 1);

        Assert.That(Numerical.Distance(p.Network.Step(p.InitialStates, p.Inputs), p.States(0)[1]), Is.LessThan(Numerical.OneStep));
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void The_initial_state_is_zero_unless_given(Cell cell)
    {
        var p = new Problem(cell, hidden: 5, inputs: 3, batch: 2, Steps);
        var unroll = p.Unroll();

        // The same unroll again: a state left over from the first pass would show.
        unroll.Forward(p.Network, p.Inputs);
        Assert.That(unroll.State(1, 0).ToArray(), Is.All.Zero);

        Array.Clear(p.InitialStates);
        Assert.That(unroll.State(1, Steps).ToArray(), Is.EqualTo(p.Unroll().State(1, Steps).ToArray()));
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSizes))]
    public void A_sequence_has_the_same_states_to_the_bit_alone_and_in_a_batch(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 7, Steps);
        var together = p.Unroll();
        var alone = new Unroll<double>(cell, hidden, inputs, batch: 1, Steps);
        for (var b = 0; b < p.Batch; b++)
        {
            alone.Forward(p.Network, p.Sequence(b).SelectMany(u => u).ToArray(), p.InitialState(b));
            Assert.That(together.State(b, Steps).ToArray(), Is.EqualTo(alone.State(0, Steps).ToArray()), $"sequence {b}");
        }
    }

    [Test]
    public void Wrong_shapes_are_refused_with_both_numbers()
    {
        var network = new Network<double>(Cell.ByName("plain"), hidden: 3, inputs: 2);
        var unroll = new Unroll<double>(network.Cell, hidden: 3, inputCount: 2, batch: 2, steps: 4);

        Assert.That(() => unroll.Forward(network, new double[15]), Throws.ArgumentException.With.Message.Contain("15").And.Message.Contain("16"));
        Assert.That(() => network.Step(new double[4], new double[2]), Throws.ArgumentException.With.Message.Contain("4").And.Message.Contain("3"));
        Assert.That(() => network.Step(new double[3], new double[1]), Throws.ArgumentException.With.Message.Contain("1").And.Message.Contain("2"));
        Assert.That(() => unroll.StateJacobian(0, 0), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain("1 … 4"));
        Assert.That(() => unroll.StateJacobian(2, 1), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain("0 … 1"));
        Assert.That(() => unroll.Forward(new Network<double>(Cell.ByName("leaky"), 3, 2), new double[16]), Throws.ArgumentException.With.Message.Contain("leaky"));
    }
}
