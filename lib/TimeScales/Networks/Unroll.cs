using System.Numerics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>A cell unrolled over a batch of sequences: forward pass, closed-form BPTT and state Jacobians.</summary>
/// <remarks>
/// <para>Holds everything that one pass leaves behind, for reuse by the next one: no allocation per update. States are numbered
/// as in the paper: x_0 is the initial state (zero), x_t the state after input u_t, t = 1 … T; all arrays are time-major, so
/// that one step of the whole batch is contiguous.</para>
/// <para>The state of a cell with memory is (h, c), kept as two arrays: weights and read-out see h alone.</para>
/// <para>∂L/∂θ = Σ_k δ_Tᵀ M(T,k) (∂x_k/∂θ)_local: <see cref="Backward"/> walks λ_k = M(T,k)ᵀ δ_T from T down to 1.</para>
/// </remarks>
public sealed partial class Unroll<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Sequences<T> sequences;
    private readonly UnrolledCell<T> unrolled;
    private readonly PaddedMatrix<T> readOutWeights;
    private Network<T>? network;

    /// <summary>Space for B sequences of T steps; <paramref name="readOut"/> as the network's, null for one number.</summary>
    public Unroll(Cell cell, int hidden, int inputCount, int batch, int steps, ReadOut? readOut = null)
    {
        (Cell, Hidden, Inputs, Batch, Steps, ReadOut) = (cell, hidden, inputCount, batch, steps, readOut ?? ReadOut.Number);
        sequences = new Sequences<T>(hidden, inputCount, batch, steps, cell.HasMemory);
        unrolled = new UnrolledCell<T>(cell, hidden, sequences);
        readOutWeights = new PaddedMatrix<T>(ReadOut.Outputs, hidden);
        Outputs = new T[batch * ReadOut.Outputs];
    }

    /// <summary>The cell.</summary>
    public Cell Cell { get; }

    /// <summary>H, the number of hidden units.</summary>
    public int Hidden { get; }

    /// <summary>N, the number of input channels.</summary>
    public int Inputs { get; }

    /// <summary>H, or 2H where the cell has memory: the number of components of the state.</summary>
    public int StateSize => Cell.StateSize(Hidden);

    /// <summary>B, the number of sequences.</summary>
    public int Batch { get; }

    /// <summary>T, the number of steps.</summary>
    public int Steps { get; }

    /// <summary>What the network puts out.</summary>
    public ReadOut ReadOut { get; }

    /// <summary>ŷ = W_o x_T of the last forward pass, [B, outputs].</summary>
    public T[] Outputs { get; }

    /// <summary>x_t of one sequence, [state size]; t = 0 is the initial state. A copy where the cell has memory.</summary>
    public ReadOnlySpan<T> State(int sequence, int t)
    {
        var row = sequences.Row(sequence, t);
        var shown = sequences.States.Row(row)[..Hidden];
        return sequences.Memories is null ? shown : (T[])[.. shown, .. sequences.Memories.Row(row)[..Hidden]];
    }

    /// <summary>Runs the state equation over the batch.</summary>
    /// <param name="network">The weights.</param>
    /// <param name="batchInputs">u, [B, T, N].</param>
    /// <param name="initialState">x_0 of every sequence, [B, state size]; zero where empty.</param>
    /// <exception cref="ArgumentException">The shapes differ from those this unroll was made for.</exception>
    public void Forward(Network<T> network, ReadOnlySpan<T> batchInputs, ReadOnlySpan<T> initialState = default)
    {
        if (network.Cell != Cell || network.Hidden != Hidden || network.Inputs != Inputs || network.ReadOut != ReadOut)
            throw new ArgumentException(
                $"The network is {network.Cell.Name} with {network.Hidden} units, {network.Inputs} inputs"
                + $" and {network.ReadOut.Outputs} outputs;"
                + $" this unroll is {Cell.Name} with {Hidden}, {Inputs} and {ReadOut.Outputs}.");
        if (batchInputs.Length != sequences.Inputs.Length)
            throw new ArgumentException(
                $"The inputs have {batchInputs.Length} elements; "
                + $"{Batch} sequences × {Steps} steps × {Inputs} channels are {sequences.Inputs.Length}.");
        if (!initialState.IsEmpty && initialState.Length != Batch * StateSize)
            throw new ArgumentException(
                $"The initial states have {initialState.Length} elements; "
                + $"{Batch} sequences × {StateSize} components are {Batch * StateSize}.");

        Load(network);
        for (var o = 0; o < ReadOut.Outputs; o++)
            network[Cell.ReadOutWeight].Slice(o * Hidden, Hidden).CopyTo(readOutWeights.Row(o));
        batchInputs.CopyTo(sequences.Inputs.Span);
        for (var b = 0; b < Batch; b++)
        {
            sequences.States.Row(b).Clear();
            sequences.Memories?.Row(b).Clear();
            if (!initialState.IsEmpty)
                CopyState(initialState, b, sequences.States, sequences.Memories);
        }

        for (var t = 1; t <= Steps; t++)
            unrolled.Forward(t);
        for (var b = 0; b < Batch; b++)
        {
            for (var o = 0; o < ReadOut.Outputs; o++)
                Outputs[b * ReadOut.Outputs + o] = readOutWeights.Dot(o, sequences.States, sequences.Row(b, Steps));
        }
    }

    /// <summary>ŷ of one sequence, [outputs].</summary>
    public ReadOnlySpan<T> Output(int sequence) => Outputs.AsSpan(sequence * ReadOut.Outputs, ReadOut.Outputs);

    /// <summary>The loss of the last forward pass, mean over the batch: the mean squared error for one number.</summary>
    /// <param name="targets">y, [B].</param>
    public T Loss(ReadOnlySpan<T> targets)
    {
        var sum = T.Zero;
        for (var b = 0; b < Batch; b++)
            sum += ReadOut.Loss(Output(b), targets[b]);
        return sum / T.CreateChecked(Batch);
    }

    /// <summary>∂L/∂a_t of the candidate's pre-activations of one sequence, [H], as the last backward pass left it.</summary>
    /// <param name="sequence">b.</param>
    /// <param name="t">1 … T.</param>
    internal ReadOnlySpan<T> CandidateDelta(int sequence, int t) =>
        unrolled.Maps[0].Deltas.Span.Slice(unrolled.Maps[0].StepStart(t) + sequence * sequences.States.Width, Hidden);

    /// <summary>Takes another forward pass for its own, to run back along it with other weights or another cell.</summary>
    /// <remarks>A backward pass of the plain cell along a gated network's trajectory is that network's backpropagation with the
    /// gates removed: g = 1, nothing carried over, no gate-induced term. One of the same cell whose gates have no recurrent
    /// weights is backpropagation without B_t; one whose recurrent weights are ρ times those of the forward pass gives the terms
    /// of lag h the weight ρ^h.</remarks>
    /// <param name="network">The weights of the backward pass.</param>
    /// <param name="other">The forward pass, of equal sizes; of the same cell, or of any with a candidate per unit.</param>
    internal void Follow(Network<T> network, Unroll<T> other)
    {
        Load(network);
        readOutWeights.CopyFrom(other.readOutWeights);
        other.sequences.Inputs.Span.CopyTo(sequences.Inputs.Span);
        sequences.States.CopyFrom(other.sequences.States);
        if (sequences.Memories is { } memories)
            memories.CopyFrom(other.sequences.Memories!);
        for (var i = 0; i < (Cell.Name == other.Cell.Name ? unrolled.Maps.Length : 1); i++)
            other.unrolled.Maps[i].Values.Span.CopyTo(unrolled.Maps[i].Values.Span);
        other.Outputs.CopyTo(Outputs, 0);
    }

    private void Load(Network<T> network)
    {
        this.network = network;
        Span<T> Weight(string? name) => Part(network, network.Weights, name);
        for (var i = 0; i < unrolled.Maps.Length; i++)
        {
            var names = Cell.Preactivations[i];
            unrolled.Maps[i].Load(Weight(names.Recurrent), Weight(names.Input), Weight(names.Bias));
        }
    }

    /// <summary>What belongs to the weight of that name in a vector [P]; nothing where there is no name.</summary>
    private static Span<T> Part(Network<T> network, Span<T> parameters, string? name) =>
        name is null ? [] : parameters.Slice(network.Block(name).Offset, network.Block(name).Length);

    /// <summary>Copies one sequence of a dense [B, state size] array into row b of h and of c.</summary>
    private void CopyState(ReadOnlySpan<T> dense, int sequence, PaddedMatrix<T> shown, PaddedMatrix<T>? memory)
    {
        var state = dense.Slice(sequence * StateSize, StateSize);
        state[..Hidden].CopyTo(shown.Row(sequence));
        if (memory is not null)
            state[Hidden..].CopyTo(memory.Row(sequence));
    }
}
