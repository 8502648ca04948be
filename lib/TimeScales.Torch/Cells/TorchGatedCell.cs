namespace TimeScales.Torch;

/// <summary>A gate for all units or one per unit: x_t = g_t φ_t + (1 − g_t) x_{t−1}; blocks: candidate, gate.</summary>
internal sealed class TorchGatedCell(Cell cell, CellWeights weights) : TorchCell(cell, CellBlock.Of(cell), weights)
{
    private protected override Tensor Next(Tensor fromInput, Tensor fromState, Tensor state)
    {
        var preactivation = fromInput.Plus(fromState);
        var candidate = preactivation.narrow(-1, 0, Hidden).tanh();
        return lerp(state, candidate, Gate(preactivation).expand_as(candidate));
    }

    private protected override Tensor Gate(Tensor preactivation) =>
        preactivation.narrow(-1, Hidden, preactivation.shape[^1] - Hidden).sigmoid();
}
