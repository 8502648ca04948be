using System.Numerics;
using System.Runtime.Intrinsics;
using TimeScales.Numerics;

namespace TimeScales.Cells;

/// <summary>A cell unrolled over a batch of sequences: forward pass, closed-form BPTT and state Jacobians.</summary>
/// <remarks>
/// <para>Holds everything that one pass leaves behind, for reuse by the next one: no allocation per update. States are numbered
/// as in the paper: x_0 is the initial state (zero), x_t the state after input u_t, t = 1 … T; all arrays are time-major, so
/// that one step of the whole batch is contiguous.</para>
/// <para>The state of a cell with memory is (h, c), kept as two arrays: weights and read-out see h alone.</para>
/// <para>∂L/∂θ = Σ_k δ_Tᵀ M(T,k) (∂x_k/∂θ)_local: <see cref="Backward"/> walks λ_k = M(T,k)ᵀ δ_T from T down to 1.</para>
/// </remarks>
public sealed unsafe class Unroll<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
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
    private readonly AlignedArray<T> readOut;
    private readonly AlignedArray<T> adjoint;
    private readonly AlignedArray<T>? memoryAdjoint;
    private readonly int jacobianWidth;

    // Addresses for cells: one row per step and one entry per pre-activation; one entry per pre-activation for weights.
    private readonly AlignedArray<nint> activationTable;
    private readonly AlignedArray<nint> deltaTable;
    private readonly AlignedArray<nint> weightTable;

    /// <summary>Space for B sequences of T steps.</summary>
    public Unroll(Cell cell, int hidden, int inputCount, int batch, int steps)
    {
        (Cell, Hidden, Inputs, Batch, Steps) = (cell, hidden, inputCount, batch, steps);
        width = Simd.Padded<T>(hidden);
        weights = [.. cell.Preactivations.Select(p => new PaddedWeights<T>(p, hidden, inputCount))];
        activations = [.. cell.Preactivations.Select((_, i) => new AlignedArray<T>(steps * StepLength(i)))];
        deltas = [.. cell.Preactivations.Select((_, i) => new AlignedArray<T>(steps * StepLength(i)))];
        recurrentGradients = [.. weights.Select(w => w.Recurrent is null ? null : new AlignedArray<T>(w.Rows * width))];
        inputGradients = [.. weights.Select(w => w.InputTransposed is null ? null : new AlignedArray<T>(inputCount * w.RowWidth))];
        biasGradients = [.. weights.Select(w => w.Bias is null ? null : new AlignedArray<T>(w.RowWidth))];
        inputs = new AlignedArray<T>(batch * steps * inputCount);
        states = new AlignedArray<T>((steps + 1) * batch * width);
        readOut = new AlignedArray<T>(width);
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
        Outputs = new T[batch];
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

    /// <summary>ŷ = W_o x_T of the last forward pass, [B].</summary>
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
        if (network.Cell != Cell || network.Hidden != Hidden || network.Inputs != Inputs)
            throw new ArgumentException($"The network is {network.Cell.Name} with {network.Hidden} units and {network.Inputs} inputs; this unroll is {Cell.Name} with {Hidden} and {Inputs}.");
        if (batchInputs.Length != inputs.Length)
            throw new ArgumentException($"The inputs have {batchInputs.Length} elements; {Batch} sequences × {Steps} steps × {Inputs} channels are {inputs.Length}.");

        foreach (var weight in weights)
            weight.Load(network);
        network["Wo"].CopyTo(readOut.Span);
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
            Outputs[b] = Simd.Dot(readOut.Pointer, StateRow(b, Steps), width);
        GC.KeepAlive(this);
    }

    /// <summary>Mean squared error of the last forward pass, mean over the batch.</summary>
    /// <param name="targets">y, [B].</param>
    public T MeanSquaredError(ReadOnlySpan<T> targets)
    {
        var sum = T.Zero;
        for (var b = 0; b < Batch; b++)
            sum += (Outputs[b] - targets[b]) * (Outputs[b] - targets[b]);
        return sum / T.CreateChecked(Batch);
    }

    /// <summary>The gradient of the mean squared error of the last forward pass, by backpropagation through time.</summary>
    /// <param name="network">The weights of the last forward pass.</param>
    /// <param name="targets">y, [B].</param>
    /// <param name="gradient">Receives ∂L/∂θ, [P], in the order of <see cref="Network{T}.Blocks"/>.</param>
    public void Backward(Network<T> network, ReadOnlySpan<T> targets, Span<T> gradient)
    {
        var outputDeltas = OutputDeltas(targets);
        Propagate(outputDeltas);
        CollectGradient(network, gradient);
        AddReadOutGradient(network, outputDeltas, gradient, 0, Batch);
        GC.KeepAlive(this);
    }

    /// <summary>The gradient of every sequence's own squared error (ŷ_b − y_b)², in one backward pass for the whole batch.</summary>
    /// <remarks>The pass leaves ∂L/∂a_t of every sequence and step; a sequence's weight gradient is then one product over its own steps,
    /// Σ_t (∂L/∂a_t) x_{t−1}ᵀ, and no pass per sequence is needed.</remarks>
    /// <param name="network">The weights of the last forward pass.</param>
    /// <param name="targets">y, [B].</param>
    /// <param name="gradients">Receives the gradients, [B][P].</param>
    internal void SequenceGradients(Network<T> network, ReadOnlySpan<T> targets, ReadOnlySpan<T[]> gradients)
    {
        var outputDeltas = OutputDeltas(targets);
        for (var b = 0; b < Batch; b++)
            outputDeltas[b] *= T.CreateChecked(Batch);
        Propagate(outputDeltas);
        for (var b = 0; b < Batch; b++)
        {
            for (var i = 0; i < weights.Length; i++)
                SequenceGradient(i, b);
            CollectGradient(network, gradients[b]);
            AddReadOutGradient(network, outputDeltas, gradients[b], b, b + 1);
        }
        GC.KeepAlive(this);
    }

    /// <summary>∂L/∂ŷ = 2(ŷ − y)/B of the mean squared error of the last forward pass, [B].</summary>
    /// <param name="targets">y, [B].</param>
    internal T[] OutputDeltas(ReadOnlySpan<T> targets)
    {
        var scale = T.CreateChecked(2.0 / Batch);
        var outputDeltas = new T[Batch];
        for (var b = 0; b < Batch; b++)
            outputDeltas[b] = scale * (Outputs[b] - targets[b]);
        return outputDeltas;
    }

    /// <summary>What step t alone contributes to the gradient: λ_tᵀ (∂x_t/∂θ)_local.</summary>
    /// <param name="network">The weights of the last forward pass.</param>
    /// <param name="t">1 … T.</param>
    /// <param name="adjoints">λ_t = ∂L/∂x_t of every sequence, [B, state size].</param>
    /// <param name="gradient">Receives the contribution, [P].</param>
    internal void LocalGradient(Network<T> network, int t, ReadOnlySpan<T> adjoints, Span<T> gradient)
    {
        ClearGradients();
        adjoint.Span.Clear();
        memoryAdjoint?.Span.Clear();
        for (var b = 0; b < Batch; b++)
            CopyState(adjoints, b, adjoint, memoryAdjoint);
        StepBack(t);
        CollectGradient(network, gradient);
        GC.KeepAlive(this);
    }

    /// <summary>Adds the read-out's gradient, which involves no step but the last: Σ_b (∂L/∂ŷ_b) x_T over b = from … to−1.</summary>
    internal void AddReadOutGradient(Network<T> network, ReadOnlySpan<T> outputDeltas, Span<T> gradient, int from, int to)
    {
        var output = Slice(network, gradient, "Wo");
        for (var b = from; b < to; b++)
        {
            var state = StateRow(b, Steps);
            for (var j = 0; j < Hidden; j++)
                output[j] += outputDeltas[b] * state[j];
        }
        GC.KeepAlive(this);
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
        other.readOut.Span.CopyTo(readOut.Span);
        other.inputs.Span.CopyTo(inputs.Span);
        other.states.Span.CopyTo(states.Span);
        other.activations[0].Span.CopyTo(activations[0].Span);
        other.Outputs.CopyTo(Outputs, 0);
    }

    /// <summary>Writes J_t of one sequence, [state size, padded].</summary>
    /// <param name="sequence">b.</param>
    /// <param name="t">1 … T.</param>
    /// <param name="jacobian">[state size, padded]; row = component of x_t, column = component of x_{t−1}.</param>
    /// <param name="gateState">The state in the gate term (φ_t − x).</param>
    internal void StateJacobian(int sequence, int t, T* jacobian, GateTermState gateState = GateTermState.BeforeStep)
    {
        var at = Linearize(sequence, t, jacobian, gateState);
        Cell.DominantJacobian(at);
        Cell.AddGateJacobian(at);
        GC.KeepAlive(this);
    }

    /// <summary>Writes A_t and B_t of one sequence, [state size, padded] each; J_t is their sum.</summary>
    internal void SplitJacobian(int sequence, int t, T* dominant, T* gateInduced, GateTermState gateState)
    {
        Cell.DominantJacobian(Linearize(sequence, t, dominant, gateState));
        new Span<T>(gateInduced, StateSize * jacobianWidth).Clear();
        Cell.AddGateJacobian(Linearize(sequence, t, gateInduced, gateState));
        GC.KeepAlive(this);
    }

    /// <summary>J_t of one sequence, [state size, state size].</summary>
    public T[,] StateJacobian(int sequence, int t) => Dense(at => { Cell.DominantJacobian(at); Cell.AddGateJacobian(at); }, sequence, t);

    /// <summary>A_t of one sequence, [state size, state size]: the Jacobian with the gates held fixed.</summary>
    public T[,] DominantJacobian(int sequence, int t) => Dense(Cell.DominantJacobian, sequence, t);

    /// <summary>g_t of one unit.</summary>
    public double Gate(int sequence, int t, int unit)
    {
        var gate = Cell.Gate(Linearize(sequence, t, null, GateTermState.BeforeStep), unit);
        GC.KeepAlive(this);
        return gate;
    }

    /// <summary>What one unit kept of its value at step t, weights aside: 1 − g_t, or the forget gate.</summary>
    internal T Carry(int sequence, int t, int unit)
    {
        var carry = Cell.Carry(Linearize(sequence, t, null, GateTermState.BeforeStep), unit);
        GC.KeepAlive(this);
        return carry;
    }

    /// <summary>∂h_t/∂c_t of one unit; 1 without memory.</summary>
    internal double Exposure(int sequence, int t, int unit)
    {
        var exposure = Cell.Exposure(Linearize(sequence, t, null, GateTermState.BeforeStep), unit);
        GC.KeepAlive(this);
        return exposure;
    }

    /// <summary>Runs λ from the outputs back over all steps.</summary>
    private void Propagate(ReadOnlySpan<T> outputDeltas)
    {
        ClearGradients();
        adjoint.Span.Clear();
        memoryAdjoint?.Span.Clear();
        for (var b = 0; b < Batch; b++)
            Simd.AddScaled(outputDeltas[b], readOut.Pointer, adjoint.Pointer + b * width, width);
        for (var t = Steps; t >= 1; t--)
            StepBack(t);
    }

    /// <summary>The gradients of pre-activation i's weights from one sequence's deltas over all steps.</summary>
    private void SequenceGradient(int i, int sequence)
    {
        var weight = weights[i];
        var shared = Cell.Preactivations[i].Shared;
        var delta = deltas[i].Pointer + (shared ? sequence : (nint)sequence * width);
        var input = inputs.Pointer + (nint)sequence * Steps * Inputs;
        if (recurrentGradients[i] is { } recurrentGradient)
            MatrixProduct.Multiply(weight.Rows, Steps, width, delta, 1, StepLength(i), StateRow(sequence, 0), (nint)Batch * width, recurrentGradient.Pointer);
        if (biasGradients[i] is { } biasGradient)
        {
            biasGradient.Span.Clear();
            for (var t = 0; t < Steps; t++)
            {
                for (var row = 0; row < weight.Rows; row++)
                    biasGradient.Pointer[row] += delta[(nint)t * StepLength(i) + row];
            }
        }
        if (inputGradients[i] is not { } inputGradient)
            return;
        inputGradient.Span.Clear();
        for (var t = 0; t < Steps; t++)
        {
            for (var n = 0; n < Inputs; n++)
            {
                var u = input[t * Inputs + n];
                for (var row = 0; row < weight.Rows; row++)
                    inputGradient.Pointer[n * weight.RowWidth + row] += u * delta[(nint)t * StepLength(i) + row];
            }
        }
    }

    private void ClearGradients()
    {
        foreach (var gradient in recurrentGradients.Concat(inputGradients).Concat(biasGradients))
            gradient?.Span.Clear();
    }

    /// <summary>Takes λ from x_t to x_{t−1} and accumulates the weight gradients of step t.</summary>
    private void StepBack(int t)
    {
        Cell.StepAdjoint(Step(t));
        for (var i = 0; i < weights.Length; i++)
            PropagateDeltas(i, t);
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

    /// <summary>Adds the deltas of pre-activation i at step t to λ_{t−1} and to its weights' gradients.</summary>
    private void PropagateDeltas(int i, int t)
    {
        var weight = weights[i];
        var delta = deltas[i].Pointer + (nint)(t - 1) * StepLength(i);
        var input = inputs.Pointer + (nint)(t - 1) * Inputs;
        var (recurrentGradient, inputGradient, biasGradient) = (recurrentGradients[i], inputGradients[i], biasGradients[i]);
        if (!Cell.Preactivations[i].Shared)
        {
            if (recurrentGradient is not null)
            {
                MatrixProduct.Multiply(Batch, Hidden, width, delta, weight.RowWidth, 1, weight.Recurrent, width, adjoint.Pointer, accumulate: true);
                MatrixProduct.Multiply(Hidden, Batch, width, delta, 1, weight.RowWidth, StateRow(0, t - 1), width, recurrentGradient.Pointer, accumulate: true);
            }
            if (inputGradient is not null)
                MatrixProduct.Multiply(Inputs, Batch, weight.RowWidth, input, 1, (nint)Steps * Inputs, delta, weight.RowWidth, inputGradient.Pointer, accumulate: true);
            for (var b = 0; b < Batch && biasGradient is not null; b++)
                Simd.AddScaled(T.One, delta + b * weight.RowWidth, biasGradient.Pointer, weight.RowWidth);
            return;
        }
        for (var b = 0; b < Batch; b++)
        {
            Simd.AddScaled(delta[b], weight.Recurrent, adjoint.Pointer + b * width, width);
            Simd.AddScaled(delta[b], StateRow(b, t - 1), recurrentGradient!.Pointer, width);
            for (var n = 0; n < Inputs; n++)
                inputGradient!.Pointer[n * weight.RowWidth] += delta[b] * input[(nint)b * Steps * Inputs + n];
            if (biasGradient is not null)
                *biasGradient.Pointer += delta[b];
        }
    }

    /// <summary>Copies the accumulated gradients of all weights but the read-out's out; that one is zero.</summary>
    private void CollectGradient(Network<T> network, Span<T> gradient)
    {
        Slice(network, gradient, "Wo").Clear();
        for (var i = 0; i < weights.Length; i++)
        {
            var preactivation = Cell.Preactivations[i];
            if (preactivation.Recurrent is { } recurrentName)
            {
                var recurrent = Slice(network, gradient, recurrentName);
                for (var row = 0; row < weights[i].Rows; row++)
                    recurrentGradients[i]!.Span.Slice(row * width, Hidden).CopyTo(recurrent[(row * Hidden)..]);
            }
            if (preactivation.Input is { } inputName)
            {
                var input = Slice(network, gradient, inputName);
                for (var row = 0; row < weights[i].Rows; row++)
                {
                    for (var n = 0; n < Inputs; n++)
                        input[row * Inputs + n] = inputGradients[i]!.Pointer[n * weights[i].RowWidth + row];
                }
            }
            if (preactivation.Bias is { } biasName)
                biasGradients[i]!.Span[..weights[i].Rows].CopyTo(Slice(network, gradient, biasName));
        }
    }

    private static Span<T> Slice(Network<T> network, Span<T> gradient, string name)
    {
        var block = network.Block(name);
        return gradient.Slice(block.Offset, block.Length);
    }

    private delegate void WriteJacobian(CellLinearization<T> at);

    private T[,] Dense(WriteJacobian write, int sequence, int t)
    {
        var padded = new AlignedArray<T>(StateSize * jacobianWidth);
        write(Linearize(sequence, t, padded.Pointer, GateTermState.BeforeStep));
        var dense = new T[StateSize, StateSize];
        for (var i = 0; i < StateSize; i++)
        {
            for (var j = 0; j < StateSize; j++)
                dense[i, j] = padded.Span[i * jacobianWidth + j];
        }
        GC.KeepAlive(this);
        return dense;
    }

    private CellLinearization<T> Linearize(int sequence, int t, T* jacobian, GateTermState gateState)
    {
        if (sequence < 0 || sequence >= Batch)
            throw new ArgumentOutOfRangeException(nameof(sequence), sequence, $"Sequences are 0 … {Batch - 1}.");
        if (t < 1 || t > Steps)
            throw new ArgumentOutOfRangeException(nameof(t), t, $"Steps are 1 … {Steps}.");
        return new CellLinearization<T>
        {
            Hidden = Hidden,
            Width = width,
            Sequence = sequence,
            Activations = AddressesOf(activationTable, t),
            RecurrentWeights = (T**)weightTable.Pointer,
            GateState = StateRow(sequence, gateState == GateTermState.BeforeStep ? t - 1 : t),
            PreviousMemory = MemoryRow(sequence, t - 1),
            Memory = MemoryRow(sequence, t),
            Jacobian = jacobian,
            JacobianWidth = jacobianWidth,
        };
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
