using TimeScales.Kernels;

namespace TimeScales.Experiments.Windows;

/// <summary>What carries the error of a step to a change of the weights some lags before: ψ_t(ℓ) = e_t
/// g_t(ℓ), e_t = ŷ_t − y_t.</summary>
/// <remarks>
/// <para><b>Source.</b> The matched statistic of arXiv:2512.05790, ψ_t(ℓ) = Σ_q μ_q δ_q v_q with δ = ∂(e²/2)/∂h_t =
/// e_t W_oᵀ, so that e_t is a factor of its own. v_s = (∂x_s/∂θ)_local w is what a change of the weights along w does
/// to x_s at fixed x_{s−1}.</para>
/// <para>Exact: g_t(ℓ) = W_o M(t, t − ℓ) v_{t−ℓ}, by λ_{k−1} = J_kᵀ λ_k from λ_t = W_oᵀ, O(H²) per step. As ∂x_t/∂θ w
/// = Σ_ℓ M(t, t − ℓ) v_{t−ℓ}, the sum of ψ_t over all lags from 0 to t − 1 is the derivative of e_t²/2 along w (but
/// for W_o's own part of w).</para>
/// <para>By envelopes: g_t(ℓ) = Σ_q W_o,q μ_q(t, t − ℓ) v_q, μ to zeroth or first order in what is not carried (see
/// <see cref="Envelopes"/>); with memory μ takes c to h, and v is that of c.</para>
/// <para>The author's program differs in three places: v is the whole derivative ∂x_s/∂θ w and not the local one, so that with
/// exact products ψ(ℓ) would be the sum over all lags from ℓ on; a GRU's μ has Π r and Π z r besides; an LSTM's μ, from c to h,
/// meets v of h, and the output gate's own term is left out.</para>
/// </remarks>
internal sealed class MatchedKernels
{
    /// <summary>What a kernel can be made of.</summary>
    public static readonly string[] Kinds = ["exact", "first", "zeroth", "program"];

    private readonly Network<double> network;
    private readonly Network<double> direction;
    private readonly Unroll<double> unroll;
    private readonly PaddedMatrix<double>?[] weights;
    private readonly double[]?[] ownWeights;
    private readonly double[] readOut;
    private readonly UnitSlopes[][] slopes;

    // [step][sequence][unit]: v of the carrier; of what is shown at a fixed carrier; of the carrier
    // and of h by the whole derivative.
    private readonly double[][][] local;
    private readonly double[][][] shown;
    private readonly double[][][] wholeCarrier;
    private readonly double[][][] wholeShown;

    private MatchedKernels(Network<double> network, Network<double> direction, Unroll<double> unroll, ReadOnlySpan<double> inputs)
    {
        (this.network, this.direction, this.unroll) = (network, direction, unroll);
        weights = Recurrent(network);
        ownWeights = Array.ConvertAll(weights, w => w is null ? null : Enumerable.Range(0, Hidden).Select(q => w[q, q])
            .ToArray());
        readOut = network["Wo"].ToArray();
        slopes = [[], .. Enumerable.Range(1, unroll.Steps).Select(t => PerSequence(b => unroll.Slopes(b, t)))];
        (local, shown, wholeCarrier, wholeShown) = (Vectors(), Vectors(), Vectors(), Vectors());
        Differentiate(inputs);
    }

    private int Hidden => unroll.Hidden;

    private int Preactivations => network.Cell.Preactivations.Count;

    /// <summary>g of all kinds, and the envelopes of the same products.</summary>
    /// <param name="network">The network.</param>
    /// <param name="direction">w, as a network of the same shape.</param>
    /// <param name="unroll">The network's forward pass.</param>
    /// <param name="inputs">Its inputs u, [B, T, N].</param>
    /// <param name="ends">The t, each larger than the longest lag.</param>
    /// <param name="longest">The longest lag.</param>
    /// <param name="exactEnvelopes">Of how many sequences the exact envelope is taken: it needs H
    /// times the work of a kernel.</param>
    /// <returns>Values: [kind][B · ends][lag − 1], the ends of one sequence one after another; lags from 1 on. Envelopes: f = Σ_q
    /// |μ_q|, mean over sequences and ends, [exact, first, zeroth][lag − 1].</returns>
    public static (double[][][] Values, double[][] Envelopes) Of(
        Network<double> network, Network<double> direction, Unroll<double> unroll, ReadOnlySpan<double> inputs,
        IReadOnlyList<int> ends, int longest,
        int exactEnvelopes = 0)
    {
        var kernels = new MatchedKernels(network, direction, unroll, inputs);
        var values = Array.ConvertAll(Kinds, _ => Enumerable.Range(0, unroll.Batch * ends.Count).Select(_ => new double[longest])
            .ToArray());
        double[][] envelopes = [new double[longest], new double[longest], new double[longest]];
        for (var end = 0; end < ends.Count; end++)
        {
            double[][] Rows(int kind) => kernels.PerSequence(b => values[kind][b * ends.Count + end]);
            kernels.Exact(ends[end], longest, Rows(0));
            kernels.ByEnvelopes(ends[end], longest, Rows(1), Rows(2), Rows(3), envelopes);
            for (var b = 0; b < exactEnvelopes; b++)
                kernels.ExactEnvelope(b, ends[end], longest, envelopes[0]);
        }
        foreach (var (order, count) in new[] { exactEnvelopes, unroll.Batch, unroll.Batch }.Index())
            envelopes[order] = Array.ConvertAll(envelopes[order], sum => sum / (count * ends.Count));
        return (values, envelopes);
    }

    private void Exact(int end, int longest, double[][] to) =>
        Back(end, longest, PerSequence(b => (b, readOut)), (lag, s, b, λ, carrier) =>
        {
            var sum = 0.0;
            for (var q = 0; q < Hidden; q++)
                sum += carrier[q] * local[s][b][q] + λ[q] * shown[s][b][q];
            to[b][lag - 1] = sum;
        });

    /// <summary>Adds Σ_q |μ_q|: the adjoint of one unit, at that unit.</summary>
    private void ExactEnvelope(int sequence, int end, int longest, double[] to) =>
        Back(end, longest,
            [.. Enumerable.Range(0, Hidden)
            .Select(q => (sequence, (double[])[.. Enumerable.Range(0, Hidden).Select(i => i == q ? 1.0 : 0)]))],
            (lag, _, unit, _, carrier) => to[lag - 1] += Math.Abs(carrier[unit]));

    /// <summary>What is done with an adjoint.</summary>
    /// <param name="lag">How far it came.</param>
    /// <param name="step">Where it is.</param>
    /// <param name="row">Which one.</param>
    /// <param name="λ">That of h.</param>
    /// <param name="carrier">That of the carrier, with what goes through h: λ itself without memory.</param>
    private delegate void Visit(int lag, int step, int row, ReadOnlySpan<double> λ, double[] carrier);

    /// <summary>Takes adjoints of h_t back over all lags.</summary>
    private void Back(int end, int longest, (int Sequence, double[] λ)[] rows, Visit visit)
    {
        var hasMemory = unroll.Cell.HasMemory;
        var (λ, next, scaled) = (new PaddedMatrix<double>(rows.Length, Hidden), new PaddedMatrix<double>(rows.Length, Hidden),
            new PaddedMatrix<double>(rows.Length, Hidden));
        // kept: the adjoint of a memory from later memories.
        var (kept, carrier) = (Array.ConvertAll(rows, _ => new double[Hidden]), Array.ConvertAll(rows, _ => new double[Hidden]));
        for (var row = 0; row < rows.Length; row++)
            rows[row].λ.CopyTo(λ.Row(row));
        for (var (lag, s) = (0, end); ; lag++, s--)
        {
            var at = slopes[s];
            for (var row = 0; row < rows.Length; row++)
            {
                var from = λ.Row(row);
                var exposure = at[rows[row].Sequence].Exposure;
                for (var q = 0; q < Hidden; q++)
                    carrier[row][q] = kept[row][q] + exposure[q] * from[q];
                if (lag > 0)
                    visit(lag, s, row, from, carrier[row]);
            }
            if (lag == longest)
                return;
            next.Clear();
            for (var p = 0; p < Preactivations; p++)
            {
                if (weights[p] is not { } matrix)
                    continue;
                for (var row = 0; row < rows.Length; row++)
                {
                    var from = λ.Row(row);
                    var target = scaled.Row(row);
                    var (through, beside) = (at[rows[row].Sequence].Slopes[p], at[rows[row].Sequence].Shown[p]);
                    for (var q = 0; q < Hidden; q++)
                        target[q] = through[q] * carrier[row][q] + beside[q] * from[q];
                }
                PaddedMatrix<double>.Multiply(scaled, matrix, next, accumulate: true);
            }
            for (var row = 0; row < rows.Length; row++)
            {
                // Without memory the state is the carrier, and what is kept comes back to it.
                var keeps = at[rows[row].Sequence].Kept;
                var target = next.Row(row);
                for (var q = 0; q < Hidden; q++)
                {
                    kept[row][q] = hasMemory ? keeps[q] * carrier[row][q] : 0;
                    target[q] += hasMemory ? 0 : keeps[q] * carrier[row][q];
                }
            }
            (λ, next) = (next, λ);
        }
    }

    private void ByEnvelopes(int end, int longest, double[][] first, double[][] zeroth, double[][] program, double[][] envelopes)
    {
        var (hasMemory, isGru) = (unroll.Cell.HasMemory, unroll.Cell is GruCell);
        var (detour, last) = (new double[Hidden], new double[Hidden]);
        // Products over j = s + 1 … t of what is carried, the same without the last step, with one detour; of r and z r of a GRU.
        double[] kept = new double[Hidden], keptBefore = new double[Hidden], detoured = new double[Hidden];
        double[] resets = new double[Hidden], keptResets = new double[Hidden];
        for (var b = 0; b < unroll.Batch; b++)
        {
            var at = slopes[end][b];
            last.AsSpan().Clear();
            if (hasMemory)
                Own(at.Shown, slopes[end - 1][b].Exposure, last);
            detoured.AsSpan().Clear();
            foreach (var product in new[] { kept, keptBefore, resets, keptResets })
                Array.Fill(product, 1);
            for (var (lag, s) = (1, end - 1); lag <= longest; lag++, s--)
            {
                var (step, v, whole) = (slopes[s + 1][b], local[s][b], wholeShown[s][b]);
                Own(step.Slopes, hasMemory ? slopes[s][b].Exposure : null, detour);
                var (zerothSum, firstSum, programSum, zerothRates, firstRates) = (0.0, 0.0, 0.0, 0.0, 0.0);
                for (var q = 0; q < Hidden; q++)
                {
                    var keep = step.Kept[q];
                    detoured[q] = detoured[q] * keep + kept[q] * detour[q];
                    kept[q] *= keep;
                    keptBefore[q] *= lag == 1 ? 1 : keep;
                    var (zerothRate, μ) = (at.Exposure[q] * kept[q], at.Exposure[q] * (kept[q] + detoured[q]));
                    var firstRate = μ + last[q] * keptBefore[q];
                    if (isGru)
                    {
                        var reset = step.Slopes[3][q] / step.Slopes[0][q];
                        μ += (resets[q] *= reset) + (keptResets[q] *= reset * keep);
                    }
                    zerothSum += readOut[q] * zerothRate * v[q];
                    firstSum += readOut[q] * firstRate * v[q];
                    programSum += readOut[q] * μ * whole[q];
                    zerothRates += Math.Abs(zerothRate);
                    firstRates += Math.Abs(firstRate);
                }
                (zeroth[b][lag - 1], first[b][lag - 1], program[b][lag - 1]) = (zerothSum, firstSum, programSum);
                envelopes[1][lag - 1] += firstRates;
                envelopes[2][lag - 1] += zerothRates;
            }
        }
    }

    /// <summary>Σ_p slope_p (W_p)_qq of every unit, times what is given per unit.</summary>
    private void Own(double[][] slope, double[]? times, double[] to)
    {
        to.AsSpan().Clear();
        for (var p = 0; p < Preactivations; p++)
        {
            if (ownWeights[p] is not { } own)
                continue;
            for (var q = 0; q < Hidden; q++)
                to[q] += slope[p][q] * own[q] * (times is null ? 1 : times[q]);
        }
    }

    /// <summary>The derivatives of all steps along w, local and whole.</summary>
    private void Differentiate(ReadOnlySpan<double> inputs)
    {
        PaddedMatrix<double> Rows(int columns) => new(unroll.Batch, columns);
        var (direct, passed, states, before, input) = (Rows(Hidden), Rows(Hidden), Rows(Hidden), Rows(Hidden),
            Rows(unroll.Inputs));
        var transposed = Array.ConvertAll(weights, Transposed);
        var along = Array.ConvertAll(Recurrent(direction), Transposed);
        var alongInputs = Array.ConvertAll(Inputs(direction), Transposed);
        for (var s = 1; s <= unroll.Steps; s++)
        {
            for (var b = 0; b < unroll.Batch; b++)
            {
                unroll.State(b, s - 1)[..Hidden].CopyTo(states.Row(b));
                wholeShown[s - 1][b].CopyTo(before.Row(b));
                inputs.Slice((b * unroll.Steps + s - 1) * unroll.Inputs, unroll.Inputs).CopyTo(input.Row(b));
                for (var q = 0; q < Hidden; q++)
                    wholeCarrier[s][b][q] = slopes[s][b].Kept[q] * wholeCarrier[s - 1][b][q];
            }
            for (var p = 0; p < Preactivations; p++)
            {
                direct.Clear();
                passed.Clear();
                if (along[p] is { } recurrent)
                    PaddedMatrix<double>.Multiply(states, recurrent, direct);
                if (alongInputs[p] is { } fromInputs)
                    PaddedMatrix<double>.Multiply(input, fromInputs, direct, accumulate: true);
                if (transposed[p] is { } onwards)
                    PaddedMatrix<double>.Multiply(before, onwards, passed);
                var bias = network.Cell.Preactivations[p].Bias is { } name ? direction[name].ToArray() : null;
                for (var b = 0; b < unroll.Batch; b++)
                {
                    var (slope, beside) = (slopes[s][b].Slopes[p], slopes[s][b].Shown[p]);
                    for (var q = 0; q < Hidden; q++)
                    {
                        var change = direct[b, q] + (bias is null ? 0 : bias[bias.Length == 1 ? 0 : q]);
                        local[s][b][q] += slope[q] * change;
                        shown[s][b][q] += beside[q] * change;
                        wholeCarrier[s][b][q] += slope[q] * (change + passed[b, q]);
                        wholeShown[s][b][q] += beside[q] * (change + passed[b, q]);
                    }
                }
            }
            for (var b = 0; b < unroll.Batch; b++)
            {
                for (var q = 0; q < Hidden; q++)
                    wholeShown[s][b][q] += slopes[s][b].Exposure[q] * wholeCarrier[s][b][q];
            }
        }
    }

    private static PaddedMatrix<double>?[] Recurrent(Network<double> network) =>
        PerUnit(network, p => p.Recurrent, network.Hidden);

    private static PaddedMatrix<double>?[] Inputs(Network<double> network) => PerUnit(network, p => p.Input, network.Inputs);

    /// <summary>The weights of every pre-activation, a row per unit: the same for all where they share it.</summary>
    private static PaddedMatrix<double>?[] PerUnit(Network<double> network, Func<Preactivation, string?> name, int columns) =>
        [.. network.Cell.Preactivations.Select(p => name(p) is not { } weight ? null : PaddedMatrix<double>.OfRows(
            [.. Enumerable.Range(0, network.Hidden)
                .Select(q => network[weight].Slice((p.Shared ? 0 : q) * columns, columns).ToArray())]))];

    private static PaddedMatrix<double>? Transposed(PaddedMatrix<double>? matrix)
    {
        if (matrix is null)
            return null;
        var transposed = new PaddedMatrix<double>(matrix.Columns, matrix.Rows);
        for (var i = 0; i < matrix.Rows; i++)
        {
            for (var j = 0; j < matrix.Columns; j++)
                transposed[j, i] = matrix[i, j];
        }
        return transposed;
    }

    /// <summary>Zeros, [T + 1][B][H]; steps are numbered as states.</summary>
    private double[][][] Vectors() =>
        [.. Enumerable.Range(0, unroll.Steps + 1).Select(_ => PerSequence(_ => new double[Hidden]))];

    private TItem[] PerSequence<TItem>(Func<int, TItem> item) => [.. Enumerable.Range(0, unroll.Batch).Select(item)];
}
