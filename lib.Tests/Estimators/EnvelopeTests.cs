using TimeScales.Tests.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Estimators;

/// <summary>Envelopes against whole matrix products, where the library runs along single units.</summary>
internal sealed class EnvelopeTests
{
    private const int Steps = 7, Batch = 2;
    private static readonly int[] Lags = [1, 2, 3, 4, 5, 6];

    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void The_orders_are_the_diagonal_of_the_expanded_product_and_the_exact_one_that_of_the_product(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, Batch, Steps);
        var (zeroth, first, exact) = Envelopes.Measure(p.Unroll(), Lags);

        double[] zerothSum = new double[Steps], firstSum = new double[Steps], exactSum = new double[Steps];
        for (var b = 0; b < Batch; b++)
        {
            var split = Enumerable.Range(0, Steps + 1).Select(t => t == 0 ? default : Split(p, b, t)).ToArray();
            for (var k = 1; k < Steps; k++)
            {
                // The columns along which c_k, or x_k itself, is moved.
                var start = Start(p, b, k);
                var (carried, detoured, whole) = (start, new double[p.StateSize, hidden], start);
                for (var t = k + 1; t <= Steps; t++)
                {
                    detoured = Sum(Numerical.Product(split[t].Carried, detoured), Numerical.Product(split[t].Detour, carried));
                    carried = Numerical.Product(split[t].Carried, carried);
                    whole = Numerical.Product(Derivatives.StateByComplexStep(p, b, t - 1, t), whole);
                    for (var q = 0; q < hidden; q++)
                    {
                        zerothSum[t - k] += Math.Abs(carried[q, q]) / (Batch * (Steps - (t - k)));
                        firstSum[t - k] += Math.Abs(carried[q, q] + detoured[q, q]) / (Batch * (Steps - (t - k)));
                        exactSum[t - k] += Math.Abs(whole[q, q]) / (Batch * (Steps - (t - k)));
                    }
                }
            }
        }
        // With f(0) = H in front: what the gates of a plain cell carry is an exact zero here and rounding in the oracle.
        double[] FromLagZero(IEnumerable<double> values) => [hidden, .. values];
        Assert.That(Numerical.Distance(FromLagZero(zeroth.Values), FromLagZero(zerothSum[1..])), Is.LessThan(Numerical.ManySteps), "zeroth order");
        Assert.That(Numerical.Distance(FromLagZero(first.Values), FromLagZero(firstSum[1..])), Is.LessThan(Numerical.ManySteps), "first order");
        Assert.That(Numerical.Distance(exact.Values, exactSum[1..]), Is.LessThan(Numerical.ManySteps), "exact");
    }

    /// <summary>μ = (1 − α)^ℓ of every unit, to any order, so f(ℓ) = H (1 − α)^ℓ and τ = −1/ln(1 − α).</summary>
    [Test]
    public void Without_recurrent_weights_a_leaky_unit_has_the_time_constant_of_its_leak()
    {
        var p = new Problem(new LeakyCell(0.3), hidden: 5, inputs: 2, batch: 1, steps: 12, reference: new ReferenceLeaky(0.3));
        p.Network["Wr"].Clear();

        var (zeroth, first, exact) = Envelopes.Measure(p.Unroll(), [1, 4, 11]);

        foreach (var envelope in new[] { zeroth, first, exact })
        {
            Assert.That(envelope.Values, Is.EqualTo(new[] { 5 * 0.7, 5 * Math.Pow(0.7, 4), 5 * Math.Pow(0.7, 11) }).Within(1e-13));
            Assert.That(envelope.TimeConstants, Has.Count.EqualTo(5).And.All.EqualTo(-1 / Math.Log(0.7)).Within(1e-11));
        }
    }

    [Test]
    public void A_unit_that_keeps_everything_has_no_finite_time_constant_and_one_that_keeps_nothing_has_none()
    {
        // e^800 overflows: the gate is an exact zero and the state stays.
        var kept = new Problem(new MultiGateCell(hasGateBias: true), hidden: 3, inputs: 2, batch: 1, Steps);
        kept.Network["Wrg"].Clear();
        kept.Network["Wig"].Clear();
        kept.Network["bg"].Fill(-800);
        var lost = new Problem(Cell.ByName("plain"), hidden: 3, inputs: 2, batch: 1, Steps);

        Assert.That(Envelopes.Measure(kept.Unroll(), Lags).Exact.TimeConstants, Has.All.EqualTo(double.PositiveInfinity));
        Assert.That(Envelopes.Measure(kept.Unroll(), Lags).Exact.Values, Has.All.EqualTo(3));
        Assert.That(Envelopes.Measure(lost.Unroll(), Lags).Zeroth.TimeConstants, Has.All.NaN);
    }

    /// <summary>J_t = Λ_t + R_t. R_t goes through the recurrent weights: a = W x, so (∂x_t/∂a_i) W_ij = (∂x_t/∂W_ij) W_ij/x_j.</summary>
    private static (double[,] Carried, double[,] Detour) Split(Problem p, int sequence, int t)
    {
        var before = p.States(sequence)[t - 1];
        var tape = new Tape();
        var weights = tape.Variables(p.Network.Weights);
        var end = p.Reference.Step(p.Rows(weights), Array.ConvertAll(before, Taped.Of), Array.ConvertAll(p.Sequence(sequence)[t - 1], Taped.Of));
        var rest = new double[p.StateSize, p.StateSize];
        var recurrent = p.Network.Cell.Preactivations.Where(a => a.Recurrent is not null).Select(a => p.Network.Block(a.Recurrent!)).ToArray();
        for (var i = 0; i < p.StateSize; i++)
        {
            var derivatives = tape.DerivativesOf(end[i]);
            foreach (var block in recurrent)
            {
                for (var w = 0; w < block.Length; w++)
                    rest[i, w % block.Columns] += derivatives[weights[block.Offset + w].Node] * p.Network.Weights[block.Offset + w] / before[w % block.Columns];
            }
        }
        return (Sum(Derivatives.StateByTape(p, sequence, t - 1, t), rest, -1), rest);
    }

    /// <summary>Unit columns, or with memory dh_k/dc_k above them: h_k = o tanh(c_k) with o held.</summary>
    private static double[,] Start(Problem p, int sequence, int k)
    {
        var start = new double[p.StateSize, p.Hidden];
        for (var q = 0; q < p.Hidden; q++)
        {
            if (p.Network.Cell.HasMemory)
            {
                var state = p.States(sequence)[k];
                var (h, c) = (state[q], state[p.Hidden + q]);
                start[q, q] = h / Math.Tanh(c) / Math.Pow(Math.Cosh(c), 2);
                start[p.Hidden + q, q] = 1;
            }
            else
                start[q, q] = 1;
        }
        return start;
    }

    private static double[,] Sum(double[,] a, double[,] b, double scale = 1)
    {
        var sum = (double[,])a.Clone();
        for (var i = 0; i < a.GetLength(0); i++)
            for (var j = 0; j < a.GetLength(1); j++)
                sum[i, j] += scale * b[i, j];
        return sum;
    }
}
