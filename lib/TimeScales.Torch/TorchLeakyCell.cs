using TimeScales.Cells;

namespace TimeScales.Torch;

/// <summary>The constant gate: x_t = α φ_t + (1 − α) x_{t−1}; J_t = α D_t W_r + (1 − α) I.</summary>
internal sealed class TorchLeakyCell(LeakyCell cell, InitialWeights initial) : TorchCell(cell, initial)
{
    /// <inheritdoc/>
    public override Tensor StateJacobian(Tensor preactivation, Tensor previous)
    {
        var gate = Gate(preactivation);
        return DominantJacobian(Candidate(preactivation), gate, OneMinus(gate));
    }

    /// <inheritdoc/>
    public override Tensor Gate(Tensor preactivation) => full_like(preactivation.narrow(-1, 0, 1), Kept(cell.Alpha));

    private protected override Tensor Step(Tensor preactivation, Tensor previous) =>
        (Kept(cell.Alpha) * preactivation.tanh()).Plus(Kept(1 - cell.Alpha) * previous);
}
