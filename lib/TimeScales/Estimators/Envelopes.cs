using TimeScales.Kernels;

namespace TimeScales;

/// <summary>The envelope f(ℓ) = ‖μ_{t,ℓ}‖₁ of the units' effective learning rates: by gates, with one detour, exactly.</summary>
/// <remarks>
/// <para><b>Source.</b> L. Livi, arXiv:2512.05790. A Jacobian is J_j = Λ_j + R_j: Λ_j what a unit carries of itself past all
/// recurrent weights (1 − g, or z of a GRU, or f of an LSTM), R_j the rest. μ_q(t,k) is the q-th diagonal element of J_t ⋯
/// J_{k+1}: to zeroth order in R it is Π λ_j, to first order it has Σ_j (R_j)_qq Π_{i≠j} λ_i besides, a detour through the unit's
/// own recurrent weight; no other element of R can return to unit q in one detour. The exact value has all detours through all
/// units.</para>
/// <para>With memory, μ_q(t,k) = dh_t/dc_k with h_k = o_k tanh(c_k) following c_k, e = ∂h/∂c: zeroth order e_t Π f_j; first order
/// e_t Σ_j (∂c_j/∂h_{j−1})_qq e_{j−1} Π_{i≠j} f_i and, for the output gate at t, (∂h_t/∂h_{t−1} at fixed c_t)_qq e_{t−1}
/// Π_{j&lt;t} f_j.</para>
/// <para><b>The author's program.</b> For a GRU it adds the products of r and of z·r to that of z; they are no terms of this
/// expansion and are left out. It leaves the last term of the LSTM out. All else agrees with its functions to rounding on
/// random networks (scalar and multi gate, both orders; LSTM, zeroth order).</para>
/// </remarks>
public static class Envelopes
{
    private const int FewestPoints = 5;

    /// <summary>The three envelopes over all pairs 1 ≤ k &lt; t ≤ T of an unrolled batch.</summary>
    /// <param name="unroll">The forward pass.</param>
    /// <param name="lags">The lags to report.</param>
    public static (EnvelopeProfile Zeroth, EnvelopeProfile First, EnvelopeProfile Exact) Measure(
        Unroll<double> unroll, IReadOnlyList<int> lags)
    {
        var (size, steps) = (unroll.StateSize, unroll.Steps);
        var jacobians = new PaddedMatrix<double>[steps + 1];
        for (var t = 1; t <= steps; t++)
            jacobians[t] = new PaddedMatrix<double>(size, size);
        var (zeroth, first, exact) = (new Sums(unroll), new Sums(unroll), new Sums(unroll));
        for (var b = 0; b < unroll.Batch; b++)
        {
            for (var t = 1; t <= steps; t++)
                unroll.StateJacobian(b, t, jacobians[t]);
            for (var unit = 0; unit < unroll.Hidden; unit++)
                AddOrders(unroll, b, unit, jacobians, zeroth, first);
            AddExact(unroll, b, jacobians, exact);
        }
        return (zeroth.Profile(lags), first.Profile(lags), exact.Profile(lags));
    }

    /// <summary>A unit at every step: λ_j; (R_j)_qq along the memory; e_j; what the output gate adds at the end.</summary>
    internal static (double Carry, double Detour, double Exposure, double Shown)[] Terms(
        Unroll<double> unroll, int b, int unit, PaddedMatrix<double>[] jacobians)
    {
        var terms = new (double Carry, double Detour, double Exposure, double Shown)[unroll.Steps + 1];
        for (var t = 1; t < terms.Length; t++)
        {
            var (own, carry, exposure) = (jacobians[t][unit, unit], unroll.Carry(b, t, unit), unroll.Exposure(b, t, unit));
            var (into, before) = (jacobians[t][unroll.StateSize - unroll.Hidden + unit, unit], terms[t - 1].Exposure);
            terms[t] = !unroll.Cell.HasMemory ? (carry, own - carry, exposure, 0)
                : (carry, into * before, exposure, (own - exposure * into) * before);
        }
        return terms;
    }

    private static void AddOrders(
        Unroll<double> unroll, int b, int unit, PaddedMatrix<double>[] jacobians, Sums zeroth, Sums first)
    {
        var terms = Terms(unroll, b, unit, jacobians);
        for (var k = 1; k < unroll.Steps; k++)
        {
            var (kept, detoured) = (1.0, 0.0);
            for (var t = k + 1; t < terms.Length; t++)
            {
                var ((carry, detour, exposure, shown), before) = (terms[t], kept);
                (kept, detoured) = (carry * kept, carry * detoured + detour * kept);
                zeroth.Add(unit, t - k, exposure * kept);
                first.Add(unit, t - k, exposure * (kept + detoured) + shown * before);
            }
        }
    }

    private static void AddExact(Unroll<double> unroll, int b, PaddedMatrix<double>[] jacobians, Sums exact)
    {
        var (hidden, size) = (unroll.Hidden, unroll.StateSize);
        var (product, next) = (new PaddedMatrix<double>(size, size), new PaddedMatrix<double>(size, size));
        for (var t = 2; t <= unroll.Steps; t++)
        {
            product.CopyFrom(jacobians[t]);
            for (var k = t - 1; k >= 1; k--)
            {
                if (k < t - 1)
                {
                    PaddedMatrix<double>.Multiply(product, jacobians[k + 1], next);
                    (product, next) = (next, product);
                }
                for (var unit = 0; unit < hidden; unit++)
                {
                    var row = product.Row(unit);
                    exact.Add(unit, t - k, unroll.Cell.HasMemory
                        ? row[unit] * unroll.Exposure(b, k, unit) + row[hidden + unit] : row[unit]);
                }
            }
        }
    }

    /// <summary>Σ |μ_q| over sequences and t, per unit and lag.</summary>
    private sealed class Sums(Unroll<double> unroll)
    {
        private readonly double[] sums = new double[unroll.Hidden * unroll.Steps];

        public void Add(int unit, int lag, double value) => sums[unit * unroll.Steps + lag] += Math.Abs(value);

        public EnvelopeProfile Profile(IReadOnlyList<int> lags) =>
            new([.. lags.Select(lag => Enumerable.Range(0, unroll.Hidden).Sum(unit => Mean(unit, lag)))],
                [.. Enumerable.Range(0, unroll.Hidden).Select(TimeConstant)]);

        private double Mean(int unit, int lag) => sums[unit * unroll.Steps + lag] / (unroll.Batch * (unroll.Steps - lag));

        private double TimeConstant(int unit)
        {
            var lags = Enumerable.Range(1, unroll.Steps - 1).Where(lag => Mean(unit, lag) is > 0 and < double.PositiveInfinity)
                .ToArray();
            if (lags.Length < FewestPoints)
                return double.NaN;
            var slope = Statistics.FitLine(Array.ConvertAll(lags, lag => (double)lag),
                Array.ConvertAll(lags, lag => Math.Log(Mean(unit, lag)))).Slope;
            return slope < 0 ? -1 / slope : double.PositiveInfinity;
        }
    }
}
