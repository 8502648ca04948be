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
public sealed unsafe partial class Unroll<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int width;
    private readonly PaddedWeights<T>[] weights;
    private readonly AlignedArray<T>[] activations;
    private readonly AlignedArray<T>[] deltas;
    private readonly AlignedArray<T>?[] recurrentGradients;
    private readonly AlignedArray<T>?[] inputGradients;
    private readonly AlignedArray<T>?[] biasGradients;
    private readonly AlignedArray<T> inputs;
    private readonly AlignedArray<T> states;
    private readonly AlignedArray<T>? memories;
    private readonly AlignedArray<T> readOutWeights;
    private readonly AlignedArray<T> adjoint;
    private readonly AlignedArray<T>? memoryAdjoint;
    private readonly int jacobianWidth;

    // Addresses for cells: one row per step and one entry per pre-activation; one entry per pre-activation for weights.
    private readonly AlignedArray<nint> activationTable;
    private readonly AlignedArray<nint> deltaTable;
    private readonly AlignedArray<nint> weightTable;

    /// <summary>Space for B sequences of T steps; <paramref name="readOut"/> as the network's, null for one number.</summary>
    public Unroll(Cell cell, int hidden, int inputCount, int batch, int steps, ReadOut? readOut = null)
    {
        (Cell, Hidden, Inputs, Batch, Steps, ReadOut) = (cell, hidden, inputCount, batch, steps, readOut ?? ReadOut.Number);
        width = Simd.Padded<T>(hidden);
        weights = [.. cell.Preactivations.Select(p => new PaddedWeights<T>(p, hidden, inputCount))];
        activations = [.. cell.Preactivations.Select((_, i) => new AlignedArray<T>(steps * StepLength(i)))];
        deltas = [.. cell.Preactivations.Select((_, i) => new AlignedArray<T>(steps * StepLength(i)))];
        recurrentGradients = [.. weights.Select(w => w.Recurrent is null ? null : new AlignedArray<T>(w.Rows * width))];
        inputGradients = [.. weights.Select(w => w.InputTransposed is null ? null : new AlignedArray<T>(inputCount * w.RowWidth))];
        biasGradients = [.. weights.Select(w => w.Bias is null ? null : new AlignedArray<T>(w.RowWidth))];
        inputs = new AlignedArray<T>(batch * steps * inputCount);
        states = new AlignedArray<T>((steps + 1) * batch * width);
        readOutWeights = new AlignedArray<T>(ReadOut.Outputs * width);
        adjoint = new AlignedArray<T>(batch * width);
        if (cell.HasMemory)
        {
            memories = new AlignedArray<T>((steps + 1) * batch * width);
            memoryAdjoint = new AlignedArray<T>(batch * width);
        }
        jacobianWidth = Simd.Padded<T>(StateSize);
        activationTable = AddressesByStep(activations);
        deltaTable = AddressesByStep(deltas);
        weightTable = new AlignedArray<nint>(weights.Length);
        for (var i = 0; i < weights.Length; i++)
            weightTable.Span[i] = (nint)weights[i].Recurrent;
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
        var start = (t * Batch + sequence) * width;
        var shown = states.Span.Slice(start, Hidden);
        return memories is null ? shown : (T[])[.. shown, .. memories.Span.Slice(start, Hidden)];
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
                $"The network is {network.Cell.Name} with {network.Hidden} units, {network.Inputs} inputs and {network.ReadOut.Outputs} outputs; this unroll is {Cell.Name} with {Hidden}, {Inputs} and {ReadOut.Outputs}.");
        if (batchInputs.Length != inputs.Length)
            throw new ArgumentException($"The inputs have {batchInputs.Length} elements; {Batch} sequences × {Steps} steps × {Inputs} channels are {inputs.Length}.");

        foreach (var weight in weights)
            weight.Load(network);
        for (var o = 0; o < ReadOut.Outputs; o++)
            network["Wo"].Slice(o * Hidden, Hidden).CopyTo(readOutWeights.Span[(o * width)..]);
        batchInputs.CopyTo(inputs.Span);
        states.Span[..(Batch * width)].Clear();
        memories?.Span[..(Batch * width)].Clear();
        for (var b = 0; b < Batch && !initialState.IsEmpty; b++)
            CopyState(initialState, b, states, memories);

        for (var t = 1; t <= Steps; t++)
        {
            for (var i = 0; i < weights.Length; i++)
                Preactivate(i, t);
            Cell.Step(Step(t));
        }
        for (var b = 0; b < Batch; b++)
        {
            for (var o = 0; o < ReadOut.Outputs; o++)
                Outputs[b * ReadOut.Outputs + o] = Simd.Dot(readOutWeights.Pointer + o * width, StateRow(b, Steps), width);
        }
        GC.KeepAlive(this);
    }

    /// <summary>ŷ of one sequence, [outputs].</summary>
    public ReadOnlySpan<T> Output(int sequence) => Outputs.AsSpan(sequence * ReadOut.Outputs, ReadOut.Outputs);

    /// <summary>The loss of the last forward pass, mean over the batch: the mean squared error where the output is a number.</summary>
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
        deltas[0].Span.Slice((t - 1) * StepLength(0) + sequence * width, Hidden);

    /// <summary>Takes another cell's forward pass for its own: inputs, states, candidates and outputs.</summary>
    /// <remarks>A backward pass of the plain cell along a gated network's trajectory is that network's backpropagation with the gates
    /// removed: g = 1, nothing carried over, no gate-induced term.</remarks>
    /// <param name="network">The weights of the backward pass.</param>
    /// <param name="other">The forward pass, of equal sizes and with a candidate per unit.</param>
    internal void Follow(Network<T> network, Unroll<T> other)
    {
        foreach (var weight in weights)
            weight.Load(network);
        other.readOutWeights.Span.CopyTo(readOutWeights.Span);
        other.inputs.Span.CopyTo(inputs.Span);
        other.states.Span.CopyTo(states.Span);
        other.activations[0].Span.CopyTo(activations[0].Span);
        other.Outputs.CopyTo(Outputs, 0);
    }

    /// <summary>a_t = b + W_in u_t + W_rec x_{t−1} of pre-activation i, for the whole batch.</summary>
    private void Preactivate(int i, int t)
    {
        var weight = weights[i];
        var target = activations[i].Pointer + (nint)(t - 1) * StepLength(i);
        var input = inputs.Pointer + (nint)(t - 1) * Inputs;
        if (!Cell.Preactivations[i].Shared)
        {
            var accumulate = weight.Bias is not null;
            for (var b = 0; b < Batch && accumulate; b++)
                new Span<T>(weight.Bias, weight.RowWidth).CopyTo(new Span<T>(target + b * weight.RowWidth, weight.RowWidth));
            if (weight.InputTransposed is not null)
            {
                MatrixProduct.Multiply(Batch, Inputs, weight.RowWidth, input, (nint)Steps * Inputs, 1, weight.InputTransposed, weight.RowWidth, target, accumulate);
                accumulate = true;
            }
            if (weight.Recurrent is not null)
                MatrixProduct.Multiply(Batch, Hidden, weight.RowWidth, StateRow(0, t - 1), width, 1, weight.RecurrentTransposed, weight.RowWidth, target, accumulate);
            return;
        }
        for (var b = 0; b < Batch; b++)
        {
            var sum = Simd.Dot(weight.Recurrent, StateRow(b, t - 1), width);
            if (weight.Bias is not null)
                sum += *weight.Bias;
            for (var n = 0; n < Inputs; n++)
                sum += weight.InputTransposed[n * weight.RowWidth] * input[(nint)b * Steps * Inputs + n];
            target[b] = sum;
        }
    }

    private CellStep<T> Step(int t) => new()
    {
        Batch = Batch,
        Width = width,
        Previous = StateRow(0, t - 1),
        Next = StateRow(0, t),
        PreviousMemory = MemoryRow(0, t - 1),
        NextMemory = MemoryRow(0, t),
        Activations = AddressesOf(activationTable, t),
        Deltas = AddressesOf(deltaTable, t),
        Adjoint = adjoint.Pointer,
        MemoryAdjoint = memoryAdjoint is null ? null : memoryAdjoint.Pointer,
    };

    /// <summary>Where step t of every pre-activation begins.</summary>
    private AlignedArray<nint> AddressesByStep(AlignedArray<T>[] arrays)
    {
        var table = new AlignedArray<nint>(Steps * arrays.Length);
        for (var t = 1; t <= Steps; t++)
        {
            for (var i = 0; i < arrays.Length; i++)
                table.Span[(t - 1) * arrays.Length + i] = (nint)(arrays[i].Pointer + (nint)(t - 1) * StepLength(i));
        }
        return table;
    }

    private T** AddressesOf(AlignedArray<nint> table, int t) => (T**)(table.Pointer + (nint)(t - 1) * weights.Length);

    /// <summary>Copies one sequence of a dense [B, state size] array into the padded arrays of h and c.</summary>
    private void CopyState(ReadOnlySpan<T> dense, int sequence, AlignedArray<T> shown, AlignedArray<T>? memory)
    {
        var state = dense.Slice(sequence * StateSize, StateSize);
        state[..Hidden].CopyTo(shown.Span[(sequence * width)..]);
        if (memory is not null)
            state[Hidden..].CopyTo(memory.Span[(sequence * width)..]);
    }

    private T* MemoryRow(int sequence, int t) => memories is null ? null : memories.Pointer + ((nint)t * Batch + sequence) * width;

    private T* StateRow(int sequence, int t) => states.Pointer + ((nint)t * Batch + sequence) * width;

    /// <summary>Elements of one time step of pre-activation i: a padded row per sequence, or one value per sequence where shared.</summary>
    private int StepLength(int i) => Cell.Preactivations[i].Shared ? Simd.Padded<T>(Batch) : Batch * width;
}
