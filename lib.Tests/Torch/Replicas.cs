using TimeScales.RandomStreams;
using TimeScales.Torch;
using static TorchSharp.torch;

namespace TimeScales.Tests.Torch;

/// <summary>The same networks and batches for both engines.</summary>
internal static class Replicas
{
    public static IEnumerable<TestCaseData> Cells => Cell.All.Select(cell => new TestCaseData(cell).SetArgDisplayNames(cell.Name));

    /// <summary>One network per seed, with torch's initial weights; biases, where there are any, all differ.</summary>
    public static Network<float>[] Networks(Cell cell, int hidden, int inputs, int count) =>
        [.. Enumerable.Range(1, count).Select(seed => Network(cell, hidden, inputs, seed))];

    private static Network<float> Network(Cell cell, int hidden, int inputs, int seed)
    {
        var generator = new TorchGenerator((ulong)seed);
        var network = new Network<float>(cell, hidden, inputs).Initialize(generator);
        foreach (var bias in network.Blocks.Where(block => block.IsBias))
            generator.FillUniform(network[bias.Name], -0.5f, 0.5f);
        return network;
    }

    /// <summary>One batch of the adding problem per replica.</summary>
    public static Batch[] Batches(int count, int sequences, int steps, int inputs) =>
        [.. Enumerable.Range(1, count).Select(seed => new AddingTask().Draw(new TorchGenerator((ulong)seed + 123), sequences, steps, inputs))];

    /// <summary>u, [T, R, B, N], and y, [R, B].</summary>
    public static (Tensor Inputs, Tensor Targets) Tensors(Batch[] batches, int steps, ScalarType precision) =>
        ReplicaTraining.Tensors(batches, steps, precision, CPU);

    public static double[] ToArray(Tensor tensor)
    {
        using var wide = tensor.detach().to(float64).contiguous();
        return wide.data<double>().ToArray();
    }

    /// <summary>The embedded engine's forward pass on a batch.</summary>
    public static Unroll<T> Unrolled<T>(Network<T> network, Batch batch, int steps) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var unroll = new Unroll<T>(network.Cell, network.Hidden, network.Inputs, batch.Targets.Length, steps);
        unroll.Forward(network, Array.ConvertAll(batch.Inputs, T.CreateChecked));
        return unroll;
    }
}
