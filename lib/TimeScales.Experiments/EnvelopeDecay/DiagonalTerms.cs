namespace TimeScales.Experiments.EnvelopeDecay;

/// <summary>What the diagonal of a product is made of: what is carried, one detour by each recurrent weight matrix, more detours;
/// and products that the follow-up's formula has besides.</summary>
/// <remarks>
/// <para>By expansion J_j = Λ_j + Σ_p R_p,j over the pre-activations p. Every term of the exact diagonal that is not Π λ has a
/// factor slope·W_p for each detour, so none is a product of reset gates alone; that of a GRU without recurrent weights is Π λ,
/// whatever its resets are.</para>
/// <para>Shares are Σ of a term over units, steps and sequences over Σ of the exact diagonal. Those of the expansion add up to 1.
/// Coefficients are those of least squares of the exact diagonal on carried, one detour and, of a GRU, the two products with
/// resets: 1 for what is in it and 0 for what is not.</para>
/// </remarks>
/// <param name="Name">The term's name.</param>
/// <param name="Shares">One per lag at which terms are told.</param>
/// <param name="Coefficients">The same; NaN for terms that are not in the regression.</param>
public sealed record DiagonalTerm(string Name, IReadOnlyList<double> Shares, IReadOnlyList<double> Coefficients);

/// <summary>Collects the terms of a cell while products are formed.</summary>
internal sealed class DiagonalTerms
{
    /// <summary>The lags at which terms are told.</summary>
    public static readonly int[] Lags = [1, 2, 4, 8, 16, 64];

    private readonly Unroll<double> unroll;
    private readonly string[] paths;
    private readonly UnitSlopes[][] slopes;
    private readonly double[][] ownWeights;
    private readonly List<(double Exact, double Carried, double[] Paths, double Resets, double CarriedResets)>[] samples;

    /// <summary>For a forward pass of a GRU or an LSTM.</summary>
    public DiagonalTerms(Network<double> network, Unroll<double> unroll)
    {
        this.unroll = unroll;
        paths = PathsOf(network.Cell.Name);
        slopes = [.. Enumerable.Range(0, unroll.Batch)
            .Select(b => Enumerable.Range(1, unroll.Steps).Select(t => unroll.Slopes(b, t)).Prepend(null!).ToArray())];
        ownWeights = [.. network.Cell.Preactivations.Select(p => p.Recurrent is not { } name ? new double[unroll.Hidden]
            : Enumerable.Range(0, unroll.Hidden).Select(unit => network[name][unit * unroll.Hidden + unit]).ToArray())];
        samples = [.. Lags.Select(_ => new List<(double, double, double[], double, double)>())];
    }

    /// <summary>The terms of a cell: none where it is not asked for them.</summary>
    public static IReadOnlyList<string> NamesOf(string cell) => PathsOf(cell) is not { Length: > 0 } paths ? []
        : ["carried", "oneDetour", .. paths.Where(path => path.Length > 0), "moreDetours",
            .. cell == "gru" ? new[] { "resets", "carriedResets" } : []];

    /// <summary>The recurrent matrices by which a detour can go, in the order of the cell's pre-activations;
    /// empty where one has none.</summary>
    private static string[] PathsOf(string cell) => cell switch
    {
        "gru" => ["", "byUpdateGate", "byResetGate", "byCandidate"],
        "lstm" => ["byCandidate", "byInputGate", "byForgetGate", "byOutputGate"],
        _ => [],
    };

    /// <summary>Takes one diagonal element.</summary>
    public void Visit(int b, int t, int lag, int unit, double[] μ)
    {
        if (Array.IndexOf(Lags, lag) is not (>= 0 and var place))
            return;
        double Exposure(int step) => unroll.Cell.HasMemory ? slopes[b][step].Exposure[unit] : 1;
        var (carried, resets, last) = (1.0, 1.0, slopes[b][t]);
        var detours = new double[paths.Length];
        for (var j = t; j > t - lag; j--)
        {
            var step = slopes[b][j];
            for (var p = 0; p < detours.Length; p++)
                detours[p] += step.Slopes[p][unit] * ownWeights[p][unit] * Exposure(j - 1) / step.Kept[unit];
            carried *= step.Kept[unit];
            resets *= unroll.Cell.HasMemory ? 0 : step.Slopes[3][unit] / step.Slopes[0][unit];
        }
        for (var p = 0; p < detours.Length; p++)
        {
            var shown = unroll.Cell.HasMemory ? last.Shown[p][unit] * ownWeights[p][unit] * Exposure(t - 1) / last.Kept[unit] : 0;
            detours[p] = (Exposure(t) * detours[p] + shown) * carried;
        }
        samples[place].Add((μ[(int)EnvelopeOrder.Exact], Exposure(t) * carried, detours, resets, carried * resets));
    }

    /// <summary>The terms of all that was visited.</summary>
    public IReadOnlyList<DiagonalTerm> Terms()
    {
        var hasResets = !unroll.Cell.HasMemory;
        var regressions = Array.ConvertAll(samples, lag => lag.Count == 0 ? [] : Regression(
            [.. lag.Select(s => hasResets ? new[] { s.Carried, s.Paths.Sum(), s.Resets, s.CarriedResets }
                : [s.Carried, s.Paths.Sum()])], [.. lag.Select(s => s.Exact)]));
        DiagonalTerm Term(string name, int column,
            Func<(double Exact, double Carried, double[] Paths, double Resets, double CarriedResets), double> of) => new(
            name, [.. samples.Select(lag => lag.Count == 0 ? double.NaN : lag.Sum(of) / lag.Sum(s => s.Exact))],
            [.. regressions.Select(coefficients => column >= 0 && column < coefficients.Length ? coefficients[column]
                : double.NaN)]);
        return
        [
            Term("carried", 0, s => s.Carried),
            Term("oneDetour", 1, s => s.Paths.Sum()),
            .. paths.Index().Where(path => path.Item.Length > 0).Select(path => Term(path.Item, -1, s => s.Paths[path.Index])),
            Term("moreDetours", -1, s => s.Exact - s.Carried - s.Paths.Sum()),
            .. hasResets ? new[] { Term("resets", 2, s => s.Resets), Term("carriedResets", 3, s => s.CarriedResets) } : [],
        ];
    }

    /// <summary>Coefficients of least squares, columns orthogonalised one after another.</summary>
    internal static double[] Regression(double[][] rows, double[] y)
    {
        var (n, count) = (rows.Length, rows[0].Length);
        double[][] q = [.. Enumerable.Range(0, count).Select(c => rows.Select(row => row[c]).ToArray())];
        var (upper, coefficients) = (new double[count, count], new double[count]);
        for (var c = 0; c < count; c++)
        {
            for (var pass = 0; pass < 2; pass++)
            {
                for (var d = 0; d < c; d++)
                {
                    var along = Dot(q[d], q[c]);
                    upper[d, c] += along;
                    for (var i = 0; i < n; i++)
                        q[c][i] -= along * q[d][i];
                }
            }
            upper[c, c] = Math.Sqrt(Dot(q[c], q[c]));
            for (var i = 0; i < n; i++)
                q[c][i] /= upper[c, c];
        }
        for (var c = count - 1; c >= 0; c--)
            coefficients[c] = (Dot(q[c], y) - Enumerable.Range(c + 1, count - c - 1)
                .Sum(d => upper[c, d] * coefficients[d])) / upper[c, c];
        return coefficients;
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
