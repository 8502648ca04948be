namespace TimeScales.Torch;

/// <summary>The gradient of every sequence's own squared error (ŷ_b − y_b)², in one backward pass for all
/// replicas and sequences.</summary>
/// <remarks>Autograd gives ∂L/∂a_t of every sequence and step; a sequence's weight gradient is then one product over its own
/// steps, Σ_t (∂L/∂a_t) x_{t−1}ᵀ.</remarks>
internal static class SequenceGradients
{
    /// <summary>The gradients, [R, B, P]: of recurrent, input and read-out weights and of biases, the rows of all gates stacked;
    /// zero for a bias that stays so.</summary>
    /// <param name="network">The replicas.</param>
    /// <param name="inputs">u, [T, R, B, N].</param>
    /// <param name="targets">y, [R, B].</param>
    public static Tensor Of(TorchNetwork network, Tensor inputs, Tensor targets)
    {
        using var scope = NewDisposeScope();
        // The weights may be constants: the inputs make autograd follow the pre-activations.
        var trajectory = Trajectory.Of(network.Cell, inputs.detach().requires_grad_());
        var errors = network.Outputs(trajectory) - targets;
        var preactivations = trajectory.Preactivations!;
        var hidden = network.Cell.Hidden;
        var found = autograd.grad(
            [(errors * errors).sum()], [.. preactivations.Select(a => a.FromInput), .. preactivations.Select(a => a.FromState)]);
        using var untracked = no_grad();
        Tensor Deltas(IEnumerable<Tensor> steps) => stack([.. steps], 3);
        var (byInput, byState) = (Deltas(found.Take(trajectory.Steps)), Deltas(found.Skip(trajectory.Steps)));
        var states = stack([.. trajectory.States.SkipLast(1).Select(x => x.narrow(-1, 0, hidden))], 2);
        List<Tensor> gradients =
        [
            byState.matmul(states).flatten(2), byInput.matmul(inputs.permute(1, 2, 0, 3)).flatten(2),
            Kept(2) * errors.unsqueeze(-1) * trajectory.States[^1].narrow(-1, 0, hidden),
        ];
        if (network.Cell.Weights.BiasIh is not null)
            gradients.Add(byInput.sum(-1) * network.HasBias(block => block.InputBias));
        if (network.Cell.Weights.BiasHh is not null)
            gradients.Add(byState.sum(-1) * network.HasBias(block => block.StateBias));
        return cat(gradients, 2).detach().MoveToOuterDisposeScope();
    }
}
