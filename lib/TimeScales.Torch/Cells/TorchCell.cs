using TorchSharp.Modules;

namespace TimeScales.Torch;

/// <summary>A recurrent cell as a module: <c>forward(input, state)</c> is the next state, weights are named and stacked as
/// in torch's own cells.</summary>
/// <remarks>
/// <para>weight_ih [K, N], weight_hh [K, H] and, where the cell has any, bias_ih and bias_hh [K] hold one block of rows
/// per gate, K = H times their number; a gate that all units share has one row. The state of an LSTM is (h, c), one
/// tensor of 2H components.</para>
/// <para><b>Replicas.</b> R networks side by side are the same module with an axis in front of every weight, [R, K, N] and so on;
/// inputs and states have it too, and every product is batched over it.</para>
/// <para><b>Derivatives.</b> But for the products with the weights, a cell is pointwise: unit i of the next state follows from
/// row i of every block and from unit i of the state. So one backward pass through <see cref="Next"/> gives the slopes of all
/// units, and J_t = Σ_q diag(∂x/∂a_q) W_q + diag(∂x/∂x_{t−1}).</para>
/// <para>To add a cell, derive from this class in one file and add one line to <see cref="Maker"/>.</para>
/// <para><b>Source.</b> arXiv:2508.12121, Sec. III and V; the cells' own pages in the library. x_0 = 0.</para>
/// </remarks>
public abstract class TorchCell : nn.Module<Tensor, Tensor, Tensor>
{
    private protected TorchCell(Cell cell, IReadOnlyList<CellBlock> blocks, CellWeights weights) : base(cell.Name)
    {
        (Cell, Blocks) = (cell, blocks);
        Weights = weights;
        this.Register("weight_ih", weights.WeightIh);
        this.Register("weight_hh", weights.WeightHh);
        this.Register("bias_ih", weights.BiasIh);
        this.Register("bias_hh", weights.BiasHh);
    }

    /// <summary>The library's cell of the same equation.</summary>
    public Cell Cell { get; }

    /// <summary>H, the number of hidden units.</summary>
    public int Hidden => (int)Weights.WeightHh.shape[^1];

    /// <summary>Components of the state: H, or 2H with memory.</summary>
    public int StateSize => Cell.StateSize(Hidden);

    internal CellWeights Weights { get; }

    /// <summary>What the rows of the weights are, block after block.</summary>
    internal IReadOnlyList<CellBlock> Blocks { get; }

    /// <summary>The module of a cell.</summary>
    /// <param name="cell">One of the library's cells.</param>
    /// <param name="hidden">H.</param>
    /// <param name="inputs">N.</param>
    /// <param name="precision">float32 or float64.</param>
    /// <param name="device">Where the weights live; null for the processor.</param>
    /// <returns>A module whose weights are zero; load_state_dict or torch's init fill them.</returns>
    public static TorchCell Create(Cell cell, int hidden, int inputs, ScalarType precision, Device? device = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hidden);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        var blocks = CellBlock.Of(cell);
        var rows = blocks.Sum(block => block.Rows(hidden));
        using var scope = NewDisposeScope();
        Parameter Zeros(params long[] shape) => new(zeros(shape, precision, device));
        return Of(cell, new CellWeights(
            Zeros(rows, inputs), Zeros(rows, hidden), blocks.Any(b => b.InputBias is not null) ? Zeros(rows) : null,
            CellBlock.HasStateBias(cell) ? Zeros(rows) : null));
    }

    /// <summary>x_t = f(u_t, x_{t−1}).</summary>
    /// <param name="input">u_t, […, N].</param>
    /// <param name="state">x_{t−1}, […, state size].</param>
    /// <returns>x_t, […, state size].</returns>
    public override Tensor forward(Tensor input, Tensor state) => Next(FromInput(input), FromState(state), state);

    /// <summary>How much of the candidate every unit takes, g_t: […, 1] where units share the gate, else […, H].</summary>
    /// <param name="input">u_t, […, N].</param>
    /// <param name="state">x_{t−1}, […, state size].</param>
    public Tensor Gate(Tensor input, Tensor state) => Gate(FromInput(input).Plus(FromState(state)));

    /// <summary>How much of itself every unit keeps: 1 − g_t, or what a forget gate says.</summary>
    /// <param name="input">u_t, […, N].</param>
    /// <param name="state">x_{t−1}, […, state size].</param>
    public Tensor Carry(Tensor input, Tensor state) => Carry(FromInput(input).Plus(FromState(state)));

    /// <summary>J_t = ∂x_t/∂x_{t−1} at many points at once.</summary>
    /// <param name="input">u_t, [M, N], or [R, M, N].</param>
    /// <param name="state">x_{t−1}, [M, S], or [R, M, S].</param>
    /// <returns>[M, S, S], or [R, M, S, S]; row = component of x_t, column = component of x_{t−1}.</returns>
    public Tensor StateJacobian(Tensor input, Tensor state) => Jacobian(input, state, _ => true);

    /// <summary>A_t, the part of J_t that holds the gates fixed; shapes as for <see cref="StateJacobian"/>.</summary>
    /// <param name="input">u_t.</param>
    /// <param name="state">x_{t−1}.</param>
    public Tensor DominantJacobian(Tensor input, Tensor state) => Jacobian(input, state, block => !block.IsGate);

    /// <summary>Whether there is a module for a cell.</summary>
    public static bool Has(Cell cell) => Maker(cell) is not null;

    internal static TorchCell Of(Cell cell, CellWeights weights) => Maker(cell)?.Invoke(weights) ?? throw new ArgumentException(
        $"The torch engine has no module for the cell '{cell.Name}'; it has: "
            + $"{string.Join(", ", Cell.All.Where(Has).Select(c => c.Name))}.");

    private static Func<CellWeights, TorchCell>? Maker(Cell cell) => cell switch
    {
        PlainCell => weights => new TorchPlainCell(cell, weights),
        LeakyCell leaky => weights => new TorchLeakyCell(leaky, weights),
        ScalarGateCell or MultiGateCell => weights => new TorchGatedCell(cell, weights),
        GruCell => weights => new TorchGruCell(cell, weights),
        LstmCell => weights => new TorchLstmCell(cell, weights),
        _ => null,
    };

    /// <summary>W_ih u + b_ih, […, K].</summary>
    internal Tensor FromInput(Tensor input) => Linear(input, Weights.WeightIh, Weights.BiasIh);

    /// <summary>W_hh h + b_hh, […, K].</summary>
    internal Tensor FromState(Tensor state) =>
        Linear(Cell.HasMemory ? state.narrow(-1, 0, Hidden) : state, Weights.WeightHh, Weights.BiasHh);

    /// <summary>x_t, […, S], from what comes from the input and from the state, […, K] each, and from the
    /// state itself, […, S].</summary>
    private protected abstract Tensor Next(Tensor fromInput, Tensor fromState, Tensor state);

    /// <summary>g_t from the sum of what comes from input and state, […, K].</summary>
    private protected abstract Tensor Gate(Tensor preactivation);

    /// <summary>What is kept, likewise.</summary>
    private protected virtual Tensor Carry(Tensor preactivation) => OneMinus(Gate(preactivation));

    internal Tensor Step(Tensor fromInput, Tensor fromState, Tensor state) => Next(fromInput, fromState, state);

    /// <summary>Σ_q diag(∂x/∂a_q) W_q over the chosen blocks q, and diag(∂x/∂x_{t−1}).</summary>
    private Tensor Jacobian(Tensor input, Tensor state, Func<CellBlock, bool> isChosen)
    {
        using var scope = NewDisposeScope();
        using var tracked = enable_grad();
        var recurrent = UnitWise(Weights.WeightHh.detach(), -2).unsqueeze(-4);
        var own = state.detach().requires_grad_();
        var fromState = UnitWise(FromState(state).detach(), -1).requires_grad_();
        var next = Next(UnitWise(FromInput(input).detach(), -1).flatten(-2), fromState.flatten(-2), own).FollowedFrom(own);

        var parts = StateSize / Hidden;
        var rows = new List<Tensor>();
        for (var part = 0; part < parts; part++)
        {
            // Units do not mix, so the sum over them has each unit's own slope.
            var slopes = autograd.grad([next.narrow(-1, part * Hidden, Hidden).sum()], [fromState, own],
                retain_graph: part < parts - 1);
            using var untracked = no_grad();
            var byState = zeros([.. own.shape[..^1], Hidden, Hidden], own.dtype, own.device);
            for (var q = 0; q < Blocks.Count; q++)
            {
                if (isChosen(Blocks[q]))
                    byState.addcmul_(slopes[0].select(-2, q).unsqueeze(-1), recurrent.select(-3, q), Kept(1));
            }
            if (parts == 1)
                byState.diagonal(0, -2, -1).add_(slopes[1], Kept(1));
            rows.Add(parts == 1 ? byState : cat([byState, diag_embed(slopes[1].narrow(-1, Hidden, Hidden))], -1));
        }
        return (parts == 1 ? rows[0] : cat([.. rows], -2)).detach().MoveToOuterDisposeScope();
    }

    /// <summary>One row for every unit in every block: [… K …] as [… Q, H …], the rows of gates that
    /// units share repeated.</summary>
    private Tensor UnitWise(Tensor rows, int axis)
    {
        var start = 0L;
        var blocks = new List<Tensor>();
        foreach (var block in Blocks)
        {
            var own = rows.narrow(axis, start, block.Rows(Hidden));
            start += own.shape[^-axis];
            long[] shape = [.. own.shape];
            shape[^-axis] = Hidden;
            blocks.Add(own.expand(shape));
        }
        return stack([.. blocks], axis - 1);
    }

    private static Tensor Linear(Tensor values, Tensor weight, Tensor? bias)
    {
        var product = values.matmul(weight.transpose(-2, -1));
        return bias is null ? product : product.Plus(bias.unsqueeze(-2));
    }
}

/// <summary>The weights of a new module; a replica axis in front of all or none.</summary>
/// <param name="WeightIh">[K, N].</param>
/// <param name="WeightHh">[K, H].</param>
/// <param name="BiasIh">[K]; null for none.</param>
/// <param name="BiasHh">[K]; null for none.</param>
internal sealed record CellWeights(Tensor WeightIh, Tensor WeightHh, Tensor? BiasIh, Tensor? BiasHh)
{
    /// <summary>The same, each weight changed; those that are not there stay away.</summary>
    public CellWeights Select(Func<Tensor, Tensor> change) =>
        new(change(WeightIh), change(WeightHh), BiasIh is null ? null : change(BiasIh), BiasHh is null ? null : change(BiasHh));
}

/// <summary>Weights as parts of a module.</summary>
internal static class Registration
{
    /// <summary>Gives the module a weight, which then lives as long as the module, not as long as the scope
    /// in which it was made.</summary>
    /// <remarks>As a parameter where it is one. What the engine makes for a run are plain tensors: TorchSharp counts every
    /// parameter that was ever made as alive, and the count of living tensors is what shows a leak.</remarks>
    public static void Register(this nn.Module module, string name, Tensor? weight)
    {
        weight?.DetachFromDisposeScope();
        if (weight is Parameter parameter)
            module.register_parameter(name, parameter);
        else if (weight is not null)
            module.register_buffer(name, weight);
    }
}
