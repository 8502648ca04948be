using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Learned;
using TimeScales.RandomStreams;

namespace TimeScales.Tests.Learned;

internal sealed class LearnedModelTests
{
    private const int Hidden = 64, Steps = 80;

    [Test]
    public void Gate_biases_start_at_the_bias_asked_for([Values("scalar", "multi")] string cell) =>
        Assert.That(Network(cell)["bg"].ToArray(), Has.All.EqualTo(-3f));

    [Test]
    public void The_constant_gate_is_the_logistic_of_the_same_bias() =>
        Assert.That(((LeakyCell)Network("leaky").Cell).Alpha, Is.EqualTo(0.04742587317756678).Within(1e-15));

    /// <summary>Tallec and Ollivier: a unit whose carrying gate is σ(ln τ') = τ'/(1 + τ') forgets over 1 + τ' steps, τ' uniform on 1 … T − 1.</summary>
    [TestCase("gru", "bz")]
    [TestCase("lstm", "bf")]
    public void Chrono_biases_are_logarithms_of_time_scales_spread_over_the_sequence(string cell, string bias)
    {
        var scales = Array.ConvertAll(Network(cell)[bias].ToArray(), b => Math.Exp(b));

        Assert.That(scales, Has.All.InRange(1, Steps - 1));
        Assert.That(scales.Average(), Is.EqualTo(Steps / 2.0).Within(4 * Steps / Math.Sqrt(12 * Hidden)));
        Assert.That(scales.Distinct().Count(), Is.GreaterThan(Hidden / 2));
    }

    [Test]
    public void An_input_gate_starts_as_far_shut_as_the_forget_gate_is_open()
    {
        var network = Network("lstm");

        Assert.That(network["bi"].ToArray(), Is.EqualTo(Array.ConvertAll(network["bf"].ToArray(), b => -b)));
        Assert.That(network["b"].ToArray().Concat(network["bo"].ToArray()), Has.All.Zero);
    }

    [Test]
    public void Weights_are_the_first_draws_of_the_seed_and_other_biases_zero([Values("multi", "gru", "lstm")] string cell)
    {
        var network = Network(cell);
        var generator = new TorchGenerator(3);
        foreach (var block in network.Blocks.Where(block => !block.IsBias))
        {
            var expected = new float[block.Length];
            generator.FillUniform(expected.AsSpan(), -1, 1);
            Assert.That(network[block.Name].ToArray(), Is.EqualTo(Array.ConvertAll(expected, u => u / MathF.Sqrt(block.Columns))).Within(1e-6), block.Name);
        }
        foreach (var name in new[] { "bi", "br", "brr" }.Where(_ => cell == "gru"))
            Assert.That(network[name].ToArray(), Has.All.Zero);
    }

    private static Network<float> Network(string cell) => LearnedModel.ByCell(cell).CreateNetwork(
        new LearnedConfiguration
        {
            Protocol = Protocol.Corrected, Task = "adding", Cell = cell, Seed = 3, Hidden = Hidden, Inputs = 4, Steps = Steps, TestSize = 8, SolvedBelow = 0.005, ProductLags = [1],
        });
}
