namespace TimeScales.Tests.Cells;

/// <summary>A cell as a reader might write one, from public parts alone: one gate per unit decides what is forgotten and what
/// of the recurrent product reaches the candidate.</summary>
/// <remarks>n = tanh(W_i u + f ⊙ (W_r x)), x_t = f ⊙ n + (1 − f) ⊙ x.</remarks>
internal sealed class MinimalGatedCell() : Cell<MinimalGatedCell.Equation>(
    "minimal",
    default,
    new Preactivation(null, "Wi"),
    new Preactivation("Wrf", "Wif", IsGate: true),
    new Preactivation("Wr", null))
{
    public readonly struct Equation : IEquation
    {
        public Units<T> Next<T>(UnitStep<T> unit) where T : unmanaged
        {
            var (f, q) = (unit[1], unit[2]);
            var n = unit[0] = Units.Tanh(unit[0] + f * q);
            return f * n + (1 - f) * unit.Previous;
        }

        public void Slopes<T>(UnitStep<T> unit, ref Slopes<T> slopes) where T : unmanaged
        {
            var (n, f, q) = (unit[0], unit[1], unit[2]);
            slopes.Of(0, f, 1 - n * n);
            slopes.Of(1, n - unit.Previous + f * (1 - n * n) * q, f, 1 - f);
            slopes.Of(2, f, 1 - n * n, f);
            slopes.OfPrevious(1 - f);
        }

        public (Units<T> Taken, Units<T> Kept) Gate<T>(UnitStep<T> unit) where T : unmanaged => (unit[1], 1 - unit[1]);
    }
}

/// <summary>A memory with one forget gate for all units, which sees the inputs alone, and one output gate for all, which sees
/// the state alone.</summary>
/// <remarks>c_t = f c + (1 − f) tanh(W_r h + W_i u + b), h_t = o tanh(c_t).</remarks>
internal sealed class SharedMemoryCell() : Cell<SharedMemoryCell.Equation>(
    "shared-memory",
    default,
    new Preactivation("Wr", "Wi", "b"),
    new Preactivation(null, "Wif", "bf", IsGate: true, Shared: true),
    new Preactivation("Wro", null, IsGate: true, Shared: true))
{
    public override bool HasMemory => true;

    public readonly struct Equation : IEquation
    {
        public Units<T> Next<T>(UnitStep<T> unit) where T : unmanaged
        {
            var (φ, f) = (unit[0] = Units.Tanh(unit[0]), unit[1]);
            return unit[2] * Units.Tanh(unit.Memory = f * unit.PreviousMemory + (1 - f) * φ);
        }

        public void Slopes<T>(UnitStep<T> unit, ref Slopes<T> slopes) where T : unmanaged
        {
            var (φ, f, o, shown) = (unit[0], unit[1], unit[2], Units.Tanh(unit.Memory));
            slopes.Of(2, shown, o, 1 - o);
            slopes.ThroughMemory(o, 1 - shown * shown);
            slopes.Of(0, 1 - f, 1 - φ * φ);
            slopes.Of(1, unit.PreviousMemory - φ, f, 1 - f);
            slopes.OfPrevious(f);
        }

        public (Units<T> Taken, Units<T> Kept) Gate<T>(UnitStep<T> unit) where T : unmanaged => (1 - unit[1], unit[1]);
    }
}
