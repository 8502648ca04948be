using System.Runtime.CompilerServices;

namespace TimeScales;

/// <summary>
/// The gated recurrent unit: z and r gate per unit, n_t = tanh(W_i u_t + b_i + r_t ⊙ (W_r x_{t−1} + b_r)),
/// x_t = (1 − z_t) ⊙ n_t + z_t ⊙ x_{t−1}.
/// </summary>
/// <remarks>
/// <para><b>Source.</b> Cho et al., arXiv:1406.1078, in the variant of torch's <c>GRU</c>: the reset gate multiplies the
/// product W_r x_{t−1}, not the state in it. z_t = σ(W_rz x_{t−1} + W_iz u_t + b_z), r_t = σ(W_rr x_{t−1} + W_ir u_t + b_rr);
/// torch's two biases of a gate are one here, their sum.</para>
/// <para>With q = W_r x_{t−1} + b_r and D = diag(1 − n²): A_t = diag(1 − z) D diag(r) W_r + diag(z), and
/// B_t = diag((x_{t−1} − n) ⊙ z ⊙ (1 − z)) W_rz + diag(1 − z) D diag(q ⊙ r ⊙ (1 − r)) W_rr.</para>
/// <para><b>Convention.</b> z multiplies the old state; arXiv:2508.12121's gate multiplies the candidate: 1 − z.</para>
/// </remarks>
public sealed class GruCell() : Cell<GruCell.Equation>(
    "gru",
    default,
    new Preactivation(null, "Wi", "bi"),
    new Preactivation("Wrz", "Wiz", "bz", IsGate: true),
    new Preactivation("Wrr", "Wir", "brr", IsGate: true),
    new Preactivation("Wr", null, "br"))
{
    /// <summary>n = tanh(a + r q), x = (1 − z) n + z x_{t−1}.</summary>
    public readonly struct Equation : IEquation
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Units<T> Next<T>(UnitStep<T> unit) where T : unmanaged
        {
            var (z, r, q) = (unit[1], unit[2], unit[3]);
            var n = unit[0] = Units.Tanh(unit[0] + r * q);
            return (1 - z) * n + z * unit.Previous;
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Slopes<T>(UnitStep<T> unit, ref Slopes<T> slopes) where T : unmanaged
        {
            var (n, z, r, q) = (unit[0], unit[1], unit[2], unit[3]);
            slopes.Of(0, 1 - z, 1 - n * n);
            slopes.Of(1, z, unit.Previous - n, 1 - z);
            slopes.Of(2, 1 - z, 1 - n * n, q, r, 1 - r);
            slopes.Of(3, 1 - z, 1 - n * n, r);
            slopes.OfPrevious(z);
        }

        /// <inheritdoc/>
        public (Units<T> Taken, Units<T> Kept) Gate<T>(UnitStep<T> unit) where T : unmanaged => (1 - unit[1], unit[1]);
    }
}
