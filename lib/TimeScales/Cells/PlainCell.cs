using System.Runtime.CompilerServices;

namespace TimeScales;

/// <summary>The plain recurrent cell x_t = tanh(W_r x_{t−1} + W_i u_t); J_t = D_t W_r with D_t = diag(1 − φ_t²).</summary>
public sealed class PlainCell() : Cell<PlainCell.Equation>("plain", default, new Preactivation("Wr", "Wi"))
{
    /// <summary>x = φ.</summary>
    public readonly struct Equation : IEquation
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Units<T> Next<T>(UnitStep<T> unit) where T : unmanaged => unit[0] = Units.Tanh(unit[0]);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Slopes<T>(UnitStep<T> unit, ref Slopes<T> slopes) where T : unmanaged => slopes.Of(0, 1 - unit[0] * unit[0]);

        /// <inheritdoc/>
        public (Units<T> Taken, Units<T> Kept) Gate<T>(UnitStep<T> unit) where T : unmanaged => (1, 0);
    }
}
