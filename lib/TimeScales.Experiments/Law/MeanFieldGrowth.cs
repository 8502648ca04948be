namespace TimeScales.Experiments.Law;

/// <summary>The growth of a small change of the state that random recurrent weights give on average, from
/// gates and slopes alone.</summary>
/// <remarks>
/// <para>Let the rows of every recurrent weight W_p be independent of the trajectory, with independent elements of mean zero,
/// and v_p the mean square length of a row. Then W_p δh is, over the units, a Gaussian field of variance v_p·mean(δh²),
/// correlated in time as δh is, because the same W_p acts at every step. With kept ℓ, slopes s_p and the carrier's covariance
/// K_i(t, t′) over draws of the weights,</para>
/// <para>K_i(t, t′) = ℓ_i(t) K_i(t−1, t′) + X_i(t, t′), X_i(t, t′) = ℓ_i(t′) X_i(t, t′−1) + Σ_p s_{p,i}(t)
/// s_{p,i}(t′) v_p C(t−1, t′−1),</para>
/// <para>C(t, t′) = mean over units of e_i(t) e_i(t′) K_i(t, t′) + Σ_p (shown_p,i(t) shown_p,i(t′)) v_p C(t−1, t′−1), from K(k,
/// k) = C(k, k) = 1. The mean square of ‖M(t,k)‖_F is the sum of K_i(t, t), and of C(t, t) for what is shown where there is
/// memory. It becomes exact as H → ∞; nothing is fitted.</para>
/// <para>For one constant gate and slope it grows as 1 − g + gλ per step, λ² = v·mean φ′²: the eigenvalues of D W fill a disc of
/// radius λ, those of (1 − g)I + gDW one of radius gλ around 1 − g. Where gates differ between units the edge of that region is
/// the z of <see cref="Edge"/>.</para>
/// </remarks>
public static class MeanFieldGrowth
{
    /// <summary>½ ln of the mean square of ‖M(t,k)‖_F per component of the state, for all pairs of an unrolled batch.</summary>
    /// <param name="network">The network, of whose recurrent weights only the mean square counts.</param>
    /// <param name="unroll">Its forward pass.</param>
    public static PairTable Of(Network<double> network, Unroll<double> unroll)
    {
        var table = new PairTable(unroll.Batch, unroll.Steps);
        var rowSquares = RowSquares(network);
        for (var b = 0; b < unroll.Batch; b++)
            Fill([.. Enumerable.Range(1, unroll.Steps).Select(t => unroll.Slopes(b, t))], rowSquares, table, b,
                unroll.Cell.HasMemory);
        return table;
    }

    /// <summary>v_p: the mean squared length of a row of each recurrent weight, [pre-activations]; 0
    /// where there is none.</summary>
    public static double[] RowSquares(Network<double> network) =>
        [.. network.Cell.Preactivations.Select(p => p.Recurrent is null ? 0
            : SumOfSquares(network[p.Recurrent]) / network.Block(p.Recurrent).Rows)];

    /// <summary>The same for one sequence of a cell without memory, from what its units do.</summary>
    /// <param name="steps">What units do at steps 1 … T.</param>
    /// <param name="rowSquares">v_p, mean squared length of a row of W_p, [pre-activations].</param>
    public static PairTable Of(IReadOnlyList<UnitSlopes> steps, IReadOnlyList<double> rowSquares)
    {
        var table = new PairTable(1, steps.Count);
        Fill(steps, rowSquares, table, 0, hasMemory: false);
        return table;
    }

    /// <summary>½ ln of the mean square of ‖M(t,k)‖_F per component of the state, for all pairs of one sequence.</summary>
    /// <param name="steps">What units do at steps 1 … T.</param>
    /// <param name="rowSquares">v_p, mean squared length of a row of W_p, [pre-activations].</param>
    /// <param name="table">Receives the sequence's pairs.</param>
    /// <param name="sequence">Its number in the table.</param>
    /// <param name="hasMemory">Whether the state is (h, c).</param>
    internal static void Fill(
        IReadOnlyList<UnitSlopes> steps, IReadOnlyList<double> rowSquares, PairTable table, int sequence, bool hasMemory)
    {
        for (var k = 1; k < steps.Count; k++)
        {
            var energies = FromStart(steps, rowSquares, k, hasMemory);
            for (var t = k + 1; t <= steps.Count; t++)
                table[sequence, t, k] = 0.5 * Math.Log(energies[t - k]);
        }
    }

    /// <summary>The largest real z with Σ_p v_p · mean_i s_{p,i}²/(z − ℓ_i)² = 1: the factor per step that units of these gates
    /// would reach if every step were like this one.</summary>
    /// <remarks>The right edge of the eigenvalues of diag(ℓ) + Σ_p diag(s_p) W_p for large H (Ahmadian, Fumarola and
    /// Miller, arXiv:1311.4672, Sec. II). With memory, the carrier's, whose slopes act through the exposure; what h shows
    /// besides is left out.</remarks>
    public static double Edge(UnitSlopes step, IReadOnlyList<double> rowSquares)
    {
        var units = step.Kept.Length;
        var weights = new double[units];
        for (var i = 0; i < units; i++)
        {
            for (var p = 0; p < rowSquares.Count; p++)
            {
                var reach = step.Slopes[p][i] * step.Exposure[i];
                weights[i] += rowSquares[p] * reach * reach / units;
            }
        }
        // Falls from infinity (or from where a unit without a slope stands) to 0, so there is one root
        // above the slowest unit that reacts.
        double Excess(double z) => weights.Zip(step.Kept, (w, kept) => w / ((z - kept) * (z - kept))).Sum() - 1;
        var reacting = step.Kept.Where((_, i) => weights[i] > 0).ToArray();
        if (reacting.Length == 0)
            return step.Kept.Max();
        var (lower, upper) = (reacting.Max(), reacting.Max() + Math.Sqrt(weights.Sum()));
        for (var i = 0; i < 60; i++)
        {
            var middle = (lower + upper) / 2;
            (lower, upper) = Excess(middle) > 0 ? (middle, upper) : (lower, middle);
        }
        return Math.Max(upper, step.Kept.Max());
    }

    /// <summary>Mean square per component of the state at lags 0 … T − k of changes that start after step k.</summary>
    private static double[] FromStart(IReadOnlyList<UnitSlopes> steps, IReadOnlyList<double> rowSquares, int k, bool hasMemory)
    {
        var (units, lags) = (steps[0].Kept.Length, steps.Count - k);
        // C(t, t′) = C(t′, t); covariances[t] has t′ = 0 … t, times counted from k.
        var seen = new double[lags + 1][];
        var carriers = new double[lags + 1][];
        var driven = new double[units];
        seen[0] = [1];
        carriers[0] = [.. Enumerable.Repeat(1.0, units)];
        var energies = new double[lags + 1];
        energies[0] = 1;
        for (var t = 1; t <= lags; t++)
        {
            var now = steps[k + t - 1];
            seen[t] = new double[t + 1];
            carriers[t] = new double[units];
            driven.AsSpan().Clear();
            for (var earlier = 0; earlier <= t; earlier++)
            {
                // carriers[t′] holds K(t − 1, t′) and becomes K(t, t′); for t′ = t its start is K(t − 1, t) = K(t, t − 1).
                var carrier = carriers[earlier];
                if (earlier == t)
                    carriers[t - 1].CopyTo(carrier, 0);
                var then = earlier == 0 ? null : steps[k + earlier - 1];
                if (then is not null)
                    Drive(now, then, rowSquares, At(seen, t - 1, earlier - 1), driven);
                var mean = 0.0;
                for (var i = 0; i < units; i++)
                {
                    carrier[i] = now.Kept[i] * carrier[i] + driven[i];
                    mean += carrier[i] * (hasMemory ? now.Exposure[i] * (then?.Exposure[i] ?? 0) : 1);
                }
                seen[t][earlier] = mean / units
                    + (hasMemory && then is not null ? Shown(now, then, rowSquares, At(seen, t - 1, earlier - 1)) : 0);
            }
            energies[t] = hasMemory ? (carriers[t].Average() + seen[t][t]) / 2 : seen[t][t];
        }
        return energies;
    }

    private static double SumOfSquares(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value * value;
        return sum;
    }

    private static double At(double[][] seen, int t, int earlier) => t >= earlier ? seen[t][earlier] : seen[earlier][t];

    /// <summary>X(t, t′) from X(t, t′ − 1).</summary>
    private static void Drive(UnitSlopes now, UnitSlopes then, IReadOnlyList<double> rowSquares, double covariance,
        double[] driven)
    {
        for (var i = 0; i < driven.Length; i++)
            driven[i] *= then.Kept[i];
        for (var p = 0; p < rowSquares.Count; p++)
        {
            var (scale, a, b) = (rowSquares[p] * covariance, now.Slopes[p], then.Slopes[p]);
            for (var i = 0; i < driven.Length; i++)
                driven[i] += scale * a[i] * b[i];
        }
    }

    private static double Shown(UnitSlopes now, UnitSlopes then, IReadOnlyList<double> rowSquares, double covariance)
    {
        var sum = 0.0;
        for (var p = 0; p < rowSquares.Count; p++)
        {
            for (var i = 0; i < now.Kept.Length; i++)
                sum += rowSquares[p] * covariance * now.Shown[p][i] * then.Shown[p][i];
        }
        return sum / now.Kept.Length;
    }
}
