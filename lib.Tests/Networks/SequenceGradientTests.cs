using TimeScales.Tests.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Networks;

/// <summary>Single-sequence gradients, all in one backward pass.</summary>
internal sealed class SequenceGradientTests
{
    private const int Steps = 9;

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsSizesAndBatches))]
    public void They_equal_one_backward_pass_per_sequence_and_add_up_to_B_times_the_gradient(Cell cell, int hidden, int inputs, int batch)
    {
        var p = new Problem(cell, hidden, inputs, batch, Steps);
        var actual = Gradients(p);
        var alone = new Unroll<double>(cell, hidden, inputs, 1, Steps);
        var expected = new double[p.Network.Weights.Length];
        var sum = new double[expected.Length];
        for (var b = 0; b < batch; b++)
        {
            alone.Forward(p.Network, p.Inputs.AsSpan(b * Steps * inputs, Steps * inputs), p.InitialState(b));
            alone.Backward(p.Network, p.Targets.AsSpan(b, 1), expected);
            Assert.That(Numerical.Distance(actual[b], expected), Is.LessThan(1e-12), $"sequence {b}");
            for (var i = 0; i < sum.Length; i++)
                sum[i] += actual[b][i] / batch;
        }

        var whole = new double[sum.Length];
        p.Unroll().Backward(p.Network, p.Targets, whole);
        Assert.That(Numerical.Distance(sum, whole), Is.LessThan(1e-12));
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void They_equal_automatic_differentiation(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 3, Steps);
        var actual = Gradients(p);
        for (var b = 0; b < 3; b++)
            Assert.That(Numerical.Distance(actual[b], Derivatives.SequenceGradientByTape(p, b)), Is.LessThan(Numerical.ManySteps));
    }

    /// <summary>What an earlier pass left behind must not leak into the next one, whichever kind it was.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void Passes_of_both_kinds_on_one_unroll_do_not_disturb_each_other(Cell cell)
    {
        var p = new Problem(cell, 17, 5, batch: 3, Steps);
        var unroll = p.Unroll();
        double[] before = new double[p.Network.Weights.Length], after = new double[before.Length];
        var (first, second) = (Gradients(p), Empty(p));
        unroll.Backward(p.Network, p.Targets, before);
        unroll.SequenceGradients(p.Network, p.Targets, second);
        unroll.Backward(p.Network, p.Targets, after);

        Assert.That(second, Is.EqualTo(first));
        Assert.That(after, Is.EqualTo(before));
    }

    private static double[][] Gradients(Problem p)
    {
        var gradients = Empty(p);
        p.Unroll().SequenceGradients(p.Network, p.Targets, gradients);
        return gradients;
    }

    /// <summary>Filled with rubbish, because the pass must overwrite.</summary>
    private static double[][] Empty(Problem p) =>
        [.. Enumerable.Range(0, p.Batch).Select(_ => Enumerable.Repeat(777.0, p.Network.Weights.Length).ToArray())];
}
