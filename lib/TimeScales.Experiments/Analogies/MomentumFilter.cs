namespace TimeScales.Experiments.Analogies;

/// <summary>The leaky state as a momentum filter of its candidates: x_t = Σ_{j≤t} α(1 − α)^{t−j} φ_j for x_0 = 0.</summary>
/// <remarks><b>Source.</b> arXiv:2508.12121, Sec. VI. The recursion m ← β m + (1 − β) g of momentum with β = 1 − α is the leaky
/// update with φ for g; the sum is its solution, computed here from the candidates alone.</remarks>
internal static class MomentumFilter
{
    /// <summary>The largest distance between a state and the filter's sum, over sequences, steps and units;
    /// NaN for other cells.</summary>
    /// <param name="network">The network.</param>
    /// <param name="unroll">Its forward pass from x_0 = 0.</param>
    /// <param name="inputs">u, [B, T, N].</param>
    public static double Error(Network<double> network, Unroll<double> unroll, ReadOnlySpan<double> inputs)
    {
        if (network.Cell is not LeakyCell leaky)
            return double.NaN;
        var largest = 0.0;
        var candidates = new double[unroll.Steps][];
        for (var b = 0; b < unroll.Batch; b++)
        {
            for (var t = 1; t <= unroll.Steps; t++)
            {
                candidates[t - 1] = Candidate(network, unroll.State(b, t - 1),
                    inputs.Slice((b * unroll.Steps + t - 1) * unroll.Inputs, unroll.Inputs));
                var state = unroll.State(b, t);
                for (var i = 0; i < unroll.Hidden; i++)
                {
                    var (sum, weight) = (0.0, leaky.Alpha);
                    // Beyond 1e-18 a term is below the last digit of the sum.
                    for (var j = t; j >= 1 && weight > 1e-18; j--, weight *= 1 - leaky.Alpha)
                        sum += weight * candidates[j - 1][i];
                    largest = Math.Max(largest, Math.Abs(sum - state[i]));
                }
            }
        }
        return largest;
    }

    private static double[] Candidate(Network<double> network, ReadOnlySpan<double> state, ReadOnlySpan<double> input)
    {
        var recurrent = network["Wr"];
        var feed = network["Wi"];
        var candidate = new double[network.Hidden];
        for (var i = 0; i < candidate.Length; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < state.Length; j++)
                sum += recurrent[i * state.Length + j] * state[j];
            for (var n = 0; n < input.Length; n++)
                sum += feed[i * input.Length + n] * input[n];
            candidate[i] = Math.Tanh(sum);
        }
        return candidate;
    }
}
