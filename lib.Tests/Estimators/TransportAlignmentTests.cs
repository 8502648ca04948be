using TimeScales.Tests.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Estimators;

/// <summary>The alignment of transport with the loss: against derivatives of the state equations, and where it is known.</summary>
internal sealed class TransportAlignmentTests
{
    private const int Steps = 6;

    /// <summary>One direction in a thousand may change sides where rounding differs.</summary>
    private const double OneDirection = 1.1e-3;

    /// <summary>No product and no backward pass in the oracle. Catches M for Mᵀ, right for left singular vectors, and λ of a neighbouring step or
    /// another sequence.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void The_alignment_is_that_of_the_derivative_of_the_loss_with_the_derivative_of_the_state(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 2, Steps);
        var measured = Measured(p);

        foreach (var (b, t, k) in new[] { (0, 1, 0), (1, 2, 1), (1, 4, 0), (0, 5, 3), (1, 5, 1), (0, 6, 0), (1, 6, 5) })
        {
            var expected = Derivatives.LossAlignment(p, b, t, k);
            Assert.That(measured.Measure(b, t, k), Is.EqualTo(expected).Within(OneDirection), $"sequence {b}, M({t},{k})");
        }
    }

    /// <summary>With several outputs the direction is the sequence's own: catches one output for all of them, and the target of another sequence.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void With_classes_to_choose_from_the_direction_follows_the_error(Cell cell)
    {
        var p = new Problem(cell, hidden: 5, inputs: 3, batch: 3, Steps, readOut: new ClassReadOut(4));
        var measured = Measured(p);

        for (var b = 0; b < p.Batch; b++)
            Assert.That(measured.Measure(b, 5, 2), Is.EqualTo(Derivatives.LossAlignment(p, b, 5, 2)).Within(OneDirection), $"sequence {b}");
    }

    /// <summary>M = (1 − α)^h I prefers no direction, even where 0.1^600 has no float64.</summary>
    [TestCase(1)]
    [TestCase(12)]
    [TestCase(600)]
    public void A_leak_without_recurrent_weights_prefers_no_direction(int lag)
    {
        var p = new Problem(new LeakyCell(0.9), hidden: 5, inputs: 1, batch: 1, steps: 700, reference: new ReferenceLeaky(0.9));
        p.Network["Wr"].Clear();

        Assert.That(Measured(p).Measure(0, 650, 650 - lag), Is.EqualTo(0.5));
    }

    /// <summary>W_r = a bᵀ: M(t,k) has the left vector D_t a; λ_t is along b before the last step and along W_o at it. In five dimensions the squared cosine c of a
    /// random direction with any vector has P(c &lt; x) = (3√x − x^{3/2})/2.</summary>
    [Test]
    public void A_product_of_rank_one_leaves_below_those_further_from_its_left_vector_than_lambda()
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

        var x = SquaredCosine(b, Left(4));
        Assert.That(x, Is.InRange(0.02, 0.98));
        Assert.That(Measured(p).Measure(0, 4, 1), Is.EqualTo((3 * Math.Sqrt(x) - Math.Pow(x, 1.5)) / 2).Within(0.05));
        last.CopyTo(p.Network["Wo"]);
        Assert.That(Measured(p).Measure(0, Steps, 2), Is.EqualTo(1), "along λ");
        orthogonal.CopyTo(p.Network["Wo"]);
        Assert.That(Measured(p).Measure(0, Steps, 2), Is.Zero, "across λ");
    }

    /// <summary>Read-outs that know nothing of M, whether it is of rank one or nearly isotropic: catches a chance level that depends on the spectrum.</summary>
    [Test]
    public void By_chance_every_share_is_equally_likely_whatever_the_spectrum([Values("plain", "leaky")] string cell)
    {
        const int hidden = 8, draws = 300;
        var p = new Problem(Cell.ByName(cell), hidden, inputs: 3, batch: 1, Steps);
        if (cell == "plain")
        {
            for (var i = 0; i < hidden * hidden; i++)
                p.Network["Wr"][i] = Math.Sin(1 + i / hidden) * Math.Cos(2 + i % hidden);
        }
        var random = new Random(5);
        var shares = new List<double>();
        for (var draw = 0; draw < draws; draw++)
        {
            Numerical.Normals(random, hidden).CopyTo(p.Network["Wo"]);
            shares.Add(Measured(p).Measure(0, Steps, 1));
        }

        foreach (var level in new[] { 0.1, 0.25, 0.5, 0.75, 0.9 })
            Assert.That(shares.Count(share => share < level) / (double)draws, Is.EqualTo(level).Within(0.09), $"below {level}");
    }

    [Test]
    public void A_product_that_is_not_there_is_refused([Values(-1, 1)] int sequence, [Values(2, 7)] int t, [Values(-1, 2)] int k)
    {
        var measured = Measured(new Problem(Cell.ByName("multi"), hidden: 3, inputs: 2, batch: 1, Steps));

        Assert.That(() => measured.Measure(sequence, 3, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => measured.Measure(0, t, t == 2 ? k : 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>With one output λ has the direction of W_o carried back, whatever the targets.</summary>
    [Test]
    public void Neither_the_error_nor_the_scale_of_the_read_out_counts([Values("multi", "lstm")] string cell)
    {
        var p = new Problem(Cell.ByName(cell), hidden: 5, inputs: 3, batch: 1, Steps);
        var before = Measured(p).Measure(0, 5, 2);
        foreach (ref var weight in p.Network["Wo"])
            weight *= -1e90;
        p.Targets[0] += 3e140;

        Assert.That(Measured(p).Measure(0, 5, 2), Is.EqualTo(before).Within(OneDirection));
    }

    [Test]
    public void Without_a_read_out_nothing_matters_and_there_is_no_alignment()
    {
        var p = new Problem(Cell.ByName("scalar"), hidden: 5, inputs: 3, batch: 1, Steps);
        p.Network["Wo"].Clear();

        Assert.That(Measured(p).Measure(0, 5, 2), Is.NaN);
    }

    private static TransportAlignment Measured(Problem p) => new(p.Network, p.Unroll(), p.Targets);

    private static double Dot(double[] u, double[] v) => u.Zip(v, (x, y) => x * y).Sum();
}
