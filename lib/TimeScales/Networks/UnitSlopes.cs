using TimeScales.Kernels;

namespace TimeScales;

/// <summary>How units react at one step of one sequence: what each keeps, how steeply it follows each pre-activation.</summary>
/// <remarks>
/// <para>A unit's carrier is c_t where the cell has memory and x_t elsewhere. A small change δ of the state moves it by
/// δc_t = kept ⊙ δc_{t−1} + Σ_p slope_p ⊙ W_p δh_{t−1}, and what weights and read-out see of it by
/// δh_t = exposure ⊙ δc_t + Σ_p shown_p ⊙ W_p δh_{t−1}; without memory h is the carrier itself, exposure 1 and shown 0.</para>
/// <para>These and the weights W_p are all that the Jacobian J_t is made of.</para>
/// </remarks>
/// <param name="Kept">∂c_t/∂c_{t−1}, [H]: 1 − g_t, z_t of a GRU, f_t of an LSTM.</param>
/// <param name="Slopes">∂c_t/∂a_p, [pre-activations][H].</param>
/// <param name="Exposure">∂h_t/∂c_t, [H].</param>
/// <param name="Shown">∂h_t/∂a_p at fixed c_t, [pre-activations][H].</param>
public sealed record UnitSlopes(double[] Kept, double[][] Slopes, double[] Exposure, double[][] Shown)
{
    /// <summary>Slopes that are all zero.</summary>
    internal UnitSlopes(int preactivations, int hidden)
        : this(new double[hidden], Rows(preactivations, hidden), new double[hidden], Rows(preactivations, hidden))
    {
    }

    /// <summary>Writes J_t of a cell with these slopes and any weights.</summary>
    /// <param name="weights">W_p, [H, H], or [1, H] where all units share it; null for a pre-activation that does not see the
    /// state.</param>
    /// <param name="hasMemory">Whether the state is (h, c).</param>
    /// <param name="jacobian">Receives J_t, [state size, state size].</param>
    internal void WriteJacobian(IReadOnlyList<PaddedMatrix<double>?> weights, bool hasMemory, PaddedMatrix<double> jacobian)
    {
        jacobian.Clear();
        var hidden = Kept.Length;
        for (var i = 0; i < hidden; i++)
        {
            var carrier = jacobian.Row(hasMemory ? hidden + i : i);
            for (var p = 0; p < weights.Count; p++)
                Add(Slopes[p][i], weights[p], i, carrier[..hidden]);
            if (hasMemory)
            {
                var shown = jacobian.Row(i);
                for (var j = 0; j < hidden; j++)
                    shown[j] = Exposure[i] * carrier[j];
                for (var p = 0; p < weights.Count; p++)
                    Add(Shown[p][i], weights[p], i, shown[..hidden]);
                shown[hidden + i] = Exposure[i] * Kept[i];
            }
            carrier[hasMemory ? hidden + i : i] += Kept[i];
        }
    }

    private static void Add(double slope, PaddedMatrix<double>? weight, int unit, Span<double> row)
    {
        if (weight is null || slope == 0)
            return;
        var from = weight.Row(weight.Rows == 1 ? 0 : unit);
        for (var j = 0; j < row.Length; j++)
            row[j] += slope * from[j];
    }

    private static double[][] Rows(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new double[length])];
}
