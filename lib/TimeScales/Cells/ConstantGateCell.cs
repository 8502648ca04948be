using System.Runtime.CompilerServices;

namespace TimeScales;

/// <summary>A constant for every unit, which training can change: g = σ(b_g), x_t = g ⊙ φ_t + (1 − g) ⊙ x_{t−1}.</summary>
/// <remarks>The multi gate without eyes: its gates see neither state nor inputs, so what it does cannot follow the data.
/// J_t = diag(g) D_t W_r + diag(1 − g).</remarks>
public sealed class ConstantGateCell() : Cell<MultiGateCell.Equation>(
    "constant-gates", default, new Preactivation("Wr", "Wi"), new Preactivation(null, null, "bg", IsGate: true));
