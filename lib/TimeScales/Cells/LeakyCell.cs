using System.Runtime.CompilerServices;

namespace TimeScales;

/// <summary>The leaky integrator, a constant gate α: x_t = α φ_t + (1 − α) x_{t−1}; J_t = α D_t W_r + (1 − α) I.</summary>
/// <param name="alpha">The gate α in (0, 1]; 1 is the plain cell.</param>
public sealed class LeakyCell(double alpha = LeakyCell.PaperAlpha)
    : Cell<LeakyCell.Equation>("leaky", new(alpha), new Preactivation("Wr", "Wi"))
{
    /// <summary>The paper's value.</summary>
    public const double PaperAlpha = 0.8;

    /// <summary>The gate α.</summary>
    public double Alpha { get; } = alpha is > 0 and <= 1
        ? alpha
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The leak α must lie in (0, 1].");

    /// <summary>x = α φ + (1 − α) x_{t−1}.</summary>
    public readonly struct Equation(double α) : IEquation
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Units<T> Next<T>(UnitStep<T> unit) where T : unmanaged
        {
            var φ = unit[0] = Units.Tanh(unit[0]);
            return α * φ + (1 - α) * unit.Previous;
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Slopes<T>(UnitStep<T> unit, ref Slopes<T> slopes) where T : unmanaged
        {
            slopes.Of(0, α, 1 - unit[0] * unit[0]);
            slopes.OfPrevious(1 - α);
        }

        /// <inheritdoc/>
        public (Units<T> Taken, Units<T> Kept) Gate<T>(UnitStep<T> unit) where T : unmanaged => (α, 1 - (Units<T>)α);
    }
}
