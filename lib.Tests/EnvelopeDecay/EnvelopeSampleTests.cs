using TimeScales.Experiments.EnvelopeDecay;
using TimeScales.Tests.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.EnvelopeDecay;

/// <summary>Sampled envelopes against explicit products, and the terms of the diagonal where they are known.</summary>
internal sealed class EnvelopeSampleTests
{
    private const int Steps = 12, Longest = 6;
    private static readonly int[] Ends = [7, 10, 12];

    /// <summary>Every diagonal element, against products of Jacobians by complex steps through the reference cell, multiplied from the right.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void Exact_diagonals_are_those_of_explicit_products(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 2, Steps);
        var found = new Dictionary<(int, int, int, int), double>();
        EnvelopeSample.Of(p.Unroll(), Ends, Longest, (b, t, lag, unit, μ) => found[(b, t, lag, unit)] = μ[(int)EnvelopeOrder.Exact]);

        Assert.That(found, Has.Count.EqualTo(2 * Ends.Length * Longest * hidden));
        foreach (var b in new[] { 0, 1 })
        {
            foreach (var t in Ends)
            {
                for (var lag = 1; lag <= Longest; lag++)
                {
                    var k = t - lag;
                    var product = Derivatives.StateByComplexStep(p, b, k, t);
                    for (var q = 0; q < hidden; q++)
                    {
                        var expected = product[q, q];
                        if (cell.HasMemory)
                        {
                            // h_k = o tanh(c_k) follows c_k.
                            var (h, c) = (p.States(b)[k][q], p.States(b)[k][hidden + q]);
                            expected = product[q, q] * h / Math.Tanh(c) / Math.Pow(Math.Cosh(c), 2) + product[q, hidden + q];
                        }
                        Assert.That(found[(b, t, lag, q)], Is.EqualTo(expected).Within(1e-10), $"t = {t}, lag {lag}, unit {q}");
                    }
                }
            }
        }
    }

    /// <summary>Where every step but the first few is an end, sampled means are the library's over all pairs, whose own oracle is an expansion of whole matrices.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void Orders_and_time_constants_are_those_of_all_pairs(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 2, Steps);
        for (var lag = 1; lag <= 3; lag++)
        {
            var sample = EnvelopeSample.Of(p.Unroll(), [.. Enumerable.Range(lag + 1, Steps - lag)], lag);
            var (zeroth, first, exact) = TimeScales.Envelopes.Measure(p.Unroll(), [lag]);

            foreach (var (order, expected) in new[] { (EnvelopeOrder.Zeroth, zeroth), (EnvelopeOrder.First, first), (EnvelopeOrder.Exact, exact) })
                Assert.That(sample.Envelope(order)[lag - 1], Is.EqualTo(expected.Values[0]).Within(1e-10 * hidden), $"{order}, lag {lag}");
        }
    }

    /// <summary>A GRU without recurrent weights: its resets are what they are, and the diagonal is Π z.</summary>
    [Test]
    public void Products_of_resets_are_not_in_the_diagonal_of_a_gru()
    {
        var p = new Problem(new GruCell(), 5, 3, batch: 2, Steps);
        foreach (var name in new[] { "Wr", "Wrz", "Wrr" })
            p.Network[name].Clear();
        var unroll = p.Unroll();
        var terms = new DiagonalTerms(p.Network, unroll);
        var sample = EnvelopeSample.Of(unroll, Ends, Longest, terms.Visit);

        Assert.That(Numerical.Distance(sample.Envelope(EnvelopeOrder.Exact), sample.Envelope(EnvelopeOrder.Zeroth)), Is.LessThan(1e-13));
        Assert.That(sample.Envelope(EnvelopeOrder.Program)[0] / sample.Envelope(EnvelopeOrder.Exact)[0], Is.GreaterThan(1.5));
        DiagonalTerm Term(string name) => terms.Terms().First(term => term.Name == name);
        Assert.That(Term("carried").Shares.Take(3), Is.All.EqualTo(1).Within(1e-13));
        Assert.That(Term("moreDetours").Shares.Take(3), Is.All.EqualTo(0).Within(1e-13));
        Assert.That(Term("resets").Shares[0], Is.GreaterThan(0.5));
    }

    /// <summary>Shares add up; at lag 1 one detour is all there is, so that the regression finds the formula itself.</summary>
    [TestCase("gru"), TestCase("lstm")]
    public void Terms_add_up_to_the_diagonal_and_are_one_detour_at_lag_1(string cell)
    {
        var p = new Problem(Cell.ByName(cell), 8, 3, batch: 2, Steps);
        var unroll = p.Unroll();
        var terms = new DiagonalTerms(p.Network, unroll);
        EnvelopeSample.Of(unroll, Ends, Longest, terms.Visit);
        var found = terms.Terms().ToDictionary(term => term.Name);
        string[] paths = cell == "gru" ? ["byUpdateGate", "byResetGate", "byCandidate"] : ["byCandidate", "byInputGate", "byForgetGate", "byOutputGate"];

        Assert.That(found.Keys, Is.EqualTo(DiagonalTerms.NamesOf(cell)));
        for (var i = 0; i < 3; i++)
        {
            Assert.That(found["carried"].Shares[i] + found["oneDetour"].Shares[i] + found["moreDetours"].Shares[i], Is.EqualTo(1).Within(1e-12));
            Assert.That(paths.Sum(path => found[path].Shares[i]), Is.EqualTo(found["oneDetour"].Shares[i]).Within(1e-12));
            Assert.That(paths.Select(path => Math.Abs(found[path].Shares[i])), Has.All.GreaterThan(1e-6), "every path is taken");
        }
        if (cell == "lstm")
        {
            // Of an LSTM a detour at the first step would come from before the product, so that only h_k's part of lag 1 is one detour of the state.
            Assert.That(found["moreDetours"].Shares[0], Is.EqualTo(0).Within(1e-12));
            return;
        }
        Assert.That(found["moreDetours"].Shares[0], Is.EqualTo(0).Within(1e-12));
        double[] coefficients = [.. new[] { "carried", "oneDetour", "resets", "carriedResets" }.Select(name => found[name].Coefficients[0])];
        Assert.That(coefficients, Is.EqualTo(new[] { 1.0, 1, 0, 0 }).Within(1e-10));
    }

    /// <summary>Without a slope gates are alone; a leaky cell without inputs, whose states stay zero, has that Jacobian at every step.</summary>
    [Test]
    public void One_matrix_to_the_power_of_the_lag_is_a_leaky_cell_at_rest()
    {
        var network = new Network<double>(new LeakyCell(0.1), 6, 1);
        var weights = new float[36];
        TimeScales.Experiments.OrthogonalWeights.Draw(weights, 6, new TimeScales.RandomStreams.TorchGenerator(9));
        for (var i = 0; i < weights.Length; i++)
            network["Wr"][i] = weights[i];
        var sample = EnvelopeSample.Of(network.Unroll(new double[8]), [8], 7);

        var found = ConstantJacobian.LogEnvelope(0.1, 1, 6, 7, 9);
        Assert.That(Numerical.Distance(found, sample.LogEnvelope(EnvelopeOrder.Exact)), Is.LessThan(1e-12));
        Assert.That(ConstantJacobian.LogEnvelope(0.1, 0, 6, 7, 9)[6], Is.EqualTo(Math.Log(6) + 7 * Math.Log(0.9)).Within(1e-12));
        // Rows of unit length, at right angles.
        for (var i = 0; i < 6; i++)
        {
            for (var j = 0; j <= i; j++)
                Assert.That(Enumerable.Range(0, 6).Sum(k => weights[6 * i + k] * weights[6 * j + k]), Is.EqualTo(i == j ? 1 : 0).Within(1e-6));
        }
    }

    [Test]
    public void A_regression_finds_the_coefficients_of_a_sum()
    {
        var random = new Random(2);
        double[][] rows = [.. Enumerable.Range(0, 50).Select(_ => Numerical.Normals(random, 4).Select(x => x + 3).ToArray())];

        Assert.That(DiagonalTerms.Regression(rows, [.. rows.Select(row => row[0] - 2 * row[1] + 0.5 * row[3])]), Is.EqualTo(new[] { 1, -2, 0, 0.5 }).Within(1e-12));
    }
}
