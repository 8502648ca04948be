using System.Runtime.CompilerServices;

namespace TimeScales;

/// <summary>One gate for all units: g_t = σ(w_rg·x_{t−1} + w_ig·u_t + b_g), x_t = g_t φ_t + (1 − g_t) x_{t−1}.</summary>
/// <remarks>
/// J_t = g_t D_t W_r + (1 − g_t) I + g_t(1 − g_t) (φ_t − x_{t−1}) w_rgᵀ; the last term is the gate-induced B_t.
/// <b>Convention.</b> The gate multiplies the candidate: g_t = 0 freezes the state.
/// </remarks>
/// <param name="hasGateBias">Whether there is a b_g, named bg; the paper's cell has none.</param>
public sealed class ScalarGateCell(bool hasGateBias = false) : Cell<ScalarGateCell.Equation>(
    "scalar",
    default,
    new Preactivation("Wr", "Wi"),
    new Preactivation("Wrg", "Wig", hasGateBias ? "bg" : null, IsGate: true, Shared: true))
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
            slopes.Of(1, φ - unit.Previous, g, 1 - g);
            slopes.OfPrevious(1 - g);
        }

        /// <inheritdoc/>
        public (Units<T> Taken, Units<T> Kept) Gate<T>(UnitStep<T> unit) where T : unmanaged => (unit[1], 1 - unit[1]);
    }
}
