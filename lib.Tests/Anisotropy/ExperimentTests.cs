using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Departures;
using TimeScales.RandomStreams;
using TimeScales.Tests.Estimators;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Anisotropy;

/// <summary>A whole small run of Sec. VII-B against one written from the definitions: automatic differentiation for gradients, complex
/// steps for ∂x_t/∂x_k, MathNet for singular values.</summary>
internal sealed class ExperimentTests
{
    private const int Hidden = 12, Inputs = 3, Steps = 10, Batch = 4, Rank = 5, Rows = 10, Triples = 6;
    private const uint Seed = 7;

    private static readonly int[] Lags = [1, 3, 6];

    /// <summary>Relative. Two updates in float32 here and there; everything else is float64. Largest seen: 4e-7.</summary>
    private const double Single = 3e-6;

    private static AnisotropyConfiguration Configuration(string cell, Protocol protocol, params int[] checkpoints) => new()
    {
        Protocol = protocol, Task = "adding", Cell = cell, Seed = Seed,
        Hidden = Hidden, Inputs = Inputs, Steps = Steps, BatchSize = Batch, Checkpoints = checkpoints,
        Lags = Lags, TriplesPerLag = Triples, GradientRows = Rows, Rank = Rank,
    };

    [TestCase("plain", 0)]
    [TestCase("scalar", 1)]
    [TestCase("multi", 2)]
    public void A_corrected_run_equals_its_definition(string cell, int model)
    {
        int[] checkpoints = [0, 2];
        var run = AnisotropyExperiment.Run(Configuration(cell, Protocol.Corrected, checkpoints));
        Assert.That(run.DivergedAtIteration, Is.Null);
        Assert.That(run.Checkpoints.Select(c => c.Iteration), Is.EqualTo(checkpoints));

        var weights = InitialWeights(cell);
        var training = new TorchGenerator(Seed + 123);
        var moments = new Moments(weights.Length);
        var losses = new List<double> { double.NaN };
        for (var update = 0; update < 2; update++)
        {
            if (update == 0)
                AssertCheckpoint(run.Checkpoints[0], weights, double.NaN, model, cell, 0, new NumpyGenerator(Seed));
            var p = Problem(cell, weights, new AddingTask().Draw(training, Batch, Steps, Inputs));
            losses.Add(Loss(p));
            var gradient = Derivatives.GradientByTape(p);
            weights = cell == "plain" ? moments.Adam(weights, gradient) : [.. weights.Zip(gradient, (w, g) => w - 1e-2 * g)];
        }
        // The triples' stream runs on over checkpoints.
        var triples = new NumpyGenerator(Seed);
        foreach (var lag in Lags)
            Triple.Draw(triples, Batch, Steps, lag, Triples);
        AssertCheckpoint(run.Checkpoints[1], weights, losses[2], model, cell, 2, triples);
    }

    /// <summary>The network of a late checkpoint c is the exact one's of c + 1; only the gradient probes keep the seed of c.</summary>
    [Test]
    public void A_late_checkpoint_is_taken_one_update_later([Values("plain", "multi")] string cell)
    {
        var late = AnisotropyExperiment.Run(Configuration(cell, Protocol.OnlyWith(Departure.LateCheckpoints), 1)).Checkpoints[0];
        var exact = AnisotropyExperiment.Run(Configuration(cell, Protocol.Corrected, 2)).Checkpoints[0];
        var before = AnisotropyExperiment.Run(Configuration(cell, Protocol.Corrected, 1)).Checkpoints[0];

        Assert.That(late.Iteration, Is.EqualTo(1));
        Assert.That(late.TrainLoss, Is.EqualTo(exact.TrainLoss));
        Assert.That(late.TestLoss, Is.EqualTo(exact.TestLoss).And.Not.EqualTo(before.TestLoss));
        Assert.That(late.JacobianAnisotropy, Is.EqualTo(exact.JacobianAnisotropy));
        Assert.That(late.GradientAnisotropy, Is.Not.EqualTo(exact.GradientAnisotropy));
    }

    [Test]
    public void A_repeated_batch_is_the_one_of_an_unseeded_generator_for_every_update_and_seed()
    {
        var protocol = Protocol.OnlyWith(Departure.RepeatedBatch);
        var batch = new AddingTask().Draw(new TorchGenerator(), Batch, Steps, Inputs);
        foreach (var seed in new uint[] { Seed, 8 })
        {
            var run = AnisotropyExperiment.Run(Configuration("multi", protocol, 0, 1, 2) with { Seed = seed });
            var weights = InitialWeights("multi", seed);
            for (var update = 1; update <= 2; update++)
            {
                var p = Problem("multi", weights, batch);
                Assert.That(run.Checkpoints[update].TrainLoss, Is.EqualTo(Loss(p)).Within(Single * Loss(p)));
                weights = [.. weights.Zip(Derivatives.GradientByTape(p), (w, g) => w - 1e-2 * g)];
            }
        }
    }

    /// <summary>Nearly every narma20 of 120 steps runs away: redrawn, the loss stays finite; kept, it does not.</summary>
    [Test]
    public void Runaway_targets_are_redrawn_and_counted_or_kept_as_the_protocol_says()
    {
        var config = Configuration("scalar", Protocol.Corrected, 0, 2) with { Task = "narma20", Steps = 120, Lags = [1] };
        var redrawn = AnisotropyExperiment.Run(config);
        var kept = AnisotropyExperiment.Run(config with { Protocol = Protocol.OnlyWith(Departure.UnboundedSequences) });

        Assert.That(redrawn.DivergedAtIteration, Is.Null);
        Assert.That(redrawn.Checkpoints.Select(c => c.TestLoss), Has.All.LessThan(100));
        Assert.That(redrawn.Checkpoints[0].RedrawnSequences, Is.GreaterThan(0));
        Assert.That(redrawn.Checkpoints[1].RedrawnSequences, Is.GreaterThan(redrawn.Checkpoints[0].RedrawnSequences));
        Assert.That(kept.Checkpoints.Select(c => c.RedrawnSequences), Has.All.Zero);
        Assert.That(kept.Checkpoints.Select(c => c.TestLoss), Has.None.Matches<double>(double.IsFinite));
        Assert.That(AnisotropyExperiment.Description.Incomplete(redrawn), Is.Null);
        Assert.That(AnisotropyExperiment.Description.Incomplete(redrawn with { Checkpoints = [redrawn.Checkpoints[0]] }), Does.Contain("0 instead of 0,2"));
    }

    /// <summary>Before the first update the products are those of the first weights and the probe. Catches one departure where another
    /// decides: formed products chosen by jitter instead of departure 7, say.</summary>
    [TestCase(Departure.Jitter, true)]
    [TestCase(Departure.RepeatedBatch, true)]
    [TestCase(Departure.UnboundedSequences, true)]
    [TestCase(Departure.PowerIterationNorms, true)]
    [TestCase(Departure.ExtraGateFactor, true)]
    [TestCase(Departure.GateTermAfterStep, false)]
    [TestCase(Departure.ReversedProducts, false)]
    [TestCase(Departure.TruncatedSpectrum, true, Description = "fewer than 16 units have no others")]
    [TestCase(Departure.SinglePrecisionProducts, false)]
    [TestCase(Departure.LateCheckpoints, false)]
    public void Only_what_touches_products_changes_those_of_the_first_checkpoint(Departure departure, bool isSame)
    {
        (IReadOnlyList<double>, IReadOnlyList<double>) Products(Protocol protocol) =>
            AnisotropyExperiment.Run(Configuration("multi", protocol, 0)).Checkpoints[0] is var first
                ? (first.JacobianAnisotropy, first.JacobianConcentration) : default;
        var (changed, corrected) = (Products(Protocol.OnlyWith(departure)), Products(Protocol.Corrected));

        Assert.That(changed.Item1, isSame ? Is.EqualTo(corrected.Item1) : Is.Not.EqualTo(corrected.Item1), "AI");
        Assert.That(changed.Item2, isSame ? Is.EqualTo(corrected.Item2) : Is.Not.EqualTo(corrected.Item2), "CE");
    }

    private static void AssertCheckpoint(AnisotropyCheckpoint actual, double[] weights, double trainLoss, int model, string cell, int iteration, NumpyGenerator triples)
    {
        var probe = Problem(cell, weights, new AddingTask().Draw(new TorchGenerator(Seed), Batch, Steps, Inputs));
        var targets = probe.Targets;
        var variance = targets.Sum(y => (y - targets.Average()) * (y - targets.Average())) / Batch;
        Assert.That(actual.TrainLoss, double.IsNaN(trainLoss) ? Is.NaN : Is.EqualTo(trainLoss).Within(Single * trainLoss), "train loss");
        Assert.That(actual.TestLoss, Is.EqualTo(Loss(probe)).Within(Single * Loss(probe)), "test loss");
        Assert.That(actual.TargetVariance, Is.EqualTo(variance).Within(1e-12));

        foreach (var (i, lag) in Lags.Index())
        {
            var spectra = Triple.Draw(triples, Batch, Steps, lag, Triples)
                .Select(t => Spectra.Of(Spectra.SingularValues(Derivatives.StateByComplexStep(probe, t.Sequence, t.K, t.T)), Rank))
                .ToArray();
            var (anisotropy, concentration) = (Spectra.Median(spectra.Select(s => s.Anisotropy)), Spectra.Median(spectra.Select(s => s.Concentration)));
            Assert.That(actual.JacobianAnisotropy[i], Is.EqualTo(anisotropy).Within(Single * anisotropy), $"AI at lag {lag}, checkpoint {iteration}");
            Assert.That(actual.JacobianConcentration[i], Is.EqualTo(concentration).Within(Single), $"CE at lag {lag}, checkpoint {iteration}");
        }

        var gradients = SingleSequenceGradients(cell, weights, Seed + (uint)iteration + 1000 * (uint)model + 100_000);
        var σ = Spectra.SingularValues(gradients);
        var (gradientAnisotropy, gradientConcentration) = Spectra.Of(σ, Rank);
        Assert.That(actual.GradientAnisotropy, Is.EqualTo(gradientAnisotropy).Within(Single * gradientAnisotropy), $"gradient AI, checkpoint {iteration}");
        Assert.That(actual.GradientConcentration, Is.EqualTo(gradientConcentration).Within(Single), $"gradient CE, checkpoint {iteration}");
    }

    /// <summary>Ten rows in rounds of four with the seeds s, s + 4, s + 8; unit rows, centred columns.</summary>
    private static double[,] SingleSequenceGradients(string cell, double[] weights, uint seed)
    {
        var rows = new List<double[]>();
        for (var done = 0; done < Rows; done += Batch)
        {
            var p = Problem(cell, weights, new AddingTask().Draw(new TorchGenerator(seed + (uint)done), Batch, Steps, Inputs));
            for (var b = 0; b < Batch && rows.Count < Rows; b++)
            {
                var g = Derivatives.SequenceGradientByTape(p, b);
                var norm = Math.Sqrt(g.Sum(x => x * x));
                rows.Add(Array.ConvertAll(g, x => x / norm));
            }
        }
        var m = new double[Rows, weights.Length];
        for (var j = 0; j < weights.Length; j++)
        {
            var mean = rows.Average(row => row[j]);
            for (var i = 0; i < Rows; i++)
                m[i, j] = rows[i][j] - mean;
        }
        return m;
    }

    /// <summary>The three models' weights come from one stream, plain, scalar, multi.</summary>
    private static double[] InitialWeights(string cell, uint seed = Seed)
    {
        var generator = new TorchGenerator(seed);
        foreach (var name in new[] { "plain", "scalar", "multi" })
        {
            var network = new Network<float>(Cell.ByName(name), Hidden, Inputs).Initialize(generator);
            if (name == cell)
                return Array.ConvertAll(network.Weights, w => (double)w);
        }
        throw new ArgumentException(cell);
    }

    private static Problem Problem(string cell, double[] weights, Batch batch)
    {
        var p = new Problem(Cell.ByName(cell), Hidden, Inputs, Batch, Steps);
        weights.CopyTo(p.Network.Weights, 0);
        Array.ConvertAll(batch.Inputs, u => (double)u).CopyTo(p.Inputs, 0);
        Array.ConvertAll(batch.Targets, y => (double)y).CopyTo(p.Targets, 0);
        p.InitialStates.AsSpan().Clear();
        return p;
    }

    private static double Loss(Problem p) => Enumerable.Range(0, p.Batch).Average(b =>
    {
        var output = p.States(b)[^1].Zip(p.Weights(w => w)("Wo")[0], (x, w) => x * w).Sum();
        return (output - p.Targets[b]) * (output - p.Targets[b]);
    });

    /// <summary>Adam as in Kingma and Ba's Algorithm 1 with step size 1e-3.</summary>
    private sealed class Moments(int count)
    {
        private readonly double[] m = new double[count];
        private readonly double[] v = new double[count];
        private int t;

        public double[] Adam(double[] weights, double[] gradient)
        {
            t++;
            var next = new double[weights.Length];
            for (var i = 0; i < next.Length; i++)
            {
                m[i] = 0.9 * m[i] + 0.1 * gradient[i];
                v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i];
                next[i] = weights[i] - 1e-3 * (m[i] / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, t))) + 1e-8);
            }
            return next;
        }
    }
}
