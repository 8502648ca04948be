using TimeScales.Cells;
using TorchSharp.Modules;

namespace TimeScales.Torch;

/// <summary>R networks of one cell side by side as a module: every weight has a replica axis in front, every product is batched over it.</summary>
/// <remarks>
/// <para>One network of 64 units cannot fill a GPU; the replicas of an experiment can. Replicas never mix: a sum over their losses has
/// each replica's own gradient.</para>
/// <para>The recurrent weights of candidate and gate are stacked, so that a step is one product a = W_rec x_{t−1} + (W_in u)_t with all
/// pre-activations, [R, B, K]: K = H without a gate that sees the state, H + 1 with a scalar gate, 2H with one per unit.</para>
/// <para>To add a cell, derive from this class in one file and add one line to <see cref="Cells"/> and to the choice at the end.</para>
/// <para><b>Source.</b> arXiv:2508.12121, Sec. III and V. No biases; x_0 = 0.</para>
/// </remarks>
public abstract class TorchCell : nn.Module<Tensor, Tensor>
{
    private readonly Cell cell;
    private readonly Dictionary<string, Tensor> weights = [];

    private protected TorchCell(Cell cell, InitialWeights initial) : base(cell.Name)
    {
        this.cell = cell;
        foreach (var (name, value) in initial.Values)
        {
            weights[name] = initial.Trained ? new Parameter(value) : value;
            if (weights[name] is Parameter parameter)
                register_parameter(name, parameter);
            else
                register_buffer(name, value);
            // A weight lives as long as its module, not as long as the scope in which it was made.
            weights[name].DetachFromDisposeScope();
        }
    }

    /// <summary>The names of the cells that have a module.</summary>
    public static IReadOnlyList<string> Cells { get; } = ["plain", "leaky", "scalar", "multi"];

    /// <summary>R, the number of replicas.</summary>
    public int Replicas => (int)weights["Wr"].shape[0];

    /// <summary>H, the number of hidden units.</summary>
    public int Hidden => (int)weights["Wr"].shape[1];

    /// <summary>All weights, each [R, rows, columns].</summary>
    internal IReadOnlyList<Tensor> Weights => [.. weights.Values];

    /// <summary>The weight of that name, [R, rows, columns].</summary>
    internal Tensor this[string name] => weights[name];

    /// <summary>The networks of R replicas as one module to train: its weights are parameters.</summary>
    /// <param name="networks">Networks of one cell and one size, one per replica.</param>
    /// <param name="precision">float32 (training as published) or float64 (measurement).</param>
    /// <param name="device">Where the weights live.</param>
    /// <exception cref="ArgumentException">The networks differ in cell or size, or the cell has no module here.</exception>
    public static TorchCell Create(IReadOnlyList<Network<float>> networks, ScalarType precision, Device device)
    {
        var first = networks[0];
        if (networks.Any(n => n.Cell.Name != first.Cell.Name || n.Hidden != first.Hidden || n.Inputs != first.Inputs))
            throw new ArgumentException("Replicas must have the same cell and the same sizes.");
        using var scope = NewDisposeScope();
        var initial = first.Blocks.ToDictionary(block => block.Name, block =>
        {
            var values = networks.SelectMany(n => n[block.Name].ToArray()).ToArray();
            return tensor(values, [networks.Count, block.Rows, block.Columns]).to(precision).to(device);
        });
        return Create(first.Cell, new InitialWeights(initial, Trained: true));
    }

    /// <summary>A copy of some replicas to measure, in another precision; its weights are constants, and it shares nothing with this module.</summary>
    /// <param name="precision">float32 or float64.</param>
    /// <param name="replicas">Which replicas, in this order.</param>
    public TorchCell Copy(ScalarType precision, IReadOnlyList<int> replicas)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var chosen = tensor([.. replicas.Select(r => (long)r)], int64).to(weights["Wr"].device);
        return Create(cell, new InitialWeights(weights.ToDictionary(w => w.Key, w => w.Value.index_select(0, chosen).to(precision)), Trained: false));
    }

    /// <summary>The weights of one replica as the embedded engine keeps them.</summary>
    /// <param name="replica">0 … R−1.</param>
    /// <param name="inputs">N, the number of input channels.</param>
    public Network<float> ToNetwork(int replica, int inputs)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var network = new Network<float>(cell, Hidden, inputs);
        foreach (var (name, weight) in weights)
            weight.select(0, replica).to(float32).cpu().contiguous().data<float>().ToArray().CopyTo(network[name]);
        return network;
    }

    /// <summary>ŷ = W_o x_T.</summary>
    /// <param name="input">u, [R, B, T, N].</param>
    /// <returns>ŷ, [R, B].</returns>
    public override Tensor forward(Tensor input) => Unroll(input).Outputs;

    /// <summary>Runs the state equation over a batch and keeps what it leaves behind.</summary>
    /// <param name="inputs">u, [R, B, T, N].</param>
    public Trajectory Unroll(Tensor inputs)
    {
        var (replicas, batch, steps) = (inputs.shape[0], inputs.shape[1], (int)inputs.shape[2]);
        var recurrent = Stacked(p => p.Recurrent!).transpose(1, 2);
        var driven = inputs.reshape(replicas, batch * steps, -1).matmul(Stacked(p => p.Input!).transpose(1, 2))
            .reshape(replicas, batch, steps, -1).unbind(2);

        var states = new Tensor[steps + 1];
        var preactivations = new Tensor[steps];
        states[0] = zeros([replicas, batch, Hidden], inputs.dtype, inputs.device);
        for (var t = 1; t <= steps; t++)
        {
            // Not baddbmm: TorchSharp passes its arguments in another order than its native side takes them.
            preactivations[t - 1] = driven[t - 1].Plus(states[t - 1].matmul(recurrent));
            states[t] = Step(preactivations[t - 1], states[t - 1]);
        }
        var outputs = states[steps].matmul(weights["Wo"].transpose(1, 2)).squeeze(-1);
        return new Trajectory(inputs, states, preactivations, outputs);
    }

    /// <summary>J_t = ∂x_t/∂x_{t−1} at many points at once, in closed form.</summary>
    /// <param name="preactivation">a_t, [R, M, K].</param>
    /// <param name="previous">x_{t−1}, [R, M, H].</param>
    /// <returns>[R, M, H, H]; row = component of x_t, column = component of x_{t−1}.</returns>
    public abstract Tensor StateJacobian(Tensor preactivation, Tensor previous);

    /// <summary>g_t at many points at once: [R, M, 1] where units share the gate, else [R, M, H].</summary>
    /// <param name="preactivation">a_t, [R, M, K].</param>
    public abstract Tensor Gate(Tensor preactivation);

    /// <summary>x_t from a_t, [R, B, K], and x_{t−1}, [R, B, H].</summary>
    private protected abstract Tensor Step(Tensor preactivation, Tensor previous);

    /// <summary>φ_t = tanh of the candidate's part of a_t, [R, M, H].</summary>
    private protected Tensor Candidate(Tensor preactivation) => preactivation.narrow(-1, 0, Hidden).tanh();

    /// <summary>σ of the gate's part of a_t, [R, M, 1 or H].</summary>
    private protected Tensor GateOf(Tensor preactivation) => preactivation.narrow(-1, Hidden, preactivation.shape[^1] - Hidden).sigmoid();

    /// <summary>diag(scale (1 − φ²)) W_r + diag(carry), [R, M, H, H].</summary>
    /// <param name="candidate">φ, [R, M, H].</param>
    /// <param name="scale">The gate, broadcast to [R, M, H].</param>
    /// <param name="carry">1 − gate, broadcast to [R, M, H]; null for none.</param>
    private protected Tensor DominantJacobian(Tensor candidate, Tensor scale, Tensor? carry)
    {
        var slopes = OneMinus(candidate * candidate) * scale;
        var dominant = slopes.unsqueeze(-1) * weights["Wr"].unsqueeze(1);
        return carry is null ? dominant : dominant.Plus(diag_embed(carry.expand_as(candidate)));
    }

    private Tensor Stacked(Func<Preactivation, string> name) => cat([.. cell.Preactivations.Select(p => weights[name(p)])], 1);

    private static TorchCell Create(Cell cell, InitialWeights initial) => cell switch
    {
        _ when cell.Preactivations.Any(p => p.Bias is not null) => throw new ArgumentException($"The modules of the torch engine have no biases, and this '{cell.Name}' cell has."),
        PlainCell => new TorchPlainCell(cell, initial),
        LeakyCell leaky => new TorchLeakyCell(leaky, initial),
        ScalarGateCell or MultiGateCell => new TorchGatedCell(cell, initial),
        _ => throw new ArgumentException($"The torch engine has no module for the cell '{cell.Name}'; it has: {string.Join(", ", Cells)}."),
    };
}

/// <summary>The weights of a new module, each [R, rows, columns].</summary>
/// <param name="Values">The weights by name.</param>
/// <param name="Trained">Whether they are parameters, which an optimizer changes, or constants.</param>
internal sealed record InitialWeights(IReadOnlyDictionary<string, Tensor> Values, bool Trained);
