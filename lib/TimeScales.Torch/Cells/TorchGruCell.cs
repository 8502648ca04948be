namespace TimeScales.Torch;

/// <summary>As torch's GRUCell; blocks: reset r, update z, candidate n. z multiplies the old state, so g = 1 − z.</summary>
internal sealed class TorchGruCell(Cell cell, CellWeights weights) : TorchCell(cell, CellBlock.Of(cell), weights)
{
    private protected override Tensor Next(Tensor fromInput, Tensor fromState, Tensor state)
    {
        var (i, h) = (fromInput.chunk(3, -1), fromState.chunk(3, -1));
        var reset = i[0].Plus(h[0]).sigmoid();
        var update = i[1].Plus(h[1]).sigmoid();
        var candidate = i[2].Plus(reset * h[2]).tanh();
        return lerp(candidate, state, update);
    }

    private protected override Tensor Gate(Tensor preactivation) => OneMinus(Carry(preactivation));

    private protected override Tensor Carry(Tensor preactivation) => preactivation.narrow(-1, Hidden, Hidden).sigmoid();
}
