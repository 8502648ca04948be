using NUnit.Framework;
using TimeScales.Tests.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Estimators;

internal sealed class LagDecompositionTests
{
    private const int Steps = 6;

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSizes))]
    public void The_contributions_of_all_lags_sum_to_the_gradient(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 3, Steps);
        var unroll = p.Unroll();
        var gradient = new double[p.Network.Weights.Length];
        unroll.Backward(p.Network, p.Targets, gradient);

        var byLag = LagDecomposition.Gradients(p.Network, unroll, p.Targets);

        Assert.That(byLag, Has.Length.EqualTo(Steps));
        var sum = gradient.Select((_, i) => byLag.Sum(contribution => contribution[i]));
        Assert.That(Numerical.Distance(sum, gradient), Is.LessThan(Numerical.ManySteps));
    }

    /// <summary>Each lag alone, not only their sum: weights that act at step T − h only, everything before and after held.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void The_contribution_of_a_lag_is_the_derivative_by_the_weights_at_that_step_alone(Cell cell)
    {
        var p = new Problem(cell, hidden: 4, inputs: 3, batch: 2, Steps);

        var byLag = LagDecomposition.Gradients(p.Network, p.Unroll(), p.Targets);

        for (var lag = 0; lag < Steps; lag++)
            Assert.That(Numerical.Distance(byLag[lag], ByWeightsOfOneStep(p, Steps - lag)), Is.LessThan(Numerical.ManySteps), $"lag {lag}");
    }

    private static double[] ByWeightsOfOneStep(Problem p, int step)
    {
        var gradient = new double[p.Network.Weights.Length];
        for (var b = 0; b < p.Batch; b++)
        {
            var tape = new Tape();
            var weights = tape.Variables(p.Network.Weights);
            var (free, held) = (p.Rows(weights), p.Weights(Taped.Of));
            var x = Array.ConvertAll(p.InitialState(b), Taped.Of);
            for (var t = 1; t <= Steps; t++)
                x = p.Reference.Step(t == step ? free : held, x, Array.ConvertAll(p.Sequence(b)[t - 1], Taped.Of));

            // The read-out belongs to lag 0.
            var readOut = (step == Steps ? free : held)("Wo")[0];
            var error = x.Zip(readOut, (xi, w) => xi * w).Aggregate((s, v) => s + v) - Taped.Of(p.Targets[b]);
            var derivatives = tape.DerivativesOf(error * error);
            for (var i = 0; i < gradient.Length; i++)
                gradient[i] += derivatives[weights[i].Node] / p.Batch;
        }
        return gradient;
    }
}
