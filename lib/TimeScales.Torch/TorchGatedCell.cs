using TimeScales.Cells;

namespace TimeScales.Torch;

/// <summary>A gate that sees the state, one for all units or one per unit: x_t = g_t φ_t + (1 − g_t) x_{t−1}, g_t = σ(W_rg x_{t−1} + W_ig u_t).</summary>
/// <remarks>J_t = diag(g) D_t W_r + diag(1 − g) + diag((φ_t − x_{t−1}) g(1 − g)) W_rg; with one gate for all units, W_rg has one row and
/// both cases are the same expression.</remarks>
internal sealed class TorchGatedCell(Cell cell, InitialWeights initial) : TorchCell(cell, initial)
{
    /// <inheritdoc/>
    public override Tensor StateJacobian(Tensor preactivation, Tensor previous)
    {
        var (candidate, gate) = (Candidate(preactivation), Gate(preactivation));
        var gateSlopes = (candidate - previous) * (gate * OneMinus(gate));
        return DominantJacobian(candidate, gate, OneMinus(gate)).Plus(gateSlopes.unsqueeze(-1) * this["Wrg"].unsqueeze(1));
    }

    /// <inheritdoc/>
    public override Tensor Gate(Tensor preactivation) => GateOf(preactivation);

    private protected override Tensor Step(Tensor preactivation, Tensor previous)
    {
        var candidate = Candidate(preactivation);
        return lerp(previous, candidate, Gate(preactivation).expand_as(candidate));
    }
}
