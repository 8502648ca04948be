using BenchmarkDotNet.Attributes;
using TimeScales.RandomStreams;

namespace TimeScales.Benchmarks;

/// <summary>One training update of Sec. VII-A: T = 80, batch 64, H = 64, N = 4, float32.</summary>
public class UpdateBenchmarks
{
    private Network<float> network = null!;
    private Unroll<float> unroll = null!;
    private Batch batch = null!;
    private float[] gradient = [];

    /// <summary>The cell.</summary>
    [Params("plain", "leaky", "scalar", "multi")]
    public string Cell { get; set; } = "";

    /// <summary>Draws the weights and a batch.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        network = new Network<float>(TimeScales.Cell.ByName(Cell), 64, 4).Initialize(new TorchGenerator(1));
        unroll = new Unroll<float>(network.Cell, 64, 4, 64, 80);
        batch = new AddingTask().Draw(new TorchGenerator(2), 64, 80, 4);
        gradient = new float[network.Weights.Length];
        unroll.Forward(network, batch.Inputs);
    }

    /// <summary>The batch.</summary>
    [Benchmark]
    public Batch Draw() => new AddingTask().Draw(new TorchGenerator(2), 64, 80, 4);

    /// <summary>The forward pass.</summary>
    [Benchmark]
    public void Forward() => unroll.Forward(network, batch.Inputs);

    /// <summary>Backpropagation through time.</summary>
    [Benchmark]
    public void Backward() => unroll.Backward(network, batch.Targets, gradient);
}
