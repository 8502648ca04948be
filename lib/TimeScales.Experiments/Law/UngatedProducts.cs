using TimeScales.Kernels;

namespace TimeScales.Experiments.Law;

/// <summary>Products of Jacobians that share a trajectory with a network's own but not its gates, or not its weights.</summary>
/// <remarks>Without gates a step is D_t W_r: what the candidate's pre-activation does to a unit, divided by what the gate takes
/// of it, and nothing kept. With other weights gates, slopes and what is kept stay as they were and W_p is drawn anew, so what
/// the products then share with the network's own is due to gates and slopes, not to what the weights have become.</remarks>
internal static class UngatedProducts
{
    /// <summary>½ ln of the mean square gain of the products of D_t W_r, for all pairs.</summary>
    public static PairTable Ungated(Network<double> network, Unroll<double> unroll) =>
        SensitivityTable.Measure(unroll, UngatedStep(network, unroll), SensitivityTable.AppendOnTheRight, RootMeanSquareGain);

    /// <summary>ln ‖M(t,k)‖₂ with recurrent weights drawn anew, normal and of the same mean square, for all pairs.</summary>
    /// <param name="network">The network.</param>
    /// <param name="unroll">Its forward pass.</param>
    /// <param name="draw">Fills an array with N(0, 1).</param>
    public static PairTable Redrawn(Network<double> network, Unroll<double> unroll, Action<Span<double>> draw) =>
        SensitivityTable.Measure(
            unroll, RedrawnStep(network, unroll, draw), SensitivityTable.AppendOnTheRight,
                new ProductNorm<double>(unroll.StateSize).Of);

    /// <summary>D_t W_r in the place of J_t.</summary>
    public static JacobianAt<double> UngatedStep(Network<double> network, Unroll<double> unroll)
    {
        var (weights, slopes) = (Weights(network), Slopes(network, unroll));
        return (b, t, jacobian) => slopes(b, t).WriteJacobian(weights, unroll.Cell.HasMemory, jacobian);
    }

    /// <summary>The slopes of D_t W_r: how units would react without gates.</summary>
    public static Func<int, int, UnitSlopes> Slopes(Network<double> network, Unroll<double> unroll)
    {
        var candidate = Candidate(network.Cell);
        return (b, t) => Ungate(unroll.Slopes(b, t), candidate, unit => unroll.Gate(b, t, unit));
    }

    /// <summary>The same steps with recurrent weights drawn anew (see <see cref="Redrawn"/>) in the place of J_t.</summary>
    public static JacobianAt<double> RedrawnStep(Network<double> network, Unroll<double> unroll, Action<Span<double>> draw)
    {
        var squares = MeanFieldGrowth.RowSquares(network);
        var weights = Weights(network);
        for (var p = 0; p < weights.Length; p++)
        {
            if (weights[p] is not { } weight)
                continue;
            var row = new double[network.Hidden];
            for (var i = 0; i < weight.Rows; i++)
            {
                draw(row);
                for (var j = 0; j < row.Length; j++)
                    weight[i, j] = row[j] * Math.Sqrt(squares[p] / network.Hidden);
            }
        }
        return (b, t, jacobian) => unroll.Slopes(b, t).WriteJacobian(weights, unroll.Cell.HasMemory, jacobian);
    }

    /// <summary>½ ln of the mean square gain of M(t,k), for all pairs.</summary>
    public static PairTable MeanSquare(Unroll<double> unroll) =>
        SensitivityTable.Measure<double>(unroll, unroll.StateJacobian, SensitivityTable.AppendOnTheRight, RootMeanSquareGain);

    private static double RootMeanSquareGain(PaddedMatrix<double> product, int lag) =>
        product.FrobeniusNorm() / Math.Sqrt(product.Rows);

    /// <summary>The pre-activation of the candidate that sees the state: the one that is no gate.</summary>
    private static int Candidate(Cell cell) =>
        cell.Preactivations.Select((p, i) => (p, i)).First(x => !x.p.IsGate && x.p.Recurrent is not null).i;

    private static UnitSlopes Ungate(UnitSlopes slopes, int candidate, Func<int, double> gate)
    {
        var ungated = new UnitSlopes(slopes.Slopes.Length, slopes.Kept.Length);
        slopes.Exposure.CopyTo(ungated.Exposure, 0);
        for (var i = 0; i < slopes.Kept.Length; i++)
            ungated.Slopes[candidate][i] = slopes.Slopes[candidate][i] / gate(i);
        return ungated;
    }

    private static PaddedMatrix<double>?[] Weights(Network<double> network) =>
        [.. network.Cell.Preactivations.Select(p => Padded(network, p))];

    private static PaddedMatrix<double>? Padded(Network<double> network, Preactivation preactivation)
    {
        if (preactivation.Recurrent is not { } name)
            return null;
        var weight = new PaddedMatrix<double>(network.Block(name).Rows, network.Hidden);
        for (var i = 0; i < weight.Rows; i++)
            network[name].Slice(i * network.Hidden, network.Hidden).CopyTo(weight.Row(i));
        return weight;
    }
}
