namespace TimeScales.Torch;

/// <summary>R networks of one cell side by side with their read-outs: inputs [T, R, B, N] to outputs
/// ŷ = W_o x_T, [R, B].</summary>
/// <remarks>One network of 64 units cannot fill a GPU; the replicas of an experiment can. Replicas never mix: a sum over their
/// losses has each replica's own gradient.</remarks>
public sealed class TorchNetwork : nn.Module<Tensor, Tensor>
{
    private readonly Tensor readOut;

    private TorchNetwork(TorchCell cell, Tensor readOut) : base("network")
    {
        (Cell, this.readOut) = (cell, readOut);
        Weights = [.. new[] { cell.Weights.WeightIh, cell.Weights.WeightHh, cell.Weights.BiasIh, cell.Weights.BiasHh, readOut }
            .OfType<Tensor>()];
        register_module("cell", cell);
        this.Register("read_out", readOut);
    }

    /// <summary>The recurrent part.</summary>
    public TorchCell Cell { get; }

    /// <summary>All weights, each with the replica axis in front.</summary>
    internal IReadOnlyList<Tensor> Weights { get; }

    /// <summary>The networks of R replicas as one module to train.</summary>
    /// <param name="networks">Networks of one cell and one size that put out one number, one per replica.</param>
    /// <param name="precision">float32 (training as published) or float64 (measurement).</param>
    /// <param name="device">Where the weights live.</param>
    /// <exception cref="ArgumentException">The networks differ in cell or size, or put out classes.</exception>
    public static TorchNetwork Create(IReadOnlyList<Network<float>> networks, ScalarType precision, Device device)
    {
        var first = networks[0];
        if (networks.Any(n => n.Cell.Name != first.Cell.Name || n.Hidden != first.Hidden || n.Inputs != first.Inputs))
            throw new ArgumentException("Replicas must have the same cell and the same sizes.");
        if (first.ReadOut.Outputs != 1)
            throw new ArgumentException(
                $"The networks put out {first.ReadOut.Outputs} classes; those of the torch engine put out one number.");
        using var scope = NewDisposeScope();
        var blocks = CellBlock.Of(first.Cell);
        Tensor Joined(string? name, int rows, int columns) => name is null
            ? zeros(networks.Count, rows, columns)
            : tensor(networks.SelectMany(n => n[name].ToArray()).ToArray(), [networks.Count, rows, columns]);
        Tensor Stacked(Func<CellBlock, string?> name, int columns) =>
            cat([.. blocks.Select(b => Joined(name(b), b.Rows(first.Hidden), columns))], 1);
        Tensor Trained(Tensor weight) => weight.to(precision).to(device).requires_grad_();
        var weights = new CellWeights(
            Stacked(b => b.Input, first.Inputs), Stacked(b => b.Recurrent, first.Hidden),
            blocks.Any(b => b.InputBias is not null) ? Stacked(b => b.InputBias, 1).squeeze(-1) : null,
            CellBlock.HasStateBias(first.Cell) ? Stacked(b => b.StateBias, 1).squeeze(-1) : null);
        return new TorchNetwork(TorchCell.Of(first.Cell, weights.Select(Trained)), Trained(Joined("Wo", 1, first.Hidden)));
    }

    /// <summary>A copy of some replicas to measure, in another precision; its weights are constants, and it shares
    /// nothing with this module.</summary>
    /// <param name="precision">float32 or float64.</param>
    /// <param name="replicas">Which replicas, in this order.</param>
    public TorchNetwork Copy(ScalarType precision, IReadOnlyList<int> replicas)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var chosen = tensor([.. replicas.Select(r => (long)r)], int64).to(readOut.device);
        Tensor Chosen(Tensor weight) => weight.index_select(0, chosen).to(precision);
        return new TorchNetwork(TorchCell.Of(Cell.Cell, Cell.Weights.Select(Chosen)), Chosen(readOut));
    }

    /// <summary>The weights of one replica as the embedded engine keeps them; torch's two biases of a
    /// gate become their sum.</summary>
    /// <param name="replica">0 … R−1.</param>
    public Network<float> ToNetwork(int replica)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var weights = Cell.Weights;
        var network = new Network<float>(Cell.Cell, Cell.Hidden, (int)weights.WeightIh.shape[^1]);
        var start = 0;
        foreach (var block in Cell.Blocks)
        {
            float[] Rows(Tensor? weight) => weight is not null
                ? Values(weight.select(0, replica).narrow(0, start, block.Rows(Cell.Hidden)))
                : new float[block.Rows(Cell.Hidden)];
            Rows(weights.WeightHh).CopyTo(network[block.Recurrent]);
            Rows(weights.WeightIh).CopyTo(network[block.Input]);
            if (block.InputBias is { } bias)
                (block.StateBias is null ? [.. Rows(weights.BiasIh).Zip(Rows(weights.BiasHh), (x, y) => x + y)]
                    : Rows(weights.BiasIh)).CopyTo(network[bias]);
            if (block.StateBias is { } stateBias)
                Rows(weights.BiasHh).CopyTo(network[stateBias]);
            start += block.Rows(Cell.Hidden);
        }
        Values(readOut.select(0, replica)).CopyTo(network["Wo"]);
        return network;

        static float[] Values(Tensor weight) => weight.to(float32).cpu().contiguous().data<float>().ToArray();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Outputs(Trajectory.Of(Cell, input));

    /// <summary>ŷ = W_o h_T, [R, B].</summary>
    internal Tensor Outputs(Trajectory trajectory) =>
        trajectory.States[^1].narrow(-1, 0, Cell.Hidden).matmul(readOut.transpose(1, 2)).squeeze(-1);

    /// <summary>The gradients of the replicas' mean squared errors, in the order of <see cref="Weights"/>,
    /// and those errors, [R].</summary>
    /// <param name="inputs">u, [T, R, B, N].</param>
    /// <param name="targets">y, [R, B].</param>
    internal (Tensor[] Gradients, Tensor Losses) Gradients(Tensor inputs, Tensor targets)
    {
        var losses = MeanSquaredErrors(forward(inputs), targets);
        var gradients = autograd.grad([losses.sum()], [.. Weights]).ToArray();
        if (Cell.Weights.BiasIh is not null)
            gradients[2].mul_(HasBias(b => b.InputBias));
        if (Cell.Weights.BiasHh is not null)
            gradients[3].mul_(HasBias(b => b.StateBias));
        return (gradients, losses);
    }

    /// <summary>Mean squared error of each replica, mean over its batch, [R].</summary>
    /// <param name="outputs">ŷ, [R, B].</param>
    /// <param name="targets">y, [R, B].</param>
    internal static Tensor MeanSquaredErrors(Tensor outputs, Tensor targets)
    {
        var errors = outputs - targets;
        return (errors * errors).mean([1]);
    }

    /// <summary>1 in the rows whose bias is a weight of the library's network; the others stay zero, or a gate with two biases
    /// would learn twice as fast.</summary>
    internal Tensor HasBias(Func<CellBlock, string?> name) =>
        cat([.. Cell.Blocks.Select(b =>
            full([b.Rows(Cell.Hidden)], Kept(name(b) is null ? 0 : 1), readOut.dtype, readOut.device))]);
}
