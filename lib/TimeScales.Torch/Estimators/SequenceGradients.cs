namespace TimeScales.Torch;

/// <summary>The gradient of every sequence's own squared error (ŷ_b − y_b)², in one backward pass for all replicas and sequences.</summary>
/// <remarks>A sequence's weight gradient is one product over its own steps, Σ_t (∂L/∂a_t) x_{t−1}ᵀ.</remarks>
internal static class SequenceGradients
{
    /// <summary>The gradients, [R, B, P]: of recurrent, input and read-out weights and of biases, the rows of all gates stacked; zero for a bias that stays so.</summary>
    /// <param name="network">The replicas.</param>
    /// <param name="inputs">u, [T, R, B, N].</param>
    /// <param name="targets">y, [R, B].</param>
    public static Tensor Of(TorchNetwork network, Tensor inputs, Tensor targets)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var pass = BackwardPass.Of(network, inputs, targets);
        var recurrent = pass.ByState.transpose(2, 3).matmul(pass.States).flatten(2);
        var input = pass.ByInput.transpose(2, 3).matmul(pass.Inputs).flatten(2);
        List<Tensor> gradients = [recurrent, input, pass.ByOutput.unsqueeze(-1) * pass.Last];
        if (network.Cell.Weights.BiasIh is not null)
            gradients.Add(pass.ByInput.sum(2) * network.HasBias(b => b.InputBias));
        if (network.Cell.Weights.BiasHh is not null)
            gradients.Add(pass.ByState.sum(2) * network.HasBias(b => b.StateBias));
        return cat(gradients, 2).MoveToOuterDisposeScope();
    }
}
