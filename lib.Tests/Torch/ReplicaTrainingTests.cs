using TimeScales.RandomStreams;
using TimeScales.Torch;
using static TorchSharp.torch;

namespace TimeScales.Tests.Torch;

/// <summary>Training by autograd against closed-form BPTT.</summary>
[NonParallelizable]
internal sealed class ReplicaTrainingTests
{
    private const int Hidden = 64;
    private const int Inputs = 4;
    private const int Steps = 80;
    private const int Sequences = 64;
    private const int Updates = 20;
    private const double DescentStepSize = 1e-2;
    private const double AdamStepSize = 1e-3;

    [TestCaseSource(typeof(Replicas), nameof(Replicas.Cells))]
    public void The_losses_of_the_first_20_updates_agree_under_SGD(Cell cell) => CompareLosses(
        cell, new TorchDescent(DescentStepSize), () => new GradientDescent<float>(DescentStepSize));

    [TestCaseSource(typeof(Replicas), nameof(Replicas.Cells))]
    public void The_losses_of_the_first_20_updates_agree_under_Adam(Cell cell) => CompareLosses(
        cell, new TorchAdam(AdamStepSize), () => new Adam<float>(AdamStepSize));

    /// <summary>A replica that mixed with its neighbours, through a mean over replicas for instance, would train differently in company.</summary>
    [Test]
    public void A_replica_trains_in_company_as_it_does_alone()
    {
        var networks = Replicas.Networks(new ScalarGateCell(), 16, Inputs, 3);
        var batches = Replicas.Batches(3, 8, 20, Inputs);

        var together = Trained(networks, batches);
        var alone = Trained(networks[1..2], batches[1..2]);

        Assert.That(Numerical.Distance(together[1], alone[0]), Is.LessThan(1e-6));
    }

    [Test]
    public void A_replica_that_diverges_leaves_the_others_alone()
    {
        var networks = Replicas.Networks(new MultiGateCell(), 16, Inputs, 2);
        var expected = Trained(networks[1..], Replicas.Batches(2, 8, 20, Inputs)[1..]);
        var batches = Replicas.Batches(2, 8, 20, Inputs);
        batches[0].Targets[0] = float.PositiveInfinity;

        var actual = Trained(networks, batches);

        Assert.That(actual[0], Has.Some.NaN);
        Assert.That(Numerical.Distance(actual[1], expected[0]), Is.LessThan(1e-6));
    }

    private static double[][] Trained(Network<float>[] networks, Batch[] batches)
    {
        using var training = new ReplicaTraining(networks, float32, CPU, new TorchDescent(DescentStepSize));
        for (var i = 0; i < 5; i++)
            training.Update(batches, 20);
        return [.. networks.Select((_, r) => Array.ConvertAll(training.Network.ToNetwork(r).Weights, w => (double)w))];
    }

    private static void CompareLosses(Cell cell, TorchOptimizer torchOptimizer, Func<Optimizer<float>> embeddedOptimizer)
    {
        var networks = Replicas.Networks(cell, Hidden, Inputs, 2);
        using var training = new ReplicaTraining(networks, float32, CPU, torchOptimizer);
        var optimizers = networks.Select(_ => embeddedOptimizer()).ToArray();
        var streams = networks.Select((_, r) => new TorchGenerator((ulong)r + 123)).ToArray();
        var unroll = new Unroll<float>(cell, Hidden, Inputs, Sequences, Steps);
        for (var update = 0; update < Updates; update++)
        {
            var batches = streams.Select(stream => new AddingTask().Draw(stream, Sequences, Steps, Inputs)).ToArray();
            var losses = training.Update(batches, Steps);
            for (var r = 0; r < networks.Length; r++)
            {
                unroll.Forward(networks[r], batches[r].Inputs);
                var expected = unroll.Loss(batches[r].Targets);
                Assert.That(losses[r], Is.EqualTo(expected).Within(1e-5 * expected), $"update {update}, replica {r}");
                var gradient = new float[networks[r].Weights.Length];
                unroll.Backward(networks[r], batches[r].Targets, gradient);
                optimizers[r].Update(networks[r].Weights, gradient);
            }
        }
    }
}
