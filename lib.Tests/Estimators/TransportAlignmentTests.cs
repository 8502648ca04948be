using TimeScales.Tests.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Estimators;

/// <summary>The alignment of transport with the loss: against derivatives of the state equations, and where it is known.</summary>
internal sealed class TransportAlignmentTests
{
    private const int Steps = 6;

    /// <summary>No Jacobian and no backward pass in the oracle. Catches M for Mᵀ, λ of a neighbouring step or another sequence, and a norm in the place of
    /// its square.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void The_share_is_that_of_the_derivatives_of_loss_and_state(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 2, Steps);

        foreach (var (b, t, k) in new[] { (0, 1, 0), (1, 2, 1), (1, 4, 0), (0, 5, 3), (1, 5, 1), (0, 6, 0), (1, 6, 5) })
            Assert.That(Share(p, b, t, k), Is.EqualTo(Derivatives.LossShare(p, b, t, k)).Within(1e-9), $"sequence {b}, M({t},{k})");
    }

    /// <summary>With several outputs the direction is the sequence's own: catches one output for all of them, and the target of another sequence.</summary>
    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void With_classes_to_choose_from_the_direction_follows_the_error(Cell cell)
    {
        var p = new Problem(cell, hidden: 5, inputs: 3, batch: 3, Steps, readOut: new ClassReadOut(4));

        for (var b = 0; b < p.Batch; b++)
            Assert.That(Share(p, b, 5, 2), Is.EqualTo(Derivatives.LossShare(p, b, 5, 2)).Within(1e-9), $"sequence {b}");
    }

    /// <summary>M = (1 − α)^h I brings as much along every direction, even where 0.1^600 has no float64.</summary>
    [TestCase(1)]
    [TestCase(12)]
    [TestCase(600)]
    public void A_leak_without_recurrent_weights_prefers_no_direction(int lag)
    {
        var p = new Problem(new LeakyCell(0.9), hidden: 5, inputs: 1, batch: 1, steps: 700, reference: new ReferenceLeaky(0.9));
        p.Network["Wr"].Clear();

        Assert.That(Share(p, 0, 650, 650 - lag), Is.EqualTo(1).Within(1e-10));
        Assert.That(Measured(p).LogGain(0, 650, 650 - lag), Is.EqualTo(lag * Math.Log(0.1)).Within(1e-10 * lag));
    }

    /// <summary>W_r = a bᵀ and W_o along the last product's left vector, or across it.</summary>
    [Test]
    public void A_product_of_rank_one_brings_all_or_nothing()
    {
        const int hidden = 5;
        var p = new Problem(Cell.ByName("plain"), hidden, inputs: 3, batch: 1, Steps);
        double[] a = [1, -0.5, 0.3, 0.8, -1.1], b = [0.2, 0.9, -0.7, 0.4, 0.6];
        for (var i = 0; i < hidden; i++)
            for (var j = 0; j < hidden; j++)
                p.Network["Wr"][i * hidden + j] = a[i] * b[j];
        double[] left = [.. p.States(0)[Steps].Select((x, i) => (1 - x * x) * a[i])];

        left.CopyTo(p.Network["Wo"]);
        Assert.That(Share(p, 0, Steps, 2), Is.EqualTo(1).Within(1e-12), "along λ");
        new double[] { -left[1], left[0], 0, 0, 0 }.CopyTo(p.Network["Wo"]);
        Assert.That(Share(p, 0, Steps, 2), Is.Zero.Within(1e-24), "across λ");
    }

    [Test]
    public void A_product_that_is_not_there_is_refused([Values(-1, 1)] int sequence, [Values(2, 7)] int t, [Values(-1, 2)] int k)
    {
        var measured = Measured(new Problem(Cell.ByName("multi"), hidden: 3, inputs: 2, batch: 1, Steps));

        Assert.That(() => measured.LogGain(sequence, 3, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => measured.Share(0, t, t == 2 ? k : 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>With one output λ has the direction of W_o carried back, whatever the targets.</summary>
    [Test]
    public void Neither_the_error_nor_the_scale_of_the_read_out_counts([Values("multi", "lstm")] string cell)
    {
        var p = new Problem(Cell.ByName(cell), hidden: 5, inputs: 3, batch: 1, Steps);
        var before = Share(p, 0, 5, 2);
        foreach (ref var weight in p.Network["Wo"])
            weight *= -1e90;
        p.Targets[0] += 3e140;

        Assert.That(Share(p, 0, 5, 2), Is.EqualTo(before).Within(1e-12));
    }

    [Test]
    public void Without_a_read_out_nothing_matters_and_there_is_no_alignment()
    {
        var p = new Problem(Cell.ByName("scalar"), hidden: 5, inputs: 3, batch: 1, Steps);
        p.Network["Wo"].Clear();

        Assert.That(Share(p, 0, 5, 2), Is.NaN);
    }

    private static TransportAlignment Measured(Problem p) => new(p.Network, p.Unroll(), p.Targets);

    private static double Share(Problem p, int sequence, int t, int k) =>
        Measured(p).Share(sequence, t, k, new ProductSpectrum(p.Unroll()).LogSingularValues(sequence, t, k)[0]);
}
