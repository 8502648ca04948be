namespace TimeScales.Torch;

/// <summary>The gradient of every sequence's own squared error (ŷ_b − y_b)², in one backward pass for all replicas and sequences.</summary>
/// <remarks>Autograd gives ∂L/∂a_t of every sequence and step; a sequence's weight gradient is then one product over its own steps,
/// Σ_t (∂L/∂a_t) x_{t−1}ᵀ.</remarks>
internal static class SequenceGradients
{
    /// <summary>The gradients, [R, B, P]: recurrent, input and read-out weights, candidate and gate stacked in the first two.</summary>
    /// <param name="cell">The replicas.</param>
    /// <param name="inputs">u, [R, B, T, N].</param>
    /// <param name="targets">y, [R, B].</param>
    public static Tensor Of(TorchCell cell, Tensor inputs, Tensor targets)
    {
        using var scope = NewDisposeScope();
        // The weights may be constants: the inputs make autograd follow the pre-activations.
        var trajectory = cell.Unroll(inputs.detach().requires_grad_());
        var errors = trajectory.Outputs - targets;
        var deltas = stack([.. autograd.grad([(errors * errors).sum()], [.. trajectory.Preactivations])], 2).transpose(2, 3);
        using var untracked = no_grad();
        var recurrent = deltas.matmul(trajectory.PreviousStates()).flatten(2);
        var input = deltas.matmul(inputs).flatten(2);
        var output = Kept(2) * errors.unsqueeze(-1) * trajectory.States[^1];
        return cat([recurrent, input, output], 2).detach().MoveToOuterDisposeScope();
    }
}
