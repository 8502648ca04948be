namespace TimeScales;

/// <summary>What a table of sensitivities measures; the defaults are the paper's definition.</summary>
/// <param name="GateState">The state in the gate term of the Jacobians.</param>
/// <param name="Reversed">J_{k+1} ⋯ J_t instead of J_t ⋯ J_{k+1} (departure 2).</param>
/// <param name="PowerIteration">Five power iterations instead of the spectral norm (departure 3).</param>
internal readonly record struct SensitivityOptions(
    GateTermState GateState = GateTermState.BeforeStep, bool Reversed = false, bool PowerIteration = false);
