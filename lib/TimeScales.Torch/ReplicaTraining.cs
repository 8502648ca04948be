namespace TimeScales.Torch;

/// <summary>Trains replicas side by side: batches are drawn on the host and copied once per update, everything else
/// stays on the device.</summary>
/// <remarks>A replica whose loss stops being finite takes no part in any other replica's numbers; it is only reported.</remarks>
public sealed class ReplicaTraining : IDisposable
{
    private readonly TorchOptimizer optimizer;
    private readonly Device device;

    /// <summary>Puts the networks side by side on a device.</summary>
    /// <param name="networks">One network per replica, with its initial weights.</param>
    /// <param name="precision">float32 (as published) or float64.</param>
    /// <param name="device">Where to train.</param>
    /// <param name="optimizer">What updates the weights; it is disposed with the training.</param>
    public ReplicaTraining(IReadOnlyList<Network<float>> networks, ScalarType precision, Device device, TorchOptimizer optimizer)
    {
        (this.device, this.optimizer, Precision) = (device, optimizer, precision);
        Network = TorchNetwork.Create(networks, precision, device);
    }

    /// <summary>The module that is trained.</summary>
    public TorchNetwork Network { get; }

    /// <summary>The precision of weights and inputs.</summary>
    public ScalarType Precision { get; }

    /// <summary>One update on one batch per replica.</summary>
    /// <param name="batches">A batch for every replica.</param>
    /// <param name="steps">T.</param>
    /// <returns>Each replica's mean squared error before the update, [R].</returns>
    public double[] Update(IReadOnlyList<Batch> batches, int steps)
    {
        using var scope = NewDisposeScope();
        var (inputs, targets) = Tensors(batches, steps, Precision, device);
        var (gradients, losses) = Network.Gradients(inputs, targets);
        optimizer.Update(Network.Weights, gradients);
        return losses.detach().to(float64).cpu().data<double>().ToArray();
    }

    /// <summary>u, [T, R, B, N], and y, [R, B].</summary>
    internal static (Tensor Inputs, Tensor Targets) Tensors(IReadOnlyList<Batch> batches, int steps, ScalarType precision,
        Device device)
    {
        var sequences = batches[0].Targets.Length;
        var inputs = tensor(Joined(batches, b => b.Inputs),
            [batches.Count, sequences, steps, batches[0].Inputs.Length / sequences / steps]);
        var targets = tensor(Joined(batches, b => b.Targets), [batches.Count, sequences]);
        return (inputs.to(device).to(precision).permute(2, 0, 1, 3), targets.to(device).to(precision));
    }

    /// <summary>Frees weights and optimizer state.</summary>
    public void Dispose()
    {
        optimizer.Dispose();
        Network.Dispose();
    }

    private static float[] Joined(IReadOnlyList<Batch> batches, Func<Batch, float[]> part)
    {
        var length = part(batches[0]).Length;
        var joined = new float[batches.Count * length];
        for (var r = 0; r < batches.Count; r++)
            part(batches[r]).CopyTo(joined, r * length);
        return joined;
    }
}
