using NUnit.Framework;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Law;
using TimeScales.RandomStreams;

namespace TimeScales.Tests.Law;

/// <summary>The law where it is exact, and a small run of it.</summary>
internal sealed class LawExperimentTests
{
    /// <summary>Without recurrent weights nothing passes on: λ is 0, and what is kept decides.</summary>
    [Test]
    public void The_factor_is_what_is_kept_and_passed_on()
    {
        var run = LawExperiment.Run(Small("leaky") with { WeightScale = 1e-9 }).Checkpoints[0];

        Assert.That(run.Gate, Is.EqualTo(LeakyCell.PaperAlpha).Within(1e-12));
        Assert.That(run.LawFactor, Is.EqualTo(0.2).Within(1e-6));
        Assert.That(run.Factor, Is.EqualTo(0.2).Within(1e-6));
        Assert.That(run.EdgeFactor, Is.EqualTo(0.2).Within(1e-6));
        Assert.That(run.Exponent, Is.EqualTo(Math.Log(0.2) / Math.Log(0.8)).Within(1e-6));
        Assert.That(run.LawExponent, Is.EqualTo(run.Exponent).Within(1e-6));
    }

    /// <summary>Every predictor's fit on itself is the identity, so the gate product's exponent for itself is 1.</summary>
    [TestCase("scalar")]
    [TestCase("multi")]
    [TestCase("gru")]
    [TestCase("lstm")]
    public void A_small_run_has_all_that_is_told(string cell)
    {
        var run = LawExperiment.Run(Small(cell)).Checkpoints[0];

        Assert.That(run.Fits.First(fit => fit.Predictor == "gateProduct").Exponent, Is.EqualTo(1).Within(1e-9));
        Assert.That(run.Profiles.Select(p => p.Values[0]), Is.All.EqualTo(0));
        Assert.That(run.UngatedFactor, Is.InRange(0.1, 1));
        Assert.That(run.LawFactor, Is.EqualTo(run.Kept + run.Gate * run.UngatedFactor).Within(1e-12));
    }

    /// <summary>Plain sums over the same network and probe. Catches one unit in the place of their mean, what is kept in the place of the gate,
    /// and a step too many or too few.</summary>
    [TestCase("scalar")]
    [TestCase("multi")]
    public void The_law_sums_what_each_step_keeps_and_passes_on(string cell)
    {
        var run = LawExperiment.Run(Small(cell)).Checkpoints[0];
        var network = new Network<float>(Cell.ByName(cell), 12, 4).Initialize(new TorchGenerator(1)).To<double>();
        var probe = new AddingTask().Draw(new TorchGenerator(1 + 999), 2, 24, 4);
        var unroll = network.Unroll([.. probe.Inputs.Select(u => (double)u)], batch: 2);

        double Gate(int b, int t) => Enumerable.Range(0, 12).Average(unit => unroll.Gate(b, t, unit));
        double Sum(int b, int t, int k) =>
            Enumerable.Range(k + 1, t - k).Sum(j => Math.Log(1 - Gate(b, j) + Gate(b, j) * run.UngatedFactor));
        double Median(int lag) => Statistics.Median(
            [.. from b in new[] { 0, 1 } from t in Enumerable.Range(lag + 1, 24 - lag) select Sum(b, t, t - lag)]);

        var mean = (from b in new[] { 0, 1 } from t in Enumerable.Range(1, 24) select Gate(b, t)).Average();
        Assert.That(run.Gate, Is.EqualTo(mean).Within(1e-9));
        Assert.That(run.Kept, Is.EqualTo(1 - mean).Within(1e-9));
        var law = run.Profiles.First(profile => profile.Predictor == "law").Values;
        Assert.That(law, Is.EqualTo(run.Lags.Select(lag => Median(lag) - Median(1))).Within(1e-9));
    }

    /// <summary>Products of D W_r, by plain loops.</summary>
    [Test]
    public void Without_gates_a_step_is_the_slope_times_the_weights()
    {
        var network = new Network<double>(Cell.Multi, 4, 2).Initialize(new TorchGenerator(1));
        var inputs = new double[16];
        new TorchGenerator(2).FillNormal(inputs);
        var unroll = network.Unroll(inputs);

        var table = UngatedProducts.Ungated(network, unroll);

        double[,] Step(int t)
        {
            var step = new double[4, 4];
            for (var i = 0; i < 4; i++)
            {
                var a = Enumerable.Range(0, 4).Sum(j => network["Wr"][4 * i + j] * unroll.State(0, t - 1)[j])
                    + Enumerable.Range(0, 2).Sum(n => network["Wi"][2 * i + n] * inputs[2 * (t - 1) + n]);
                for (var j = 0; j < 4; j++)
                    step[i, j] = (1 - Math.Tanh(a) * Math.Tanh(a)) * network["Wr"][4 * i + j];
            }
            return step;
        }
        var product = Step(5);
        foreach (var t in new[] { 4, 3 })
        {
            var (next, factor) = (new double[4, 4], Step(t));
            for (var i = 0; i < 4; i++)
            {
                for (var j = 0; j < 4; j++)
                    next[i, j] = Enumerable.Range(0, 4).Sum(m => product[i, m] * factor[m, j]);
            }
            product = next;
        }
        Assert.That(table[0, 5, 2], Is.EqualTo(0.5 * Math.Log(product.Cast<double>().Sum(x => x * x) / 4)).Within(1e-10));
    }

    /// <summary>Where every element is drawn as one, W is c·1 1ᵀ of the same mean squared row, and D_t W of rank one: its norm is ‖d_t‖ √v. Catches
    /// weights drawn anew at another scale.</summary>
    [Test]
    public void Weights_drawn_anew_have_the_rows_mean_square()
    {
        var network = new Network<double>(Cell.Plain, 4, 2).Initialize(new TorchGenerator(1));
        var inputs = new double[10];
        new TorchGenerator(2).FillNormal(inputs);
        var unroll = network.Unroll(inputs);

        var table = UngatedProducts.Redrawn(network, unroll, values => values.Fill(1));

        var rowSquare = network["Wr"].ToArray().Sum(w => w * w) / 4;
        var slopes = Enumerable.Range(0, 4).Select(i => 1 - Math.Pow(unroll.State(0, 3)[i], 2)).Sum(d => d * d);
        Assert.That(table[0, 3, 2], Is.EqualTo(0.5 * Math.Log(slopes * rowSquare)).Within(1e-10));
    }

    /// <summary>The recursion of narma20 runs away in sequences of this length, so that a loss is infinite. Catches a network measured that has
    /// not gone its way.</summary>
    [Test]
    public void A_network_whose_learning_diverges_is_told_and_not_measured()
    {
        var learned = LawConfiguration.Of(Protocol.Corrected, "learned", "plain", 1) with
        {
            LearnedTask = "narma20",
            Hidden = 10,
            Steps = 400,
        };

        var run = LawExperiment.Run(learned);

        Assert.That(run.DivergedAtIteration, Is.Not.Null);
        Assert.That(run.Checkpoints, Is.Empty);
    }

    private static LawConfiguration Small(string cell) => LawConfiguration.Of(Protocol.Corrected, "untrained", cell, 1) with { Hidden = 12, Steps = 24, ProbeSize = 2 };
}
