using System.Runtime.CompilerServices;

namespace TimeScales;

/// <summary>Long short-term memory with state (h, c): c_t = f_t ⊙ c_{t−1} + i_t ⊙ φ_t, h_t = o_t ⊙ tanh(c_t).</summary>
/// <remarks>
/// <para><b>Source.</b> Hochreiter and Schmidhuber (1997) with a forget gate, as torch's <c>LSTM</c>: φ_t = tanh(W_r h_{t−1} +
/// W_i u_t + b) and gates i, f, o = σ(W_r· h_{t−1} + W_i· u_t + b·), named Wri, Wii, bi and so on; torch's two biases of each
/// are one here, their sum.</para>
/// <para>Rows and columns of J_t, [2H, 2H], are h first, c second. With e = o ⊙ (1 − tanh²(c_t)): ∂c_t/∂c_{t−1} = diag(f),
/// ∂c_t/∂h_{t−1} = diag(i ⊙ (1 − φ²)) W_r + [diag(φ ⊙ i ⊙ (1 − i)) W_ri + diag(c_{t−1} ⊙ f ⊙ (1 − f)) W_rf], ∂h_t/∂· = diag(e)
/// ∂c_t/∂·, and ∂h_t/∂h_{t−1} has [diag(tanh(c_t) ⊙ o ⊙ (1 − o)) W_ro] besides. What stands in brackets is B_t: the gates' own
/// change.</para>
/// <para><b>Convention.</b> The gate that multiplies the candidate is i; what is carried is f, which here is no 1 − i.</para>
/// </remarks>
public sealed class LstmCell() : Cell<LstmCell.Equation>(
    "lstm",
    default,
    new Preactivation("Wr", "Wi", "b"),
    new Preactivation("Wri", "Wii", "bi", IsGate: true),
    new Preactivation("Wrf", "Wif", "bf", IsGate: true),
    new Preactivation("Wro", "Wio", "bo", IsGate: true))
{
    /// <inheritdoc/>
    public override bool HasMemory => true;

    /// <summary>c = f c_{t−1} + i φ, h = o tanh(c).</summary>
    public readonly struct Equation : IEquation
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Units<T> Next<T>(UnitStep<T> unit) where T : unmanaged
        {
            var (φ, i, f, o) = (unit[0] = Units.Tanh(unit[0]), unit[1], unit[2], unit[3]);
            return o * Units.Tanh(unit.Memory = f * unit.PreviousMemory + i * φ);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Slopes<T>(UnitStep<T> unit, ref Slopes<T> slopes) where T : unmanaged
        {
            var (φ, i, f, o, shown) = (unit[0], unit[1], unit[2], unit[3], Units.Tanh(unit.Memory));
            slopes.Of(3, shown, o, 1 - o);
            slopes.ThroughMemory(o, 1 - shown * shown);
            slopes.Of(0, i, 1 - φ * φ);
            slopes.Of(1, φ, i, 1 - i);
            slopes.Of(2, unit.PreviousMemory, f, 1 - f);
            slopes.OfPrevious(f);
        }

        /// <inheritdoc/>
        public (Units<T> Taken, Units<T> Kept) Gate<T>(UnitStep<T> unit) where T : unmanaged => (unit[1], unit[2]);
    }
}
