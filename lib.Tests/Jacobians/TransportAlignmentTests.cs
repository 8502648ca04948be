using TimeScales.Anisotropy;
using TimeScales.Cells;
using TimeScales.Jacobians;
using TimeScales.Tests.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Jacobians;

/// <summary>The alignment of transport with the loss: against derivatives of the state equations, and where it is known.</summary>
internal sealed class TransportAlignmentTests
{
    private const int Steps = 6;

    /// <summary>No product and no backward pass in the oracle. Catches M for Mᵀ, right for left singular vectors, a missing n, and λ of a neighbouring step or
    /// another sequence.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void The_alignment_is_that_of_the_derivative_of_the_loss_with_the_derivative_of_the_state(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 2, Steps);
        var measured = Measured(p);

        foreach (var triple in new Triple[] { new(0, 1, 0), new(1, 2, 1), new(1, 4, 0), new(0, 5, 3), new(1, 5, 1), new(0, 6, 0), new(1, 6, 5) })
        {
            var expected = Derivatives.LossAlignment(p, triple.Sequence, triple.T, triple.K);
            Assert.That(measured.Measure(triple), Is.EqualTo(expected).Within(p.StateSize * Numerical.ManySteps), $"{triple}");
        }
    }

    /// <summary>With several outputs the direction is the sequence's own: catches one output for all of them, and the target of another sequence.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void With_classes_to_choose_from_the_direction_follows_the_error(Cell cell)
    {
        var p = new Problem(cell, hidden: 5, inputs: 3, batch: 3, Steps, readOut: new ClassReadOut(4));
        var measured = Measured(p);

        for (var b = 0; b < p.Batch; b++)
            Assert.That(measured.Measure(new Triple(b, 5, 2)), Is.EqualTo(Derivatives.LossAlignment(p, b, 5, 2)).Within(p.StateSize * Numerical.ManySteps), $"sequence {b}");
    }

    /// <summary>M = (1 − α)^h I prefers no direction, even where 0.1^600 has no float64.</summary>
    [TestCase(1)]
    [TestCase(12)]
    [TestCase(600)]
    public void A_leak_without_recurrent_weights_prefers_no_direction(int lag)
    {
        var p = new Problem(new LeakyCell(0.9), hidden: 5, inputs: 1, batch: 1, steps: 700, reference: new ReferenceLeaky(0.9));
        p.Network["Wr"].Clear();

        Assert.That(Measured(p).Measure(new Triple(0, 650, 650 - lag)), Is.EqualTo(1).Within(1e-14));
    }

    /// <summary>W_r = a bᵀ: M(t,k) has the left vector D_t a; λ_t is along b before the last step and along W_o at it.</summary>
    [Test]
    public void A_product_of_rank_one_has_n_times_the_squared_cosine_of_its_left_vector_with_lambda()
    {
        const int hidden = 5;
        var p = new Problem(Cell.ByName("plain"), hidden, inputs: 3, batch: 1, Steps);
        double[] a = [1, -0.5, 0.3, 0.8, -1.1], b = [0.2, 0.9, -0.7, 0.4, 0.6];
        for (var i = 0; i < hidden; i++)
            for (var j = 0; j < hidden; j++)
                p.Network["Wr"][i * hidden + j] = a[i] * b[j];
        double[] Left(int t) => [.. p.States(0)[t].Select((x, i) => (1 - x * x) * a[i])];
        double SquaredCosine(double[] u, double[] v) => Math.Pow(Dot(u, v), 2) / (Dot(u, u) * Dot(v, v));
        double[] last = Left(Steps), orthogonal = [-last[1], last[0], 0, 0, 0];

        Assert.That(Measured(p).Measure(new Triple(0, 4, 1)), Is.EqualTo(hidden * SquaredCosine(b, Left(4))).Within(1e-13));
        last.CopyTo(p.Network["Wo"]);
        Assert.That(Measured(p).Measure(new Triple(0, Steps, 2)), Is.EqualTo(hidden).Within(1e-13), "along λ");
        orthogonal.CopyTo(p.Network["Wo"]);
        Assert.That(Measured(p).Measure(new Triple(0, Steps, 2)), Is.Zero.Within(1e-13), "across λ");
    }

    /// <summary>At t = T the direction is that of W_o: catches a norm that is not Frobenius', and n for something else.</summary>
    [Test]
    public void The_mean_over_an_orthonormal_basis_of_directions_is_one([Values("plain", "multi", "gru")] string cell)
    {
        var p = new Problem(Cell.ByName(cell), hidden: 5, inputs: 3, batch: 1, Steps);
        var alignments = new List<double>();
        for (var i = 0; i < p.Hidden; i++)
        {
            p.Network["Wo"].Clear();
            p.Network["Wo"][i] = 1;
            alignments.Add(Measured(p).Measure(new Triple(0, Steps, 1)));
        }

        Assert.That(alignments.Average(), Is.EqualTo(1).Within(1e-14));
        Assert.That(alignments.Max(), Is.GreaterThan(1.2), "otherwise any constant would do");
    }

    /// <summary>With one output λ has the direction of W_o carried back, whatever the targets.</summary>
    [Test]
    public void Neither_the_error_nor_the_scale_of_the_read_out_counts([Values("multi", "lstm")] string cell)
    {
        var p = new Problem(Cell.ByName(cell), hidden: 5, inputs: 3, batch: 1, Steps);
        var triple = new Triple(0, 5, 2);
        var before = Measured(p).Measure(triple);
        foreach (ref var weight in p.Network["Wo"])
            weight *= -1e60;
        p.Targets[0] += 3e40;

        Assert.That(Measured(p).Measure(triple), Is.EqualTo(before).Within(1e-13));
    }

    [Test]
    public void Without_a_read_out_nothing_matters_and_there_is_no_alignment()
    {
        var p = new Problem(Cell.ByName("scalar"), hidden: 5, inputs: 3, batch: 1, Steps);
        p.Network["Wo"].Clear();

        Assert.That(Measured(p).Measure(new Triple(0, 5, 2)), Is.NaN);
    }

    private static TransportAlignment Measured(Problem p) => new(p.Network, p.Unroll(), p.Targets);

    private static double Dot(double[] u, double[] v) => u.Zip(v, (x, y) => x * y).Sum();
}
