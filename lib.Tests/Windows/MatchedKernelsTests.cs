using NUnit.Framework;
using TimeScales.Experiments.Windows;
using TimeScales.Tests.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Windows;

/// <summary>Kernels of the matched statistic against complex steps and whole matrix products of the reference cells.</summary>
internal sealed class MatchedKernelsTests
{
    private const int Steps = 8, Batch = 2, Longest = 6;
    private static readonly int[] Ends = [7, 8];

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void The_exact_kernel_is_the_read_out_of_the_product_times_the_local_derivative(Cell cell, int hidden, int inputs)
    {
        var (p, direction, kernels) = Setting(cell, hidden, inputs);

        Each((b, end, lag, row) =>
        {
            var s = Ends[end] - lag;
            var arrived = Applied(Derivatives.StateByComplexStep(p, b, s, Ends[end]), Local(p, direction, b, s));
            return (kernels[0][row][lag - 1], ReadOut(p, arrived));
        }, Numerical.ManySteps);
    }

    /// <summary>Of ψ over all lags: the exact kernels of lags 0 … t − 1 sum to the derivative of W_o h_t, here a central difference.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void The_sum_over_all_lags_is_the_difference_of_the_states_along_the_direction(Cell cell)
    {
        const int hidden = 5;
        var (p, direction, _) = Setting(cell, hidden, inputs: 3);
        const int end = Steps;
        var kernels = MatchedKernels.Of(p.Network, Along(p, direction), p.Unroll(), p.Inputs, [end], end - 1, 1).Values[0];
        const double step = 1e-6;

        for (var b = 0; b < Batch; b++)
        {
            double Output(double by) => ReadOut(p, p.Reference.Run(
                p.Rows([.. p.Network.Weights.Select((w, i) => Real.Of(w + by * direction[i]))]),
                Array.ConvertAll(p.InitialState(b), Real.Of), p.Sequence(b))[end].Select(x => x.Value).ToArray());
            var atOnce = ReadOut(p, Local(p, direction, b, end));

            Assert.That(atOnce + kernels[b].Sum(), Is.EqualTo((Output(step) - Output(-step)) / (2 * step)).Within(1e-9));
        }
    }

    /// <summary>μ_q from whole products of what is carried and of one detour, as the envelopes' own test has them.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void The_kernels_by_envelopes_are_sums_over_units_of_the_diagonals(Cell cell, int hidden, int inputs)
    {
        var (p, direction, kernels) = Setting(cell, hidden, inputs);
        var unroll = p.Unroll();

        foreach (var (kind, order) in new[] { (1, 1), (2, 0) })
        {
            Each((b, end, lag, row) =>
            {
                var (t, s) = (Ends[end], Ends[end] - lag);
                var v = Local(p, direction, b, s)[^hidden..];
                var readOut = p.Network["Wo"];
                var sum = 0.0;
                for (var q = 0; q < hidden; q++)
                    sum += readOut[q] * Rate(unroll, b, t, s, q, order) * v[q];
                return (kernels[kind][row][lag - 1], sum);
            }, Numerical.ManySteps);
        }
    }

    /// <summary>The whole derivative ∂h_s/∂θ w by a complex step, with what the author's program multiplies it by, written out.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void The_programs_kernel_has_the_whole_derivative_and_its_own_rates(Cell cell)
    {
        const int hidden = 5;
        var (p, direction, kernels) = Setting(cell, hidden, inputs: 3);
        var unroll = p.Unroll();

        Each((b, end, lag, row) =>
        {
            var (t, s) = (Ends[end], Ends[end] - lag);
            var whole = Whole(p, direction, b, s);
            var readOut = p.Network["Wo"];
            var sum = 0.0;
            for (var q = 0; q < hidden; q++)
            {
                var rate = Rate(unroll, b, t, s, q, order: 1, withLast: false);
                if (cell is GruCell)
                {
                    var (resets, both) = (1.0, 1.0);
                    for (var j = s + 1; j <= t; j++)
                    {
                        var gates = p.Reference.Gates(p.Weights(Real.Of), Array.ConvertAll(p.States(b)[j - 1], Real.Of), Array.ConvertAll(p.Sequence(b)[j - 1], Real.Of));
                        resets *= gates[1][q].Value;
                        both *= gates[1][q].Value * gates[0][q].Value;
                    }
                    rate += resets + both;
                }
                sum += readOut[q] * rate * whole[q];
            }
            return (kernels[3][row][lag - 1], sum);
        }, Numerical.ManySteps);
    }

    /// <summary>With exact products the whole derivative would sum up every longer lag.</summary>
    [Test]
    public void With_exact_products_the_whole_derivative_is_the_sum_over_longer_lags()
    {
        var (p, direction, _) = Setting(Cell.Lstm, 4, 2);
        var kernels = MatchedKernels.Of(p.Network, Along(p, direction), p.Unroll(), p.Inputs, [Steps], Steps - 1, 1).Values[0];

        for (var lag = 1; lag < Steps; lag++)
        {
            var whole = Applied(Derivatives.StateByComplexStep(p, 0, Steps - lag, Steps), Whole(p, direction, 0, Steps - lag));
            Assert.That(ReadOut(p, whole), Is.EqualTo(kernels[0][(lag - 1)..].Sum()).Within(1e-12));
        }
    }

    /// <summary>Of two ends, so that the library's own envelopes, which take all pairs, cannot be asked: sums of the diagonals by definition.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void Envelopes_are_sums_of_the_moduli_of_the_diagonals(Cell cell)
    {
        const int hidden = 5;
        var p = new Problem(cell, hidden, 3, Batch, Steps);
        var unroll = p.Unroll();
        var found = MatchedKernels.Of(p.Network, Along(p, new double[p.Network.Weights.Length]), unroll, p.Inputs, Ends, Longest, Batch).Envelopes;

        for (var lag = 1; lag <= Longest; lag++)
        {
            var sums = new double[3];
            foreach (var (b, t) in from b in Enumerable.Range(0, Batch) from t in Ends select (b, t))
            {
                var product = Derivatives.StateByComplexStep(p, b, t - lag, t);
                for (var q = 0; q < hidden; q++)
                {
                    sums[0] += Math.Abs(!cell.HasMemory ? product[q, q] : product[q, q] * unroll.Slopes(b, t - lag).Exposure[q] + product[q, hidden + q]);
                    sums[1] += Math.Abs(Rate(unroll, b, t, t - lag, q, order: 1));
                    sums[2] += Math.Abs(Rate(unroll, b, t, t - lag, q, order: 0));
                }
            }
            Assert.That(Numerical.Distance([1, .. found.Select(f => f[lag - 1])], [1, .. sums.Select(sum => sum / (Batch * Ends.Length))]), Is.LessThan(Numerical.ManySteps));
        }
    }

    private static (Problem Problem, double[] Direction, double[][][] Kernels) Setting(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, Batch, Steps);
        var direction = Numerical.Normals(new Random(12), p.Network.Weights.Length);
        return (p, direction, MatchedKernels.Of(p.Network, Along(p, direction), p.Unroll(), p.Inputs, Ends, Longest, Batch).Values);
    }

    private static Network<double> Along(Problem p, double[] direction)
    {
        var along = new Network<double>(p.Network.Cell, p.Hidden, p.Network.Inputs);
        direction.CopyTo(along.Weights, 0);
        return along;
    }

    private static void Each(Func<int, int, int, int, (double Actual, double Expected)> at, double tolerance)
    {
        var pairs = (from b in Enumerable.Range(0, Batch)
                     from end in Enumerable.Range(0, Ends.Length)
                     from lag in Enumerable.Range(1, Longest)
                     select at(b, end, lag, b * Ends.Length + end)).ToArray();
        Assert.That(Numerical.Distance([1, .. pairs.Select(x => x.Actual)], [1, .. pairs.Select(x => x.Expected)]), Is.LessThan(tolerance));
    }

    /// <summary>What a change of the weights at step s alone does to x_s.</summary>
    private static double[] Local(Problem p, double[] direction, int b, int s)
    {
        var weights = p.Rows([.. p.Network.Weights.Select((w, i) => Perturbed.Along(w, direction[i]))]);
        var state = p.Reference.Step(weights, Array.ConvertAll(p.States(b)[s - 1], Perturbed.Of), Array.ConvertAll(p.Sequence(b)[s - 1], Perturbed.Of));
        return Array.ConvertAll(state, x => x.Derivative);
    }

    /// <summary>What a change of the weights at all steps does to x_s.</summary>
    private static double[] Whole(Problem p, double[] direction, int b, int s)
    {
        var weights = p.Rows([.. p.Network.Weights.Select((w, i) => Perturbed.Along(w, direction[i]))]);
        return Array.ConvertAll(p.Reference.Run(weights, Array.ConvertAll(p.InitialState(b), Perturbed.Of), p.Sequence(b))[s], x => x.Derivative);
    }

    /// <summary>μ_q(t, s) by the definition, from the library's Jacobians, which have tests of their own.</summary>
    private static double Rate(Unroll<double> unroll, int b, int t, int s, int q, int order, bool withLast = true)
    {
        var hidden = unroll.Hidden;
        double Carry(int j) => unroll.Slopes(b, j).Kept[q];
        double Exposure(int j) => unroll.Slopes(b, j).Exposure[q];
        double Into(int j)
        {
            var jacobian = unroll.StateJacobian(b, j);
            return unroll.Cell.HasMemory ? jacobian[hidden + q, q] * Exposure(j - 1) : jacobian[q, q] - Carry(j);
        }
        double Product(int from, int to, int without = 0) =>
            Enumerable.Range(from, Math.Max(0, to - from + 1)).Where(j => j != without).Aggregate(1.0, (product, j) => product * Carry(j));

        var rate = Product(s + 1, t);
        if (order == 1)
            rate += Enumerable.Range(s + 1, t - s).Sum(j => Into(j) * Product(s + 1, t, without: j));
        if (!unroll.Cell.HasMemory)
            return rate;
        rate *= Exposure(t);
        if (order == 1 && withLast)
        {
            var last = unroll.StateJacobian(b, t);
            rate += (last[q, q] - Exposure(t) * last[hidden + q, q]) * Exposure(t - 1) * Product(s + 1, t - 1);
        }
        return rate;
    }

    private static double[] Applied(double[,] matrix, double[] vector) =>
        [.. Enumerable.Range(0, vector.Length).Select(i => Enumerable.Range(0, vector.Length).Sum(j => matrix[i, j] * vector[j]))];

    private static double ReadOut(Problem p, double[] state)
    {
        var sum = 0.0;
        for (var q = 0; q < p.Hidden; q++)
            sum += p.Network["Wo"][q] * state[q];
        return sum;
    }
}
