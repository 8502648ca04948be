using NUnit.Framework;
using TimeScales.Tests.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Networks;

internal sealed class GradientTests
{
    private const int Steps = 6;

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsSizesAndBatches))]
    public void The_gradient_equals_automatic_differentiation(Cell cell, int hidden, int inputs, int batch)
    {
        var p = new Problem(cell, hidden, inputs, batch, Steps);

        Assert.That(Numerical.Distance(Gradient(p), Derivatives.GradientByTape(p)), Is.LessThan(Numerical.ManySteps));
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void Every_component_of_the_gradient_equals_a_complex_step_difference(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 1, Steps);
        var gradient = Gradient(p);
        var direction = new double[gradient.Length];
        var expected = new double[gradient.Length];
        for (var i = 0; i < gradient.Length; i++)
        {
            direction[i] = 1;
            expected[i] = Derivatives.LossByComplexStep(p, direction);
            direction[i] = 0;
        }

        Assert.That(Numerical.Distance(gradient, expected), Is.LessThan(Numerical.ManySteps));
    }

    /// <summary>Random directions instead of every weight: at the paper's size a gradient has thousands.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.CellsSizesAndBatches))]
    public void The_slope_of_the_loss_along_a_direction_equals_a_complex_step_difference(Cell cell, int hidden, int inputs, int batch)
    {
        var p = new Problem(cell, hidden, inputs, batch, Steps);
        var gradient = Gradient(p);
        var direction = Numerical.Normals(new Random(91), gradient.Length);
        var scale = Math.Sqrt(gradient.Sum(g => g * g));

        var slope = gradient.Zip(direction, (g, d) => g * d).Sum();

        Assert.That(slope, Is.EqualTo(Derivatives.LossByComplexStep(p, direction)).Within(Numerical.ManySteps * scale));
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsSizesAndBatches))]
    public void The_float32_gradient_agrees_to_float32_accuracy(Cell cell, int hidden, int inputs, int batch)
    {
        var p = new Problem(cell, hidden, inputs, batch, Steps);
        var network = p.Network.To<float>();
        var unroll = new Unroll<float>(cell, hidden, inputs, batch, Steps);
        var gradient = new float[network.Weights.Length];

        unroll.Forward(network, Array.ConvertAll(p.Inputs, u => (float)u), Array.ConvertAll(p.InitialStates, x => (float)x));
        unroll.Backward(network, Array.ConvertAll(p.Targets, y => (float)y), gradient);

        Assert.That(Numerical.Distance(gradient.Select(g => (double)g), Derivatives.GradientByTape(p)), Is.LessThan(Numerical.Single));
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void A_second_pass_through_the_same_unroll_gives_the_same_gradient_to_the_bit(Cell cell)
    {
        var p = new Problem(cell, hidden: 17, inputs: 5, batch: 3, Steps);
        var unroll = p.Unroll();
        var first = new double[p.Network.Weights.Length];
        var second = new double[first.Length];
        unroll.Backward(p.Network, p.Targets, first);

        unroll.Forward(p.Network, p.Inputs, p.InitialStates);
        unroll.Backward(p.Network, p.Targets, second);

        Assert.That(second, Is.EqualTo(first));
    }

    private static double[] Gradient(Problem p)
    {
        var gradient = new double[p.Network.Weights.Length];
        p.Unroll().Backward(p.Network, p.Targets, gradient);
        return gradient;
    }
}
