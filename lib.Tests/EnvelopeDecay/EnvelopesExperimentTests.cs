using TimeScales.Experiments;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.EnvelopeDecay;

namespace TimeScales.Tests.EnvelopeDecay;

/// <summary>Small runs, and what they would show if nothing were the matter.</summary>
internal sealed class EnvelopesExperimentTests
{
    /// <summary>The start is an exponential of the constant leak by gates alone, and what gates of scalar and multi could not do they do not.</summary>
    [TestCase("leaky"), TestCase("scalar"), TestCase("multi")]
    public void Gates_alone_start_as_one_exponential(string cell)
    {
        var start = EnvelopesExperiment.Run(Small(cell)).Checkpoints[0];
        var zeroth = start.Orders[0];

        Assert.That(zeroth.Order, Is.EqualTo(EnvelopeOrder.Zeroth));
        Assert.That(zeroth.Rate, Is.EqualTo(-Math.Log(0.95)).Within(1e-6));
        Assert.That(zeroth.EndToEnd, Is.EqualTo(-Math.Log(0.95)).Within(1e-6));
        Assert.That(zeroth.Values[0], Is.EqualTo(8 * 0.95).Within(1e-6));
        Assert.That(start.GateTimeConstants, Is.All.EqualTo(-1 / Math.Log(0.95)).Within(1e-4));
        Assert.That(EnvelopesExperiment.Class(zeroth.Differences), Is.EqualTo(-1));
        Assert.That(EnvelopesExperiment.Class(start.Mixture), Is.EqualTo(-1));
    }

    /// <summary>Scalar and multi gates that stay as they start are a constant leak: the control of training's effect needs no run of its own.</summary>
    [Test]
    public void Frozen_multi_gates_are_a_constant_leak()
    {
        var (frozen, leaky) = (EnvelopesExperiment.Run(Small("multi") with { AreGatesFrozen = true }), EnvelopesExperiment.Run(Small("leaky")));

        for (var i = 0; i < 2; i++)
            Assert.That(Numerical.Distance(frozen.Checkpoints[i].Orders[^1].Values, leaky.Checkpoints[i].Orders[^1].Values), Is.LessThan(1e-3), $"checkpoint {i}");
    }

    [TestCase("gru"), TestCase("lstm")]
    public void Frozen_gates_are_trained_otherwise(string cell)
    {
        var (free, frozen) = (EnvelopesExperiment.Run(Small(cell)), EnvelopesExperiment.Run(Small($"{cell}-frozen")));

        Assert.That(frozen.Checkpoints[0].Orders[^1].Values, Is.EqualTo(free.Checkpoints[0].Orders[^1].Values));
        Assert.That(frozen.Checkpoints[1].Orders[^1].Values, Is.Not.EqualTo(free.Checkpoints[1].Orders[^1].Values));
    }

    [Test]
    public void Every_point_knows_the_start()
    {
        var run = EnvelopesExperiment.Run(Small("gru"));

        Assert.That(run.Checkpoints.Select(point => point.Iteration), Is.EqualTo(new[] { 0, 4 }));
        Assert.That(run.Checkpoints[1].Start.Differences, Is.EqualTo(run.Checkpoints[0].Orders[^1].Differences));
        Assert.That(run.Checkpoints[1].Start.Rate, Is.EqualTo(run.Checkpoints[0].Orders[^1].Rate));
        Assert.That(run.Checkpoints[1].Terms.Select(term => term.Name), Is.EqualTo(DiagonalTerms.NamesOf("gru")));
    }

    [Test]
    public void Models_are_what_their_names_say()
    {
        EnvelopesConfiguration Of(string model) => EnvelopesConfiguration.Of(Protocol.Corrected, model, 1);

        Assert.That((Of("gru-64").Hidden, Of("multi-256").Hidden, Of("multi-16").Cell), Is.EqualTo((64, 256, "multi")));
        Assert.That((Of("gru-frozen").AreGatesFrozen, Of("gru").AreGatesFrozen, Of("multi-shut").GateStart, Of("multi").GateStart), Is.EqualTo((true, false, 0.005, 0.05)));
        Assert.That(Of("multi").Settings, Is.EqualTo("paper"));
        Assert.That(Of("gru-16").Settings, Is.EqualTo("paper"));
        Assert.That(() => Of("plane"), Throws.ArgumentException.With.Message.Contains("multi-shut"));
    }

    [Test]
    public void What_is_impossible_is_told()
    {
        Assert.That((Small("multi") with { Ends = 33 }).Validate, Throws.ArgumentException.With.Message.Contains("33 steps at which products end; with 64 steps there can be 1 … 32"));
        Assert.That((Small("multi") with { ProbeSize = 1 }).Validate, Throws.ArgumentException.With.Message.Contains("probe sequences is 1"));
    }

    /// <summary>Nothing is carried by gates that are not there; what the recurrent weights carry is measured all the same.</summary>
    [Test]
    public void A_cell_without_gates_has_an_exact_envelope_only()
    {
        var point = EnvelopesExperiment.Run(Small("plain")).Checkpoints[1];

        Assert.That(point.Orders[0].Values, Is.All.Zero);
        Assert.That(point.Orders[0].Rate, Is.NaN);
        Assert.That(point.Orders[^1].Values, Is.All.Positive);
    }

    /// <summary>ln of the deviation falls by the power times ln H; the bootstrap's interval has it.</summary>
    [Test]
    public void The_exponent_of_a_spread_that_goes_with_a_power_is_found()
    {
        var random = new Random(3);
        int[] widths = [16, 32, 64, 128];
        var noise = Numerical.Normals(random, 40);
        var (exponent, lower, upper) = WidthStudy.Exponent(widths, [.. widths.Select(hidden => Array.ConvertAll(noise, x => 20 + x * Math.Pow(hidden, -1.5)))]);
        Assert.That(exponent, Is.EqualTo(-1.5).Within(1e-9));

        var own = WidthStudy.Exponent(widths, [.. widths.Select(hidden => Numerical.Normals(random, 40).Select(x => 20 + x / hidden).ToArray())]);
        Assert.That((own.Lower, own.Upper), Is.EqualTo((-1.2, -0.8)).Using<(double, double)>((a, b) => Math.Abs(a.Item1 - b.Item1) < 0.2 && Math.Abs(a.Item2 - b.Item2) < 0.2));
        Assert.That(lower, Is.EqualTo(upper).Within(1e-9));
        Assert.That(WidthStudy.Exponent(widths, [.. widths.Select(_ => new double[] { 2, 2, 2 })]).Exponent, Is.NaN);
        Assert.That(WidthStudy.Distance([1, 2, 3], [2, 2, 5]), Is.EqualTo(1));
    }

    private static EnvelopesConfiguration Small(string model) => EnvelopesConfiguration.Of(Protocol.Corrected, model, 3) with
    {
        Hidden = 8, Inputs = 4, Steps = 64, BatchSize = 4, ValidationSize = 4, ProbeSize = 2, Ends = 4, Checkpoints = [0, 4],
    };
}
