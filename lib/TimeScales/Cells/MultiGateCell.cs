using System.Runtime.CompilerServices;

namespace TimeScales;

/// <summary>One gate per unit: g_t = σ(W_rg x_{t−1} + W_ig u_t + b_g), x_t = g_t ⊙ φ_t + (1 − g_t) ⊙ x_{t−1}.</summary>
/// <remarks>
/// J_t = diag(g_t) D_t W_r + diag(1 − g_t) + diag((φ_t − x_{t−1}) ⊙ g_t ⊙ (1 − g_t)) W_rg; the last term is B_t.
/// <b>Convention.</b> The gate multiplies the candidate: g_t = 0 freezes the state.
/// </remarks>
/// <param name="hasGateBias">Whether there is a b_g, named bg; the paper's cell has none.</param>
public sealed class MultiGateCell(bool hasGateBias = false) : Cell<MultiGateCell.Equation>(
    "multi", default, new Preactivation("Wr", "Wi"), new Preactivation("Wrg", "Wig", hasGateBias ? "bg" : null, IsGate: true))
{
    /// <summary>x = g φ + (1 − g) x_{t−1}.</summary>
    public readonly struct Equation : IEquation
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Units<T> Next<T>(UnitStep<T> unit) where T : unmanaged
        {
            var (φ, g) = (unit[0] = Units.Tanh(unit[0]), unit[1]);
            return g * φ + (1 - g) * unit.Previous;
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Slopes<T>(UnitStep<T> unit, ref Slopes<T> slopes) where T : unmanaged
        {
            var (φ, g) = (unit[0], unit[1]);
            slopes.Of(0, g, 1 - φ * φ);
            slopes.Of(1, 1 - g, g, φ - unit.Previous);
            slopes.OfPrevious(1 - g);
        }

        /// <inheritdoc/>
        public (Units<T> Taken, Units<T> Kept) Gate<T>(UnitStep<T> unit) where T : unmanaged => (unit[1], 1 - unit[1]);
    }
}
