using TimeScales.Kernels;

namespace TimeScales;

/// <content>Closed-form backpropagation through time.</content>
public sealed unsafe partial class Unroll<T>
{
    /// <summary>The gradient of the loss of the last forward pass, by backpropagation through time.</summary>
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

    /// <summary>The gradient of every sequence's own loss, in one backward pass for the whole batch.</summary>
    /// <remarks>The pass leaves ∂L/∂a_t of every sequence and step; a sequence's weight gradient is then one product over its own steps,
    /// Σ_t (∂L/∂a_t) x_{t−1}ᵀ, and no pass per sequence is needed.</remarks>
    /// <param name="network">The weights of the last forward pass.</param>
    /// <param name="targets">y, [B].</param>
    /// <param name="gradients">Receives the gradients, [B][P].</param>
    internal void SequenceGradients(Network<T> network, ReadOnlySpan<T> targets, ReadOnlySpan<T[]> gradients)
    {
        var outputDeltas = OutputDeltas(targets);
        foreach (ref var delta in outputDeltas.AsSpan())
            delta *= T.CreateChecked(Batch);
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

    /// <summary>∂L/∂ŷ of the loss of the last forward pass, [B, outputs].</summary>
    /// <param name="targets">y, [B].</param>
    internal T[] OutputDeltas(ReadOnlySpan<T> targets)
    {
        var outputDeltas = new T[Outputs.Length];
        for (var b = 0; b < Batch; b++)
            ReadOut.Derivative(Output(b), targets[b], Batch, outputDeltas.AsSpan(b * ReadOut.Outputs, ReadOut.Outputs));
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

    /// <summary>Adds the read-out's gradient, which involves no step but the last: Σ_b (∂L/∂ŷ_b) x_Tᵀ over b = from … to−1.</summary>
    internal void AddReadOutGradient(Network<T> network, ReadOnlySpan<T> outputDeltas, Span<T> gradient, int from, int to)
    {
        var output = Slice(network, gradient, "Wo");
        for (var b = from; b < to; b++)
        {
            var state = StateRow(b, Steps);
            for (var o = 0; o < ReadOut.Outputs; o++)
            {
                for (var j = 0; j < Hidden; j++)
                    output[o * Hidden + j] += outputDeltas[b * ReadOut.Outputs + o] * state[j];
            }
        }
        GC.KeepAlive(this);
    }

    /// <summary>Runs λ from the outputs back over all steps.</summary>
    private void Propagate(ReadOnlySpan<T> outputDeltas)
    {
        ClearGradients();
        adjoint.Span.Clear();
        memoryAdjoint?.Span.Clear();
        for (var b = 0; b < Batch; b++)
        {
            for (var o = 0; o < ReadOut.Outputs; o++)
                Simd.AddScaled(outputDeltas[b * ReadOut.Outputs + o], readOutWeights.Pointer + o * width, adjoint.Pointer + b * width, width);
        }
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
}
