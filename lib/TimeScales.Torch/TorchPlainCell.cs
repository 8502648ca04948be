using TimeScales.Cells;

namespace TimeScales.Torch;

/// <summary>x_t = φ_t; J_t = D_t W_r.</summary>
internal sealed class TorchPlainCell(Cell cell, InitialWeights initial) : TorchCell(cell, initial)
{
    /// <inheritdoc/>
    public override Tensor StateJacobian(Tensor preactivation, Tensor previous) =>
        DominantJacobian(Candidate(preactivation), Gate(preactivation), null);

    /// <inheritdoc/>
    public override Tensor Gate(Tensor preactivation) => ones_like(preactivation.narrow(-1, 0, 1));

    private protected override Tensor Step(Tensor preactivation, Tensor previous) => preactivation.tanh();
}
