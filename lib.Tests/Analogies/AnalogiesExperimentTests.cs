using TimeScales.Experiments.Propagation;
using TimeScales.Experiments;
using TimeScales.Experiments.Analogies;
using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Departures;
using TimeScales.RandomStreams;
using TimeScales.Tests.Estimators;
using TimeScales.Tests.Oracles;
using Triple = TimeScales.Triple;

namespace TimeScales.Tests.Analogies;

/// <summary>Whole small runs of the analogies.</summary>
internal sealed class AnalogiesExperimentTests
{
    private const int Hidden = 16, Inputs = 3, Steps = 20, Batch = 6, Rows = 15, Triples = 8, Rank = 5;

    private static readonly int[] Lags = [1, 4, 9];
    private static readonly int[] Checkpoints = [3, 8];

    private static AnalogiesConfiguration Configuration(string model, string task = "delaysum") => new()
    {
        Protocol = Protocol.Corrected, Task = task, Model = model, Seed = 5, Hidden = Hidden, Inputs = Inputs, Steps = Steps, BatchSize = Batch,
        Checkpoints = Checkpoints, Lags = Lags, TriplesPerLag = Triples, GradientRows = Rows, Rank = Rank, Window = 4,
    };

    /// <summary>Catches other weights, batches, probes or triples than Sec. VII-B's: three models are its own, to the bit.</summary>
    [TestCase("plain-adam", "plain")]
    [TestCase("scalar-sgd", "scalar")]
    [TestCase("multi-sgd", "multi")]
    public void The_models_of_Section_VII_B_are_measured_as_there(string model, string cell)
    {
        var run = AnalogiesExperiment.Run(Configuration(model));
        var expected = AnisotropyExperiment.Run(new AnisotropyConfiguration
        {
            Protocol = Protocol.Corrected, Task = "delaysum", Cell = cell, Seed = 5, Hidden = Hidden, Inputs = Inputs, Steps = Steps, BatchSize = Batch,
            Checkpoints = Checkpoints, Lags = Lags, TriplesPerLag = Triples, GradientRows = Rows, Rank = Rank,
        });

        Assert.That(run.Checkpoints, Has.Count.EqualTo(expected.Checkpoints.Count));
        foreach (var (actual, e) in run.Checkpoints.Zip(expected.Checkpoints))
        {
            Assert.That(actual.Iteration, Is.EqualTo(e.Iteration));
            Assert.That(actual.TrainLoss, Is.EqualTo(e.TrainLoss));
            Assert.That(actual.TestLoss, Is.EqualTo(e.TestLoss));
            Assert.That(actual.TargetVariance, Is.EqualTo(e.TargetVariance));
            Assert.That(actual.Products.Anisotropy, Is.EqualTo(e.JacobianAnisotropy));
            Assert.That(actual.Products.Concentration, Is.EqualTo(e.JacobianConcentration));
            Assert.That(actual.Gradients.Anisotropy, Is.EqualTo(e.GradientAnisotropy));
            Assert.That(actual.Gradients.Concentration, Is.EqualTo(e.GradientConcentration));
        }
    }

    /// <summary>Catches alignments of other products than those of AI, of other sequences than the probes, and of other weights.</summary>
    [TestCase("plain")]
    [TestCase("multi")]
    public void The_alignment_with_the_loss_is_that_of_the_same_products(string cell)
    {
        var run = AnalogiesExperiment.Run(Configuration($"{cell}-sgd"));
        var network = new AnisotropyStreams(new AnisotropyConfiguration { Protocol = Protocol.Corrected, Task = "delaysum", Cell = cell, Seed = 5, Hidden = Hidden, Inputs = Inputs }).Network;
        var unroll = new Unroll<float>(network.Cell, Hidden, Inputs, Batch, Steps);
        var (gradient, optimizer) = (new float[network.Weights.Length], new GradientDescent<float>(1e-2));
        var (training, triples) = (Streams.Training(5), new NumpyGenerator(5));
        for (var update = 0; update <= Checkpoints[^1]; update++)
        {
            if (Array.IndexOf(Checkpoints, update) is var checkpoint and >= 0)
            {
                var p = new Problem(network.Cell, Hidden, Inputs, Batch, Steps);
                var probe = new DelaySumTask().Draw(new TorchGenerator(5), Batch, Steps, Inputs);
                Array.ConvertAll(network.Weights, w => (double)w).CopyTo(p.Network.Weights, 0);
                Array.ConvertAll(probe.Inputs, u => (double)u).CopyTo(p.Inputs, 0);
                Array.ConvertAll(probe.Targets, y => (double)y).CopyTo(p.Targets, 0);
                p.InitialStates.AsSpan().Clear();
                foreach (var (i, lag) in Lags.Index())
                {
                    var expected = Spectra.Median(Triple.Draw(triples, Batch, Steps, lag, Triples).Select(t => Derivatives.LossShare(p, t.Sequence, t.T, t.K)));
                    Assert.That(run.Checkpoints[checkpoint].Products.LossShare[i], Is.EqualTo(expected).Within(1e-9), $"checkpoint {update}, lag {lag}");
                }
            }
            var batch = new DelaySumTask().Draw(training, Batch, Steps, Inputs);
            unroll.Forward(network, batch.Inputs);
            unroll.Backward(network, batch.Targets, gradient);
            optimizer.Update(network.Weights, gradient);
        }
    }

    /// <summary>Catches a preconditioner where there is none, and one that is forgotten.</summary>
    [Test]
    public void Updates_are_gradients_after_the_preconditioner()
    {
        var (sgd, adam) = (Last("multi-sgd"), Last("multi-adam"));

        Assert.That(sgd.UpdateAnisotropy, Is.EqualTo(sgd.Gradients.Anisotropy));
        Assert.That(sgd.OptimizerRates.ParameterSpread, Is.Zero);
        Assert.That(sgd.OptimizerRates.ParameterParticipation, Is.EqualTo(1).Within(1e-12));
        Assert.That(adam.UpdateAnisotropy, Is.Not.EqualTo(adam.Gradients.Anisotropy));
        Assert.That(adam.OptimizerRates.ParameterSpread, Is.GreaterThan(0.1));
    }

    /// <summary>HGM's factor is common to all parameters, momentum's memory acts over updates: ranks, spaces and spreads cannot see either.</summary>
    [Test]
    public void HGM_compares_like_Adam_and_momentum_like_SGD()
    {
        var comparisons = Last("multi-sgd").Gates!.Comparisons.ToDictionary(c => c.Optimizer);

        Assert.That(comparisons.Keys, Is.EquivalentTo(new[] { "sgd", "momentum", "rmsprop", "adam", "adarem", "hgm" }));
        Assert.That(comparisons["hgm"].ParameterCorrelation, Is.EqualTo(comparisons["adam"].ParameterCorrelation).Within(1e-3));
        Assert.That(comparisons["hgm"].Overlap, Is.EqualTo(comparisons["adam"].Overlap).Within(1e-4));
        Assert.That(comparisons["hgm"].Rates.ParameterSpread, Is.EqualTo(comparisons["adam"].Rates.ParameterSpread).Within(1e-4));
        Assert.That(comparisons["momentum"].Overlap, Is.EqualTo(comparisons["sgd"].Overlap));
        Assert.That(comparisons["sgd"].OwnOverlap, Is.EqualTo(1).Within(1e-9));
        Assert.That(comparisons["momentum"].ParameterCorrelation, Is.NaN);
    }

    [Test]
    public void Gates_are_compared_where_SGD_trains_them_and_nowhere_else()
    {
        foreach (var model in AnalogiesModel.All)
        {
            var last = Last(model.Name);
            Assert.That(last.Gates is not null, Is.EqualTo(model.Name is "leaky-sgd" or "scalar-sgd" or "multi-sgd"), model.Name);
            Assert.That(double.IsNaN(last.Gates?.FilterError ?? double.NaN), Is.EqualTo(model.Cell != "leaky"), model.Name);
        }
    }

    /// <summary>Momentum makes consecutive updates alike; catches a memory of gradients instead of updates.</summary>
    [Test]
    public void Momentum_remembers_updates()
    {
        var config = Configuration("plain-sgd", "adding") with { Checkpoints = [80], Window = 40, GradientRows = 8, Rank = 2 };
        double Memory(string model) => AnalogiesExperiment.Run(config with { Model = model }).Checkpoints[0].UpdateMemory;

        Assert.That(Memory("plain-momentum"), Is.GreaterThan(Memory("plain-sgd") + 0.3).And.GreaterThan(0.8));
    }

    /// <summary>Catches rows that are lost or double, and comparisons that are not told apart from the model's own numbers.</summary>
    [Test]
    public void Every_number_is_one_row_and_a_run_that_diverged_has_the_same_rows_without_values()
    {
        var run = AnalogiesExperiment.Run(Configuration("multi-sgd"));
        var rows = AnalogiesExperiment.Description.Measurements(run).ToArray();
        var diverged = AnalogiesExperiment.Description.Measurements(run with { Checkpoints = [run.Checkpoints[0]], DivergedAtIteration = 5 }).ToArray();

        Assert.That(rows.GroupBy(r => r with { Value = 0 }).Select(g => g.Count()), Has.All.EqualTo(1));
        Assert.That(diverged.Select(r => r with { Value = 0 }), Is.EqualTo(rows.Select(r => r with { Value = 0 })));
        Assert.That(diverged.Where(r => r.Iteration == 8 && r.Quantity != "redrawnSequences").Select(r => r.Value), Has.All.NaN);
        var comparison = run.Checkpoints[1].Gates!.Comparisons.Single(c => c.Optimizer == "adam");
        double Of(string cell, string quantity) => rows.Single(r => r.Iteration == 8 && r.Cell == cell && r.Quantity == quantity).Value;
        Assert.That(Of("multi-sgd against adam", "parameterCorrelation"), Is.EqualTo(comparison.ParameterCorrelation));
        Assert.That(Of("multi-sgd against adam", "optimizerUnitSpread"), Is.EqualTo(comparison.Rates.UnitSpread));
        Assert.That(Of("multi-sgd", "optimizerUnitSpread"), Is.Zero);
        Assert.That(rows.Single(r => r.Iteration == 8 && r.Quantity == "lossShare" && r.Position == 9).Value, Is.EqualTo(run.Checkpoints[1].Products.LossShare[2]));
        Assert.That(Of("multi-sgd", "gateUnitSpread"), Is.EqualTo(run.Checkpoints[1].Gates!.Rates.UnitSpread));
    }

    [Test]
    public void A_result_that_lacks_a_checkpoint_or_a_lag_is_not_whole()
    {
        var run = AnalogiesExperiment.Run(Configuration("plain-sgd"));

        Assert.That(AnalogiesExperiment.Description.Incomplete(run), Is.Null);
        Assert.That(AnalogiesExperiment.Description.Incomplete(run with { Checkpoints = [run.Checkpoints[0]] }), Does.Contain("3 instead of 3,8"));
        Assert.That(AnalogiesExperiment.Description.Incomplete(run with { Checkpoints = [run.Checkpoints[0], run.Checkpoints[1] with { Lags = [1] }] }), Does.Contain("checkpoint 8"));
        Assert.That(AnalogiesExperiment.Description.Incomplete(run with { Checkpoints = [run.Checkpoints[0], run.Checkpoints[1] with { Products = run.Checkpoints[1].Products with { LossShare = [1] } }] }), Does.Contain("checkpoint 8"));
    }

    private static AnalogiesCheckpoint Last(string model) => AnalogiesExperiment.Run(Configuration(model)).Checkpoints[^1];
}
