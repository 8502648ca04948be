using TimeScales.Kernels;

namespace TimeScales;

/// <content>Closed-form backpropagation through time.</content>
public sealed partial class Unroll<T>
{
    /// <summary>The gradient of the loss of the last forward pass, by backpropagation through time.</summary>
    /// <param name="targets">y, [B].</param>
    /// <returns>∂L/∂θ, [P], in the order of <see cref="Network{T}.Blocks"/>.</returns>
    /// <exception cref="InvalidOperationException">There has been no forward pass.</exception>
    /// <exception cref="ArgumentException">There is not one target for each sequence.</exception>
    public T[] Gradient(ReadOnlySpan<T> targets)
    {
        if (network is null)
            throw new InvalidOperationException("There is no gradient before a forward pass: call network.Unroll(inputs).");
        if (targets.Length != Batch)
            throw new ArgumentException($"There are {targets.Length} targets for {Batch} sequences.");
        var gradient = new T[network.Weights.Length];
        Backward(network, targets, gradient);
        return gradient;
    }

    /// <summary>The same into an array that is there already, for training loops.</summary>
    /// <param name="network">The weights of the last forward pass.</param>
    /// <param name="targets">y, [B].</param>
    /// <param name="gradient">Receives ∂L/∂θ, [P], in the order of <see cref="Network{T}.Blocks"/>.</param>
    public void Backward(Network<T> network, ReadOnlySpan<T> targets, Span<T> gradient)
    {
        var outputDeltas = OutputDeltas(targets);
        BackwardFromSteps(network, t => t == Steps ? outputDeltas : null, gradient);
    }

    /// <summary>The gradient of a loss that looks at W_o x_t at any steps.</summary>
    /// <param name="network">The weights of the last forward pass.</param>
    /// <param name="deltasAt">∂L/∂(W_o x_t) at step t, [B, outputs]; null at a step that has none.</param>
    /// <param name="gradient">Receives ∂L/∂θ, [P].</param>
    internal void BackwardFromSteps(Network<T> network, Func<int, T[]?> deltasAt, Span<T> gradient)
    {
        Propagate(deltasAt);
        CollectGradient(network, gradient);
        for (var t = 1; t <= Steps; t++)
        {
            if (deltasAt(t) is { } deltas)
                AddReadOutGradient(network, deltas, gradient, t, 0, Batch);
        }
    }

    /// <summary>The gradient of every sequence's own loss, in one backward pass for the whole batch.</summary>
    /// <remarks>The pass leaves ∂L/∂a_t of every sequence and step; a sequence's weight gradient is then one product over its
    /// own steps, Σ_t (∂L/∂a_t) x_{t−1}ᵀ, and no pass per sequence is needed.</remarks>
    /// <param name="network">The weights of the last forward pass.</param>
    /// <param name="targets">y, [B].</param>
    /// <param name="gradients">Receives the gradients, [B][P].</param>
    internal void SequenceGradients(Network<T> network, ReadOnlySpan<T> targets, ReadOnlySpan<T[]> gradients)
    {
        var outputDeltas = OutputDeltas(targets);
        foreach (ref var delta in outputDeltas.AsSpan())
            delta *= T.CreateChecked(Batch);
        Propagate(t => t == Steps ? outputDeltas : null);
        for (var b = 0; b < Batch; b++)
        {
            foreach (var map in unrolled.Maps)
                map.SequenceGradient(sequences, b);
            CollectGradient(network, gradients[b]);
            AddReadOutGradient(network, outputDeltas, gradients[b], Steps, b, b + 1);
        }
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
        Clear();
        for (var b = 0; b < Batch; b++)
            CopyState(adjoints, b, sequences.Adjoint, sequences.MemoryAdjoint);
        unrolled.Backward(t);
        CollectGradient(network, gradient);
    }

    /// <summary>Adds what step t gives to the read-out's gradient: Σ_b (∂L/∂(W_o x_t)_b) x_tᵀ, b = from … to−1.</summary>
    internal void AddReadOutGradient(Network<T> network, T[] outputDeltas, Span<T> gradient, int t, int from, int to)
    {
        var output = Part(network, gradient, Cell.ReadOutWeight);
        for (var b = from; b < to; b++)
        {
            var state = sequences.States.Row(sequences.Row(b, t));
            for (var o = 0; o < ReadOut.Outputs; o++)
            {
                for (var j = 0; j < Hidden; j++)
                    output[o * Hidden + j] += outputDeltas[b * ReadOut.Outputs + o] * state[j];
            }
        }
    }

    /// <summary>Runs λ from the outputs back over all steps.</summary>
    private void Propagate(Func<int, T[]?> deltasAt)
    {
        Clear();
        for (var t = Steps; t >= 1; t--)
        {
            if (deltasAt(t) is { } deltas)
            {
                for (var i = 0; i < deltas.Length; i++)
                    sequences.Adjoint.AddScaledRow(i / ReadOut.Outputs, deltas[i], readOutWeights, i % ReadOut.Outputs);
            }
            unrolled.Backward(t);
        }
    }

    /// <summary>Forgets λ and the gradients of an earlier pass.</summary>
    private void Clear()
    {
        foreach (var map in unrolled.Maps)
            map.ClearGradients();
        sequences.Adjoint.Clear();
        sequences.MemoryAdjoint?.Clear();
    }

    /// <summary>Copies the accumulated gradients of all weights but the read-out's out; that one is zero.</summary>
    private void CollectGradient(Network<T> network, Span<T> gradient)
    {
        Part(network, gradient, Cell.ReadOutWeight).Clear();
        for (var i = 0; i < unrolled.Maps.Length; i++)
        {
            var names = Cell.Preactivations[i];
            unrolled.Maps[i].Collect(
                Part(network, gradient, names.Recurrent),
                Part(network, gradient, names.Input),
                Part(network, gradient, names.Bias));
        }
    }
}
