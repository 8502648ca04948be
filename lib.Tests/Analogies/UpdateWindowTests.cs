using TimeScales.Experiments.Propagation;
using TimeScales.Experiments;
using TimeScales.Experiments.Analogies;
using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Departures;

namespace TimeScales.Tests.Analogies;

/// <summary>Which updates count before a checkpoint: the last ones of the window, and none from before the checkpoint
/// before.</summary>
internal sealed class UpdateWindowTests
{
    private const int Hidden = 8, Inputs = 3, Steps = 12, Batch = 5;

    private static readonly int[] Checkpoints = [3, 8];

    /// <summary>The same training in plain loops, with every update and every ungated gradient kept. Catches a window that is one
    /// update short or long at either end, that runs on over a checkpoint, and shadows that see other gradients than the updates
    /// counted.</summary>
    [TestCase(2, new[] { 1, 2 }, new[] { 6, 7 })]
    [TestCase(4, new[] { 0, 1, 2 }, new[] { 4, 5, 6, 7 })]
    [TestCase(50, new[] { 0, 1, 2 }, new[] { 3, 4, 5, 6, 7 })]
    public void The_updates_of_the_window_are_these(int window, int[] beforeFirst, int[] beforeLast)
    {
        var run = AnalogiesExperiment.Run(new AnalogiesConfiguration
        {
            Protocol = Protocol.Corrected, Task = "delaysum", Model = "multi-sgd", Seed = 5,
            Hidden = Hidden, Inputs = Inputs, Steps = Steps, BatchSize = Batch,
            Checkpoints = Checkpoints, Lags = [1, 4], TriplesPerLag = 2, GradientRows = Batch, Rank = 2, Window = window,
        });
        var (updates, gradients, recurrent) = Train();

        foreach (var (checkpoint, counted) in run.Checkpoints.Zip((int[][])[beforeFirst, beforeLast]))
        {
            var cosines = counted.Zip(counted.Skip(1), (a, b) => Cosine(updates[a], updates[b]));
            Assert.That(checkpoint.UpdateMemory,
                Is.EqualTo(cosines.Average()).Within(1e-12), $"memory at {checkpoint.Iteration}");
            (string, Optimizer<float>)[] shadows = [("adam", new Adam<float>(1e-3)), ("rmsprop", new RootMeanSquare<float>(1e-3))];
            foreach (var (name, optimizer) in shadows)
            {
                foreach (var update in counted)
                    optimizer.Update(new float[gradients[update].Length], gradients[update]);
                var diagonal = new float[gradients[0].Length];
                optimizer.Preconditioner(diagonal);
                var logarithms = diagonal[recurrent].Select(p => Math.Log(p)).ToArray();
                var spread = Math.Sqrt(logarithms.Average(l => l * l) - logarithms.Average() * logarithms.Average());
                Assert.That(checkpoint.Gates!.Comparisons.Single(c => c.Optimizer == name).Rates.ParameterSpread,
                    Is.EqualTo(spread).Within(1e-9), $"{name} at {checkpoint.Iteration}");
            }
        }
    }

    /// <summary>Every update of the weights that the plain cell has too, every ungated gradient of them, and where W_r
    /// lies.</summary>
    private static (double[][] Updates, float[][] Gradients, Range Recurrent) Train()
    {
        var network = new AnisotropyStreams(new AnisotropyConfiguration
        {
            Protocol = Protocol.Corrected, Task = "delaysum", Cell = "multi", Seed = 5, Hidden = Hidden, Inputs = Inputs,
        }).Network;
        var plain = new Network<float>(Cell.ByName("plain"), Hidden, Inputs);
        var shared = plain.Weights.Length;
        var unroll = new Unroll<float>(network.Cell, Hidden, Inputs, Batch, Steps);
        var ungated = new Unroll<float>(plain.Cell, Hidden, Inputs, Batch, Steps);
        var training = Streams.Training(5);
        var (updates, gradients) = (new double[Checkpoints[^1]][], new float[Checkpoints[^1]][]);
        for (var update = 0; update < updates.Length; update++)
        {
            var batch = new DelaySumTask().Draw(training, Batch, Steps, Inputs);
            unroll.Forward(network, batch.Inputs);
            var gradient = new float[network.Weights.Length];
            unroll.Backward(network, batch.Targets, gradient);
            network.Weights.AsSpan(0, shared).CopyTo(plain.Weights);
            ungated.Follow(plain, unroll);
            gradients[update] = new float[shared];
            ungated.Backward(plain, batch.Targets, gradients[update]);
            var before = network.Weights.Take(shared).ToArray();
            new GradientDescent<float>(1e-2).Update(network.Weights, gradient);
            updates[update] = [.. before.Zip(network.Weights, (from, to) => (double)to - from)];
        }
        var (offset, length) = (plain.Block("Wr").Offset, plain.Block("Wr").Length);
        return (updates, gradients, offset..(offset + length));
    }

    private static double Cosine(double[] a, double[] b) =>
        a.Zip(b, (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(x => x * x) * b.Sum(y => y * y));
}
