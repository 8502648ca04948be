namespace TimeScales.Torch;

/// <summary>Backpropagation through time for all replicas and sequences at once, of each sequence's squared error (ŷ − y)², without a graph.</summary>
/// <remarks>Autograd would keep and walk thousands of small nodes; here the slopes of some steps come from one backward pass through the pointwise part of
/// the cell, and a step back is one product with the weights.</remarks>
/// <param name="Errors">ŷ − y, [R, B].</param>
/// <param name="ByInput">∂(ŷ − y)²/∂a_t, a_t what comes from the input, [R, B, T, K].</param>
/// <param name="ByState">The same by what comes from the state; the same tensor where a cell adds the two.</param>
/// <param name="Inputs">u_t, [R, B, T, N].</param>
/// <param name="States">h_{t−1}, [R, B, T, H].</param>
/// <param name="Last">h_T, [R, B, H].</param>
internal sealed record BackwardPass(Tensor Errors, Tensor ByInput, Tensor ByState, Tensor Inputs, Tensor States, Tensor Last)
{
    /// <summary>Steps whose slopes are computed together: enough for few calls, few enough for a processor's caches.</summary>
    private const int StepsTogether = 8;

    /// <summary>∂(ŷ − y)²/∂ŷ, [R, B].</summary>
    public Tensor ByOutput => Kept(2) * Errors;

    /// <summary>Forward and back; the tensors belong to the caller's scope.</summary>
    /// <param name="network">The replicas.</param>
    /// <param name="inputs">u, [T, R, B, N].</param>
    /// <param name="targets">y, [R, B].</param>
    public static BackwardPass Of(TorchNetwork network, Tensor inputs, Tensor targets)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var (cell, trajectory) = (network.Cell, Trajectory.Of(network.Cell, inputs));
        Tensor Shown(Tensor state) => state.narrow(-1, 0, cell.Hidden);
        var errors = network.Outputs(trajectory) - targets;
        var byShown = (Kept(2) * errors).unsqueeze(-1) * network.ReadOut;
        var byState = cell.Cell.HasMemory ? cat([byShown, zeros_like(byShown)], -1) : byShown;
        var deltas = Deltas(cell, trajectory, byState);
        Tensor[] others =
        [
            errors, inputs.permute(1, 2, 0, 3).contiguous(), stack([.. trajectory.States.SkipLast(1).Select(Shown)], 2), Shown(trajectory.States[^1]),
        ];
        foreach (var tensor in deltas.Concat(others))
            tensor.MoveToOuterDisposeScope();
        return new BackwardPass(others[0], deltas[0], deltas[^1], others[1], others[2], others[3]);
    }

    /// <summary>∂(ŷ − y)²/∂a_t, [R, B, T, K]: by what comes from the input and from the state, once where the cell adds the two.</summary>
    private static Tensor[] Deltas(TorchCell cell, Trajectory trajectory, Tensor byLast)
    {
        using var scope = NewDisposeScope();
        var deltas = new Tensor[trajectory.Steps][];
        var byNext = byLast.alias();
        for (var end = trajectory.Steps; end > 0; end -= StepsTogether)
        {
            using var together = NewDisposeScope();
            var first = Math.Max(0, end - StepsTogether);
            var preactivations = trajectory.Preactivations!.Take(first..end).ToArray();
            var slopes = UnitSlopes.Of(
                cell, stack([.. preactivations.Select(a => a.FromInput)], 0), stack([.. preactivations.Select(a => a.FromState)], 0),
                stack([.. trajectory.States.Take(first..end)], 0));
            for (var t = end - 1; t >= first; t--)
            {
                using var step = NewDisposeScope();
                (deltas[t], var byPrevious) = slopes.Back(t - first, byNext);
                byNext = byPrevious.InPlaceOf(byNext);
                foreach (var delta in deltas[t])
                    delta.MoveToOuterDisposeScope();
            }
            foreach (var kept in deltas[first..end].SelectMany(delta => delta).Append(byNext))
                kept.MoveToOuterDisposeScope();
        }
        return [.. deltas[0].Select((_, i) => stack([.. deltas.Select(delta => delta[i])], 2).MoveToOuterDisposeScope())];
    }
}
