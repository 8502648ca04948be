namespace TimeScales;

/// <summary>How the units of one sequence react at one step: what each keeps of itself, and how steeply it follows each pre-activation.</summary>
/// <remarks>
/// <para>A unit's carrier is c_t where the cell has memory and x_t elsewhere. A small change δ of the state moves it by
/// δc_t = kept ⊙ δc_{t−1} + Σ_p slope_p ⊙ W_p δh_{t−1}, and what weights and read-out see of it by
/// δh_t = exposure ⊙ δc_t + Σ_p shown_p ⊙ W_p δh_{t−1}; without memory h is the carrier itself, exposure 1 and shown 0.</para>
/// <para>These and the weights W_p are all that the Jacobian J_t is made of.</para>
/// </remarks>
/// <param name="Kept">∂c_t/∂c_{t−1}, [H]: 1 − g_t, z_t of a GRU, f_t of an LSTM.</param>
/// <param name="Slopes">∂c_t/∂a_p, [pre-activations that see the state][H].</param>
/// <param name="Exposure">∂h_t/∂c_t, [H].</param>
/// <param name="Shown">∂h_t/∂a_p at fixed c_t, [pre-activations that see the state][H].</param>
public sealed record UnitSlopes(double[] Kept, double[][] Slopes, double[] Exposure, double[][] Shown);
