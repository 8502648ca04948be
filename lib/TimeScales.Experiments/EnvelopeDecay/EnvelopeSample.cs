using TimeScales.Kernels;

namespace TimeScales.Experiments.EnvelopeDecay;

/// <summary>How the diagonal of a product of Jacobians is approximated.</summary>
public enum EnvelopeOrder
{
    /// <summary>What gates carry.</summary>
    Zeroth,

    /// <summary>With one detour.</summary>
    First,

    /// <summary>First order as the follow-up's program has it: of a GRU with the products of r and of r(1 − z) besides, of an
    /// LSTM without the output gate's detour.</summary>
    Program,

    /// <summary>The diagonal itself.</summary>
    Exact,
}

/// <summary>The effective learning rates μ_q(t, t − ℓ) of all units, at some steps t of some sequences, for every lag ℓ
/// up to a longest one.</summary>
/// <remarks>Definitions: <see cref="TimeScales.Envelopes"/>, which measures over all pairs; here every lag is measured at the
/// same steps t, so that no difference between lags is one of steps.</remarks>
internal sealed class EnvelopeSample
{
    private static readonly int Orders = Enum.GetValues<EnvelopeOrder>().Length;

    // Means over steps of |μ_q|, [order][sequence][lag, from 0 for lag 1][unit].
    private readonly double[][][][] means;

    private EnvelopeSample(int sequences, int longest, int units) =>
        means = [.. Enumerable.Range(0, Orders).Select(_ => Enumerable.Range(0, sequences)
            .Select(_ => Enumerable.Range(0, longest).Select(_ => new double[units]).ToArray()).ToArray())];

    /// <summary>Measures on a forward pass.</summary>
    /// <param name="unroll">The pass.</param>
    /// <param name="ends">The steps t, each at least <paramref name="longest"/> + 1, so that no product
    /// reaches the initial state.</param>
    /// <param name="longest">The longest lag.</param>
    /// <param name="visit">Is told sequence, t, lag, unit and its μ by every order; null for nobody.</param>
    public static EnvelopeSample Of(
        Unroll<double> unroll, IReadOnlyList<int> ends, int longest, Action<int, int, int, int, double[]>? visit = null)
    {
        var (units, size) = (unroll.Hidden, unroll.StateSize);
        var sample = new EnvelopeSample(unroll.Batch, longest, units);
        PaddedMatrix<double> Square() => new(size, size);
        var jacobians = new PaddedMatrix<double>[unroll.Steps + 1];
        for (var t = 1; t < jacobians.Length; t++)
            jacobians[t] = Square();
        var (product, next, μ) = (Square(), Square(), new double[Orders]);
        var partial = new Partial[units];
        for (var b = 0; b < unroll.Batch; b++)
        {
            for (var t = 1; t < jacobians.Length; t++)
                unroll.StateJacobian(b, t, jacobians[t]);
            var terms = Enumerable.Range(0, units).Select(unit => TimeScales.Envelopes.Terms(unroll, b, unit, jacobians))
                .ToArray();
            var resets = Resets(unroll, b);
            foreach (var t in ends)
            {
                product.CopyFrom(jacobians[t]);
                Array.Fill(partial, new Partial(1, 0, 1, 1, 1));
                for (var lag = 1; lag <= longest; lag++)
                {
                    var k = t - lag;
                    if (lag > 1)
                    {
                        PaddedMatrix<double>.Multiply(product, jacobians[k + 1], next);
                        (product, next) = (next, product);
                    }
                    for (var unit = 0; unit < units; unit++)
                    {
                        partial[unit] = partial[unit].Before(terms[unit][k + 1], resets?[k + 1][unit] ?? 0, isLast: lag == 1);
                        var ((_, _, exposure, shown), p) = (terms[unit][t], partial[unit]);
                        μ[(int)EnvelopeOrder.Zeroth] = exposure * p.Kept;
                        μ[(int)EnvelopeOrder.First] = exposure * (p.Kept + p.Detoured) + shown * p.KeptBeforeLast;
                        μ[(int)EnvelopeOrder.Program] = exposure * (p.Kept + p.Detoured)
                            + (resets is null ? 0 : p.Reset + p.KeptReset);
                        μ[(int)EnvelopeOrder.Exact] = unroll.Cell.HasMemory
                            ? product[unit, unit] * terms[unit][k].Exposure + product[unit, units + unit] : product[unit, unit];
                        for (var order = 0; order < Orders; order++)
                            sample.means[order][b][lag - 1][unit] += Math.Abs(μ[order]) / ends.Count;
                        visit?.Invoke(b, t, lag, unit, μ);
                    }
                }
            }
        }
        return sample;
    }

    /// <summary>f(ℓ), sums over units of the means over sequences, from lag 1 on.</summary>
    public double[] Envelope(EnvelopeOrder order) =>
        [.. Enumerable.Range(0, means[0][0].Length).Select(lag => means[(int)order].Average(sequence => sequence[lag].Sum()))];

    /// <summary>The mean over sequences of ln f(ℓ), from lag 1 on: what the program fits.</summary>
    public double[] LogEnvelope(EnvelopeOrder order) =>
        [.. Enumerable.Range(0, means[0][0].Length)
            .Select(lag => means[(int)order].Average(sequence => Math.Log(sequence[lag].Sum())))];

    /// <summary>τ_q of every unit, steps: least squares of ln |μ_q| = a − ℓ/τ_q over all lags; infinite where a
    /// unit does not decay.</summary>
    public double[] TimeConstants(EnvelopeOrder order)
    {
        double[] lags = [.. Enumerable.Range(1, means[0][0].Length).Select(lag => (double)lag)];
        return [.. Enumerable.Range(0, means[0][0][0].Length).Select(unit =>
        {
            var slope = Statistics.FitLine(lags,
                [.. lags.Select(lag => Math.Log(means[(int)order].Average(sequence => sequence[(int)lag - 1][unit])))]).Slope;
            return slope < 0 ? -1 / slope : double.PositiveInfinity;
        })];
    }

    /// <summary>r_t of a GRU, [T + 1][H]; null for other cells.</summary>
    private static double[][]? Resets(Unroll<double> unroll, int sequence)
    {
        if (unroll.Cell is not GruCell)
            return null;
        // ∂x/∂a of W_r h is (1 − z)(1 − n²) r, that of W_i u is the same without r.
        return [[], .. Enumerable.Range(1, unroll.Steps).Select(t => unroll.Slopes(sequence, t).Slopes)
            .Select(slopes => slopes[3].Zip(slopes[0], (r, one) => r / one).ToArray())];
    }

    /// <summary>Products of one unit from a step t back to where they have come.</summary>
    /// <param name="Kept">Π λ_j.</param>
    /// <param name="Detoured">Σ_j (R_j)_qq Π_{i≠j} λ_i.</param>
    /// <param name="KeptBeforeLast">Π_{j&lt;t} λ_j.</param>
    /// <param name="Reset">Π r_j.</param>
    /// <param name="KeptReset">Π λ_j r_j.</param>
    private readonly record struct Partial(double Kept, double Detoured, double KeptBeforeLast, double Reset, double KeptReset)
    {
        /// <summary>With one step more on the right.</summary>
        public Partial Before((double Carry, double Detour, double Exposure, double Shown) step, double reset, bool isLast) =>
            new(
            Kept * step.Carry, Detoured * step.Carry + Kept * step.Detour, isLast ? 1 : KeptBeforeLast * step.Carry,
            Reset * reset, KeptReset * step.Carry * reset);
    }
}
