using TimeScales.Tests.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.DelayedSums;

/// <summary>Backpropagation of errors at every step, against complex steps through the reference cells.</summary>
internal sealed class EveryStepGradientTests
{
    private const int Steps = 7, Batch = 2;

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void The_gradient_is_the_derivative_of_a_loss_that_looks_at_every_other_step(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, Batch, Steps, readOut: new ClassReadOut(3));
        // L = Σ ω_tbo (W_o x_t)_bo over odd t.
        var random = new Random(3);
        double[]?[] weights = [.. Enumerable.Range(0, Steps + 1).Select(t => t % 2 == 1 ? Numerical.Normals(random, Batch * 3) : null)];
        var gradient = Enumerable.Repeat(777.0, p.Network.Weights.Length).ToArray();
        p.Unroll().BackwardFromSteps(p.Network, t => weights[t], gradient);

        for (var trial = 0; trial < 4; trial++)
        {
            var direction = Numerical.Normals(random, gradient.Length);
            var w = p.Rows(p.Network.Weights.Select((value, i) => Perturbed.Along(value, direction[i])).ToArray());
            var derivative = 0.0;
            for (var b = 0; b < Batch; b++)
            {
                var states = p.Reference.Run(w, Array.ConvertAll(p.InitialState(b), Perturbed.Of), p.Sequence(b));
                for (var t = 1; t <= Steps; t++)
                {
                    for (var o = 0; o < 3 && weights[t] is { } ω; o++)
                        derivative += ω[b * 3 + o] * w("Wo")[o].Select((weight, i) => (weight * states[t][i]).Derivative).Sum();
                }
            }
            var scale = Math.Sqrt(gradient.Sum(g => g * g) * direction.Sum(d => d * d));
            Assert.That(gradient.Zip(direction, (g, d) => g * d).Sum(), Is.EqualTo(derivative).Within(Numerical.ManySteps * scale));
        }
    }
}
