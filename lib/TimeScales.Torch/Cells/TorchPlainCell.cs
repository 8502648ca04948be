namespace TimeScales.Torch;

/// <summary>As torch's RNNCell: x_t = tanh(W_ih u_t + W_hh x_{t−1}).</summary>
internal sealed class TorchPlainCell(Cell cell, CellWeights weights) : TorchCell(cell, CellBlock.Of(cell), weights)
{
    private protected override Tensor Next(Tensor fromInput, Tensor fromState, Tensor state) => fromInput.Plus(fromState).tanh();

    private protected override Tensor Gate(Tensor preactivation) => ones_like(preactivation.narrow(-1, 0, 1));
}
