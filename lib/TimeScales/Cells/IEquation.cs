namespace TimeScales;

/// <summary>What a cell does to each unit: the next state from the pre-activations, and the slopes of that.</summary>
/// <remarks>A struct, so that the loops over units are compiled for it. What it needs besides, like a leak, is a field.</remarks>
public interface IEquation
{
    /// <summary>The unit's next state, x_t or h_t.</summary>
    /// <remarks>Gates have been through the logistic function; what <see cref="Slopes"/> will need of the rest, like φ_t =
    /// tanh(a_t), is written back into the step. A cell with memory writes c_t.</remarks>
    Units<T> Next<T>(UnitStep<T> unit) where T : unmanaged;

    /// <summary>States the slopes of the next state by every pre-activation and by the unit's previous state.</summary>
    void Slopes<T>(UnitStep<T> unit, ref Slopes<T> slopes) where T : unmanaged;

    /// <summary>What the unit took of the candidate, g_t, and what it kept of itself: 1 − g_t, or a forget gate.</summary>
    (Units<T> Taken, Units<T> Kept) Gate<T>(UnitStep<T> unit) where T : unmanaged;
}
