namespace TimeScales.Torch;

/// <summary>As torch's LSTMCell; blocks: input i, forget f, candidate φ, output o. The state is (h, c); i multiplies the
/// candidate, f what is kept.</summary>
internal sealed class TorchLstmCell(Cell cell, CellWeights weights) : TorchCell(cell, CellBlock.Of(cell), weights)
{
    private protected override Tensor Next(Tensor fromInput, Tensor fromState, Tensor state)
    {
        var a = fromInput.Plus(fromState).chunk(4, -1);
        var (input, forget, candidate, output) = (a[0].sigmoid(), a[1].sigmoid(), a[2].tanh(), a[3].sigmoid());
        var memory = (forget * state.narrow(-1, Hidden, Hidden)).Plus(input * candidate);
        return cat([output * memory.tanh(), memory], -1);
    }

    private protected override Tensor Gate(Tensor preactivation) => preactivation.narrow(-1, 0, Hidden).sigmoid();

    private protected override Tensor Carry(Tensor preactivation) => preactivation.narrow(-1, Hidden, Hidden).sigmoid();
}
