namespace TimeScales;

/// <summary>One pre-activation of a cell, a = W_rec x_{t−1} + W_in u_t + b: its weights' names, and what it is for.</summary>
/// <param name="Recurrent">The recurrent weight's name, [H, H], or [1, H] where shared; null where it sees no state.</param>
/// <param name="Input">Name of the input weight, [H, N], or [1, N] where shared; null where it does not see the inputs.</param>
/// <param name="Bias">Name of the bias, [H, 1], or [1, 1] where shared; null without one.</param>
/// <param name="IsGate">It goes through the logistic function, and its part of J_t counts as the gates' own, B_t.</param>
/// <param name="Shared">One value for all units of a sequence instead of one per unit.</param>
public sealed record Preactivation(
    string? Recurrent, string? Input, string? Bias = null, bool IsGate = false, bool Shared = false);
