using TimeScales.Kernels;

namespace TimeScales.Experiments.Windows;

/// <summary>What carries the error of a step to a change of the weights some lags before: ψ_t(ℓ) = e_t g_t(ℓ), e_t = ŷ_t − y_t.</summary>
/// <remarks>
/// <para><b>Source.</b> The matched statistic of arXiv:2512.05790, ψ_t(ℓ) = Σ_q μ_q δ_q v_q with δ = ∂(e²/2)/∂h_t = e_t W_oᵀ, so that
/// e_t is a factor of its own. v_s = (∂x_s/∂θ)_local w is what a change of the weights along w does to x_s at fixed x_{s−1}.</para>
/// <para>Exact: g_t(ℓ) = W_o M(t, t − ℓ) v_{t−ℓ}, by λ_{k−1} = J_kᵀ λ_k from λ_t = W_oᵀ, O(H²) per step. As ∂x_t/∂θ w = Σ_ℓ M(t, t − ℓ)
/// v_{t−ℓ}, the sum of ψ_t over all lags from 0 to t − 1 is the derivative of e_t²/2 along w (but for W_o's own part of w).</para>
/// <para>By envelopes: g_t(ℓ) = Σ_q W_o,q μ_q(t, t − ℓ) v_q, μ to zeroth or first order in what is not carried (see
/// <see cref="Envelopes"/>); with memory μ takes c to h, and v is that of c.</para>
/// <para>The author's program differs in three places: v is the whole derivative ∂x_s/∂θ w and not the local one, so that with exact
/// products ψ(ℓ) would be the sum over all lags from ℓ on; a GRU's μ has Π r and Π z r besides; an LSTM's μ, from c to h, meets v of h, and
/// the output gate's own term is left out.</para>
/// </remarks>
internal sealed class MatchedKernels
{
    /// <summary>What a kernel can be made of.</summary>
    public static readonly string[] Kinds = ["exact", "first", "zeroth", "program"];

    private readonly Network<double> network;
    private readonly Network<double> direction;
    private readonly Unroll<double> unroll;
    private readonly PaddedMatrix<double>?[] weights;
    private readonly double[] readOut;
    private readonly UnitSlopes[][] slopes;

    // [step][sequence][unit]: v of the carrier; of what is shown at a fixed carrier; of the carrier and of h by the whole derivative.
    private readonly double[][][] local;
    private readonly double[][][] shown;
    private readonly double[][][] wholeCarrier;
    private readonly double[][][] wholeShown;

    private MatchedKernels(Network<double> network, Network<double> direction, Unroll<double> unroll, ReadOnlySpan<double> inputs)
    {
        (this.network, this.direction, this.unroll) = (network, direction, unroll);
        weights = Recurrent(network);
        readOut = network["Wo"].ToArray();
        slopes = [[], .. Enumerable.Range(1, unroll.Steps).Select(t => PerSequence(b => unroll.Slopes(b, t)))];
        (local, shown, wholeCarrier, wholeShown) = (Vectors(), Vectors(), Vectors(), Vectors());
        Differentiate(inputs);
    }

    private int Hidden => unroll.Hidden;

    private int Preactivations => network.Cell.Preactivations.Count;

    /// <summary>g of all kinds.</summary>
    /// <param name="network">The network.</param>
    /// <param name="direction">w, as a network of the same shape.</param>
    /// <param name="unroll">The network's forward pass.</param>
    /// <param name="inputs">Its inputs u, [B, T, N].</param>
    /// <param name="ends">The t, each larger than the longest lag.</param>
    /// <param name="longest">The longest lag.</param>
    /// <returns>[kind][B · ends][lag − 1], the ends of one sequence one after another; lags from 1 on.</returns>
    public static double[][][] Of(
        Network<double> network, Network<double> direction, Unroll<double> unroll, ReadOnlySpan<double> inputs, IReadOnlyList<int> ends, int longest)
    {
        var kernels = new MatchedKernels(network, direction, unroll, inputs);
        var values = Array.ConvertAll(Kinds, _ => Enumerable.Range(0, unroll.Batch * ends.Count).Select(_ => new double[longest]).ToArray());
        for (var end = 0; end < ends.Count; end++)
        {
            double[][] Rows(int kind) => kernels.PerSequence(b => values[kind][b * ends.Count + end]);
            kernels.Exact(ends[end], longest, Rows(0));
            kernels.ByEnvelopes(ends[end], longest, Rows(1), Rows(2), Rows(3));
        }
        return values;
    }

    private void Exact(int end, int longest, double[][] to)
    {
        var (lambda, next) = (new PaddedMatrix<double>(unroll.Batch, Hidden), new PaddedMatrix<double>(unroll.Batch, Hidden));
        // λ of the carrier from later carriers alone: what the memory keeps; without memory x is the carrier and this stays 0.
        var kept = PerSequence(_ => new double[Hidden]);
        var carrier = PerSequence(_ => new double[Hidden]);
        var scaled = new PaddedMatrix<double>(unroll.Batch, Hidden);
        for (var b = 0; b < unroll.Batch; b++)
            readOut.CopyTo(lambda.Row(b));
        for (var (lag, s) = (0, end); lag <= longest; lag++, s--)
        {
            for (var b = 0; b < unroll.Batch; b++)
            {
                var row = lambda.Row(b);
                var exposure = slopes[s][b].Exposure;
                var sum = 0.0;
                for (var q = 0; q < Hidden; q++)
                {
                    carrier[b][q] = kept[b][q] + exposure[q] * row[q];
                    sum += carrier[b][q] * local[s][b][q] + row[q] * shown[s][b][q];
                }
                if (lag > 0)
                    to[b][lag - 1] = sum;
            }
            next.Clear();
            for (var p = 0; p < Preactivations; p++)
            {
                if (weights[p] is not { } matrix)
                    continue;
                for (var b = 0; b < unroll.Batch; b++)
                {
                    var row = lambda.Row(b);
                    var target = scaled.Row(b);
                    var (through, beside) = (slopes[s][b].Slopes[p], slopes[s][b].Shown[p]);
                    for (var q = 0; q < Hidden; q++)
                        target[q] = through[q] * carrier[b][q] + beside[q] * row[q];
                }
                PaddedMatrix<double>.Multiply(scaled, matrix, next, accumulate: true);
            }
            for (var b = 0; b < unroll.Batch; b++)
            {
                // Without memory the state is the carrier, and what is kept comes back to it.
                var target = unroll.Cell.HasMemory ? kept[b] : next.Row(b);
                for (var q = 0; q < Hidden; q++)
                    target[q] = slopes[s][b].Kept[q] * carrier[b][q] + (unroll.Cell.HasMemory ? 0 : target[q]);
            }
            (lambda, next) = (next, lambda);
        }
    }

    private void ByEnvelopes(int end, int longest, double[][] first, double[][] zeroth, double[][] program)
    {
        var hasMemory = unroll.Cell.HasMemory;
        for (var b = 0; b < unroll.Batch; b++)
        {
            for (var q = 0; q < Hidden; q++)
            {
                var at = slopes[end][b];
                // Products over j = s + 1 … t of what is carried, without the last step, and with one detour; of r and z r of a GRU.
                var (kept, keptBefore, detoured, resets, keptResets) = (1.0, 1.0, 0.0, 1.0, 1.0);
                var last = 0.0;
                if (hasMemory)
                    last = OwnWeight(at.Shown, q) * slopes[end - 1][b].Exposure[q];
                for (var (lag, s) = (1, end - 1); lag <= longest; lag++, s--)
                {
                    var step = slopes[s + 1][b];
                    var detour = OwnWeight(step.Slopes, q) * (hasMemory ? slopes[s][b].Exposure[q] : 1);
                    detoured = detoured * step.Kept[q] + kept * detour;
                    if (s + 1 < end)
                        keptBefore *= step.Kept[q];
                    kept *= step.Kept[q];
                    var μ = at.Exposure[q] * (kept + detoured);
                    var v = readOut[q] * local[s][b][q];
                    zeroth[b][lag - 1] += at.Exposure[q] * kept * v;
                    first[b][lag - 1] += (μ + last * keptBefore) * v;
                    if (unroll.Cell is GruCell)
                    {
                        var reset = step.Slopes[3][q] / step.Slopes[0][q];
                        (resets, keptResets) = (resets * reset, keptResets * reset * step.Kept[q]);
                        μ += resets + keptResets;
                    }
                    program[b][lag - 1] += μ * readOut[q] * wholeShown[s][b][q];
                }
            }
        }
    }

    /// <summary>Σ_p slope_p (W_p)_qq.</summary>
    private double OwnWeight(double[][] slope, int unit)
    {
        var sum = 0.0;
        for (var p = 0; p < Preactivations; p++)
        {
            if (weights[p] is { } matrix)
                sum += slope[p][unit] * matrix[unit, unit];
        }
        return sum;
    }

    /// <summary>The derivatives of all steps along w, local and whole.</summary>
    private void Differentiate(ReadOnlySpan<double> inputs)
    {
        var along = Recurrent(direction);
        var (change, passed) = (new double[Hidden], new double[PaddedWidth]);
        for (var b = 0; b < unroll.Batch; b++)
        {
            var (state, before) = (new double[PaddedWidth], new double[PaddedWidth]);
            for (var s = 1; s <= unroll.Steps; s++)
            {
                unroll.State(b, s - 1)[..Hidden].CopyTo(state);
                wholeShown[s - 1][b].CopyTo(before, 0);
                var at = slopes[s][b];
                var input = inputs.Slice((b * unroll.Steps + s - 1) * unroll.Inputs, unroll.Inputs);
                var (v, besides, whole, seen) = (local[s][b], shown[s][b], wholeCarrier[s][b], wholeShown[s][b]);
                for (var q = 0; q < Hidden; q++)
                    whole[q] = at.Kept[q] * wholeCarrier[s - 1][b][q];
                for (var p = 0; p < Preactivations; p++)
                {
                    Direct(p, along[p], state, input, change);
                    passed.AsSpan().Clear();
                    weights[p]?.Multiply(before, passed);
                    for (var q = 0; q < Hidden; q++)
                    {
                        v[q] += at.Slopes[p][q] * change[q];
                        besides[q] += at.Shown[p][q] * change[q];
                        whole[q] += at.Slopes[p][q] * (change[q] + passed[q]);
                        seen[q] += at.Shown[p][q] * (change[q] + passed[q]);
                    }
                }
                for (var q = 0; q < Hidden; q++)
                    seen[q] += at.Exposure[q] * whole[q];
            }
        }
    }

    private int PaddedWidth => new PaddedMatrix<double>(1, Hidden).Width;

    /// <summary>The change of a pre-activation by that of its own weights.</summary>
    private void Direct(int p, PaddedMatrix<double>? recurrent, double[] state, ReadOnlySpan<double> input, double[] change)
    {
        change.AsSpan().Clear();
        recurrent?.Multiply(state, change);
        var names = network.Cell.Preactivations[p];
        var from = Of(direction, names.Input);
        var bias = Of(direction, names.Bias);
        for (var q = 0; q < Hidden; q++)
        {
            var row = names.Shared ? 0 : q;
            for (var n = 0; n < from.Length / (names.Shared ? 1 : Hidden); n++)
                change[q] += from[row * unroll.Inputs + n] * input[n];
            if (!bias.IsEmpty)
                change[q] += bias[row];
        }
    }

    private static ReadOnlySpan<double> Of(Network<double> network, string? name) => name is null ? [] : network[name];

    /// <summary>The recurrent weights of every pre-activation, [H, H]: the same row for all units where they share it.</summary>
    private static PaddedMatrix<double>?[] Recurrent(Network<double> network) => [.. network.Cell.Preactivations.Select(p =>
    {
        if (p.Recurrent is null)
            return null;
        var matrix = new PaddedMatrix<double>(network.Hidden, network.Hidden);
        for (var q = 0; q < network.Hidden; q++)
            network[p.Recurrent].Slice((p.Shared ? 0 : q) * network.Hidden, network.Hidden).CopyTo(matrix.Row(q));
        return matrix;
    })];

    /// <summary>Zeros, [T + 1][B][H]; steps are numbered as states.</summary>
    private double[][][] Vectors() => [.. Enumerable.Range(0, unroll.Steps + 1).Select(_ => PerSequence(_ => new double[Hidden]))];

    private TItem[] PerSequence<TItem>(Func<int, TItem> item) => [.. Enumerable.Range(0, unroll.Batch).Select(item)];
}
