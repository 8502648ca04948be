namespace TimeScales.Torch;

/// <summary>The derivatives of a cell's step at many points at once, from which Jacobians and gradients through time follow.</summary>
/// <remarks>But for the products with the weights, a cell is pointwise: unit i of the next state follows from row i of every block and from unit i of the
/// state. So one backward pass through the step gives the slopes of all units, for any cell and as many points as there are.</remarks>
internal sealed class UnitSlopes
{
    private readonly TorchCell cell;

    /// <summary>Of h, and of c where there is memory: by what comes from the input and from the state, […, Q, H], and by the state, […, S].</summary>
    private readonly (Tensor ByInput, Tensor ByState, Tensor Own)[] parts;

    private UnitSlopes(TorchCell cell, (Tensor, Tensor, Tensor)[] parts) => (this.cell, this.parts) = (cell, parts);

    /// <summary>The slopes at points.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="fromInput">What comes from the input, […, K].</param>
    /// <param name="fromState">What comes from the state, […, K].</param>
    /// <param name="state">x_{t−1}, […, S].</param>
    public static UnitSlopes Of(TorchCell cell, Tensor fromInput, Tensor fromState, Tensor state)
    {
        using var scope = NewDisposeScope();
        using var tracked = enable_grad();
        var byInput = UnitWise(cell, fromInput.detach(), -1).requires_grad_(!cell.AddsInputAndState);
        var byState = UnitWise(cell, fromState.detach(), -1).requires_grad_();
        var own = state.detach().requires_grad_();
        Tensor[] arguments = cell.AddsInputAndState ? [byState, own] : [byInput, byState, own];
        var next = cell.Step(byInput.flatten(-2), byState.flatten(-2), own).FollowedFrom(own);
        var count = cell.StateSize / cell.Hidden;
        var parts = new (Tensor, Tensor, Tensor)[count];
        for (var part = 0; part < count; part++)
        {
            // Units do not mix, so the sum over them has each unit's own slope.
            var slopes = autograd.grad([next.narrow(-1, part * cell.Hidden, cell.Hidden).sum()], arguments, retain_graph: part < count - 1);
            foreach (var slope in slopes)
                slope.MoveToOuterDisposeScope();
            parts[part] = (slopes[0], slopes[^2], slopes[^1]);
        }
        return new UnitSlopes(cell, parts);
    }

    /// <summary>Σ_q diag(∂x/∂a_q) W_q + diag(∂x/∂x_{t−1}) over the chosen blocks q, […, S, S].</summary>
    public Tensor Jacobians(Func<CellBlock, bool> isChosen)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var recurrent = UnitWise(cell, cell.Weights.WeightHh.detach(), -2).unsqueeze(-4);
        var rows = new List<Tensor>();
        foreach (var (_, byState, own) in parts)
        {
            var byUnits = zeros([.. own.shape[..^1], cell.Hidden, cell.Hidden], own.dtype, own.device);
            for (var q = 0; q < cell.Blocks.Count; q++)
            {
                if (isChosen(cell.Blocks[q]))
                    byUnits.addcmul_(byState.select(-2, q).unsqueeze(-1), recurrent.select(-3, q), Kept(1));
            }
            if (parts.Length == 1)
                byUnits.diagonal(0, -2, -1).add_(own, Kept(1));
            rows.Add(parts.Length == 1 ? byUnits : cat([byUnits, diag_embed(own.narrow(-1, cell.Hidden, cell.Hidden))], -1));
        }
        return (parts.Length == 1 ? rows[0] : cat([.. rows], -2)).MoveToOuterDisposeScope();
    }

    /// <summary>One step back from one of the points, of slopes at [T, R, B]: ∂L by what comes from the input and from the state, [R, B, K], once where
    /// the cell adds the two; and by the state before, [R, B, S].</summary>
    /// <param name="index">Which step of the points.</param>
    /// <param name="byNext">∂L/∂x_t, [R, B, S].</param>
    public (Tensor[] ByPreactivation, Tensor ByPrevious) Back(int index, Tensor byNext)
    {
        var of = parts.Select((_, part) => byNext.narrow(-1, part * cell.Hidden, cell.Hidden)).ToArray();
        Tensor Sum(Func<int, Tensor> term) => of.Length == 1 ? term(0) : term(0).Plus(term(1));
        Tensor Rows(Func<int, Tensor> slopes) => InRows(Sum(part => of[part].unsqueeze(-2) * slopes(part)[index]));
        var byState = Rows(part => parts[part].ByState);
        var through = byState.bmm(cell.Weights.WeightHh);
        var byOwn = Sum(part => of[part] * parts[part].Own[index].narrow(-1, cell.StateSize - cell.Hidden, cell.Hidden));
        return (
            cell.AddsInputAndState ? [byState] : [Rows(part => parts[part].ByInput), byState],
            of.Length == 1 ? through.Plus(byOwn) : cat([through, byOwn], -1));
    }

    /// <summary>[…, Q, H] as the rows of the weights, […, K]: what all units share is the sum over them.</summary>
    private Tensor InRows(Tensor unitWise) => !cell.Blocks.Any(block => block.Shared)
        ? unitWise.flatten(-2)
        : cat([.. cell.Blocks.Select((block, q) => unitWise.select(-2, q) is var own && block.Shared ? own.sum(-1, keepdim: true) : own)], -1);

    /// <summary>One row for every unit in every block: [… K …] as [… Q, H …], the rows of gates that units share repeated.</summary>
    private static Tensor UnitWise(TorchCell cell, Tensor rows, int axis)
    {
        if (!cell.Blocks.Any(block => block.Shared))
            return rows.unflatten(rows.dim() + axis, cell.Blocks.Count, cell.Hidden);
        var start = 0L;
        var blocks = new List<Tensor>();
        foreach (var block in cell.Blocks)
        {
            var own = rows.narrow(axis, start, block.Rows(cell.Hidden));
            start += own.shape[^-axis];
            long[] shape = [.. own.shape];
            shape[^-axis] = cell.Hidden;
            blocks.Add(own.expand(shape));
        }
        return stack([.. blocks], axis - 1);
    }
}
