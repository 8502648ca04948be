namespace TimeScales.Torch;

/// <summary>The constant gate: x_t = α φ_t + (1 − α) x_{t−1}, φ_t = tanh(W_ih u_t + W_hh x_{t−1}).</summary>
internal sealed class TorchLeakyCell(LeakyCell cell, CellWeights weights) : TorchCell(cell, CellBlock.Of(cell), weights)
{
    private protected override Tensor Next(Tensor fromInput, Tensor fromState, Tensor state)
    {
        var candidate = fromInput.Plus(fromState).tanh();
        return (Kept(cell.Alpha) * candidate).Plus(Kept(1 - cell.Alpha) * state);
    }

    private protected override Tensor Gate(Tensor preactivation) => full_like(preactivation.narrow(-1, 0, 1), Kept(cell.Alpha));
}
