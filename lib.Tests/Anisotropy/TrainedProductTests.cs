using TimeScales.Experiments.Anisotropy;
using TimeScales.Kernels;
using TimeScales.RandomStreams;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Anisotropy;

/// <summary>Products of trained networks, M(t, t − 40), against singular values in 700-bit arithmetic.</summary>
internal sealed class TrainedProductTests
{
    private const int Inputs = 6, Batch = 64, Steps = 120, Lag = 40, Updates = 50;

    /// <summary>Absolute in ln σ, which runs from −32 to −123 for plain + Adam. Largest seen: 1.1e-13.</summary>
    private const double EveryValue = 1e-11;

    /// <summary>Groups of four factors lose digits of the small values only (seen: 6e-12). Largest seen in the leading ten: 3e-14.</summary>
    private const double LeadingValues = 1e-12;

    [TestCase("plain", 32)]
    [TestCase("multi", 24)]
    public void Every_singular_value_at_lag_40_is_exact_and_groups_of_factors_keep_the_leading_ten(string cell, int hidden)
    {
        var factors = Train(cell, hidden);
        var exact = HighPrecisionSvd.LogSingularValues(factors);

        var strict = ProductSvd.LogSingularValues(factors);
        var grouped = Grouped(factors);

        Assert.That(strict, Is.EqualTo(exact).Within(EveryValue));
        Assert.That(grouped[..10], Is.EqualTo(exact[..10]).Within(LeadingValues));
        var (all, expected) = (grouped.Sum(l => Math.Exp(2 * (l - exact[0]))), exact.Sum(l => Math.Exp(2 * (l - exact[0]))));
        Assert.That(all, Is.EqualTo(expected).Within(LeadingValues * expected));
    }

    private static double[] Grouped(double[][,] factors)
    {
        var product = new ProductSvd(factors[0].GetLength(0));
        foreach (var group in factors.Chunk(4))
            product.AppendGroup(Array.ConvertAll(group, Numerical.Padded));
        return product.LogSingularValues();
    }

    /// <summary>J_100 … J_61 of one sequence after fifty updates of Sec. VII-B's model on adding.</summary>
    private static double[][,] Train(string cell, int hidden)
    {
        var task = new AddingTask();
        var network = new Network<float>(Cell.ByName(cell), hidden, Inputs).Initialize(new TorchGenerator(1));
        var optimizer = AnisotropyModel.All.Single(m => m.Cell == cell).CreateOptimizer();
        var unroll = new Unroll<float>(network.Cell, hidden, Inputs, Batch, Steps);
        var gradient = new float[network.Weights.Length];
        var training = new TorchGenerator(124);
        for (var update = 0; update < Updates; update++)
        {
            var batch = task.Draw(training, Batch, Steps, Inputs);
            unroll.Forward(network, batch.Inputs);
            unroll.Backward(network, batch.Targets, gradient);
            optimizer.Update(network.Weights, gradient);
        }
        var measured = new Unroll<double>(network.Cell, hidden, Inputs, 1, Steps);
        measured.Forward(network.To<double>(), Array.ConvertAll(task.Draw(new TorchGenerator(1), 1, Steps, Inputs).Inputs, u => (double)u));
        return [.. Enumerable.Range(100 - Lag + 1, Lag).Reverse().Select(t => measured.StateJacobian(0, t))];
    }
}
