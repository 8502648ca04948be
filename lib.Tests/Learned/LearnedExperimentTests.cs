using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Digits;
using TimeScales.Experiments.Learned;
using TimeScales.RandomStreams;
using TimeScales.Tests.Estimators;
using TimeScales.Tests.Oracles;
using Triple = TimeScales.Triple;

namespace TimeScales.Tests.Learned;

/// <summary>A whole small run against one written from the definitions, and when a run ends.</summary>
internal sealed class LearnedExperimentTests
{
    private const int Hidden = 6, Inputs = 3, Steps = 10, Batch = 4;
    private const uint Seed = 11;

    /// <summary>Relative. Four updates in float32 here and there; Adam's first steps are signs, which amplify nothing.</summary>
    private const double Single = 2e-5;

    private static LearnedConfiguration Configuration(string cell) => new()
    {
        Protocol = Protocol.Corrected, Task = "adding", Cell = cell, Seed = Seed, Hidden = Hidden, Inputs = Inputs, Steps = Steps,
        BatchSize = Batch, TestSize = 5, UpdatesPerLook = 2, MostUpdates = 4, SolvedBelow = 1e-9, ClipNorm = 0.05, ProbeSize = 2,
        Checkpoints = [0, 50, 100], ProductLags = [1, 4], TriplesPerLag = 3, GradientRows = 7, Rank = 3,
    };

    [Test]
    public void A_run_equals_its_definition([Values("multi", "scalar", "gru", "lstm")] string cell)
    {
        var config = Configuration(cell);
        var run = LearnedExperiment.Run(config);
        Assert.That(run.DivergedAtIteration, Is.Null);
        Assert.That(LearnedExperiment.Description.Incomplete(run), Is.Null);
        Assert.That(run.Checkpoints.Select(c => (c.Iteration, c.Updates, c.UpdatesUntilSolved)), Is.EqualTo(new (int, int, int?)[] { (0, 0, null), (50, 2, null), (100, 4, null) }));

        var network = LearnedModel.ByCell(cell).CreateNetwork(config);
        var weights = Array.ConvertAll(network.Weights, w => (double)w);
        var (m, v) = (new double[weights.Length], new double[weights.Length]);
        var training = new TorchGenerator(Seed + 123);
        for (var update = 0; update <= 4; update++)
        {
            if (update % 2 == 0)
                AssertCheckpoint(run.Checkpoints[update / 2], network.Cell, weights);
            var gradient = Derivatives.GradientByTape(Problem(network.Cell, weights, Draw(training, Batch)));
            var norm = Math.Sqrt(gradient.Sum(g => g * g));
            Assert.That(norm, Is.GreaterThan(config.ClipNorm), "a gradient that is not clipped tests no clipping");
            for (var i = 0; i < weights.Length; i++)
            {
                var g = gradient[i] * config.ClipNorm / norm;
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.999 * v[i] + 0.001 * g * g;
                weights[i] -= 3e-3 * (m[i] / (1 - Math.Pow(0.9, update + 1))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, update + 1))) + 1e-8);
            }
        }
    }

    [Test]
    public void A_run_ends_at_the_first_look_at_which_the_task_is_solved()
    {
        var start = LearnedExperiment.Run(Configuration("multi")).Checkpoints;
        var between = (start[1].ValidationError + start[2].ValidationError) / 2;
        Assert.That(start[2].ValidationError, Is.LessThan(start[1].ValidationError), "otherwise the limit separates nothing");

        var run = LearnedExperiment.Run(Configuration("multi") with { SolvedBelow = between, MostUpdates = 100 });

        Assert.That(run.Checkpoints.Select(c => c.UpdatesUntilSolved), Has.All.EqualTo(4));
        Assert.That(run.Checkpoints[2].TestError, Is.EqualTo(start[2].TestError));
        Assert.That(LearnedExperiment.Run(Configuration("multi") with { SolvedBelow = 100 }).Checkpoints.Select(c => c.UpdatesUntilSolved), Has.All.Zero);
    }

    [TestCase(0, 0)]
    [TestCase(10, 0)]
    [TestCase(24, 4)]
    [TestCase(25, 5)]
    [TestCase(50, 10)]
    [TestCase(99, 15)]
    [TestCase(100, 20)]
    public void A_share_of_the_way_is_the_last_look_that_is_not_beyond_it(int percent, int updates)
    {
        var config = Configuration("multi") with { UpdatesPerLook = percent is 24 ? 4 : 5, MostUpdates = 20, Checkpoints = [percent] };

        Assert.That(LearnedExperiment.Run(config).Checkpoints.Single().Updates, Is.EqualTo(updates));
    }

    [Test]
    public void Updates_that_no_look_could_follow_are_not_made() =>
        Assert.That(LearnedExperiment.Run(Configuration("multi") with { UpdatesPerLook = 3, MostUpdates = 8 }).Checkpoints[^1].Updates, Is.EqualTo(6));

    /// <summary>Weights of 1e30 overflow in float32; the update is named and nothing measured.</summary>
    [Test]
    public void A_run_whose_loss_is_not_finite_says_when_and_every_row_of_it_is_empty()
    {
        var run = LearnedExperiment.Run(Configuration("plain") with { StepSize = 1e30 });

        Assert.That(run.DivergedAtIteration, Is.EqualTo(1).Or.EqualTo(2));
        Assert.That(run.Checkpoints, Is.Empty);
        Assert.That(LearnedExperiment.Description.Incomplete(run), Is.Null);
        var rows = LearnedExperiment.Description.Measurements(run).ToArray();
        Assert.That(rows.Where(r => r.Quantity != "updates").Select(r => r.Value), Has.All.NaN);
        Assert.That(rows.Select(r => r.Iteration).Distinct(), Is.EqualTo(new int?[] { 0, 50, 100 }));
    }

    [Test]
    public void A_result_that_lacks_something_is_not_whole()
    {
        var run = LearnedExperiment.Run(Configuration("gru"));
        string? Without(Func<LearnedCheckpoint, LearnedCheckpoint> change) => LearnedExperiment.Description.Incomplete(run with { Checkpoints = [.. run.Checkpoints.Select(change)] });

        Assert.That(LearnedExperiment.Description.Incomplete(run with { Checkpoints = [run.Checkpoints[0]] }), Does.Contain("0 instead of 0,50,100"));
        Assert.That(Without(c => c with { Sensitivity = [1] }), Does.Contain("one value per lag"));
        Assert.That(Without(c => c with { Exact = c.Exact with { TimeConstants = [1] } }), Does.Contain("one time constant per unit"));
        Assert.That(Without(c => c with { ExpansionError = [1] }), Does.Contain("one value per product lag"));
        Assert.That(Without(c => c with { Products = c.Products with { LossShare = [1] } }), Does.Contain("one value per product lag"));
    }

    [Test]
    public void Updates_until_solved_are_told_only_of_runs_that_solve()
    {
        double Told(double solvedBelow) => LearnedExperiment.Description.Measurements(LearnedExperiment.Run(Configuration("lstm") with { SolvedBelow = solvedBelow }))
            .Single(r => r.Quantity == "updatesUntilSolved" && r.Iteration == 100).Value;

        Assert.That(Told(1e-9), Is.NaN);
        Assert.That(Told(100), Is.Zero);
    }

    /// <summary>The learned regime in small, in a few seconds: half the sequence length and a sixteenth of the units' products.</summary>
    [Test]
    public void Gated_cells_learn_to_add_over_twenty_steps([Values("multi", "scalar", "gru", "lstm")] string cell)
    {
        var config = new LearnedConfiguration
        {
            Protocol = Protocol.Corrected, Task = "adding", Cell = cell, Seed = 1, Hidden = 16, Inputs = 2, Steps = 20, StepSize = 1e-2,
            TestSize = 256, SolvedBelow = 0.02, MostUpdates = 1500, Checkpoints = [0, 100], ProductLags = [1, 12], TriplesPerLag = 8, GradientRows = 16, ProbeSize = 3,
        };

        var last = LearnedExperiment.Run(config).Checkpoints[^1];

        Assert.That(last.UpdatesUntilSolved, Is.Not.Null);
        Assert.That(last.ValidationError, Is.LessThan(0.02));
        Assert.That(last.TestError, Is.LessThan(0.03).And.Not.EqualTo(last.ValidationError));
        Assert.That(last.ConstantError, Is.InRange(0.12, 0.22));
    }

    /// <summary>Seven images in batches of four, the last two of which overlap: each counts once.</summary>
    [Test]
    public void The_error_of_classes_is_the_share_of_wrong_ones()
    {
        var p = new Problem(Cell.ByName("gru"), Hidden, Inputs, batch: 7, Steps, readOut: new ClassReadOut(3));
        p.InitialStates.AsSpan().Clear();
        var readOut = p.Weights(w => w)("Wo");
        var wrong = Enumerable.Range(0, 7).Count(b =>
        {
            var answer = Array.ConvertAll(readOut, row => row.Zip(p.States(b)[^1], (w, x) => w * x).Sum());
            return Array.IndexOf(answer, answer.Max()) != (int)p.Targets[b];
        });
        Assert.That(wrong, Is.InRange(1, 6), "otherwise nothing is counted");

        var error = new MeanError<double>(Configuration("gru"), p.Network, new Batch([.. p.Inputs.Select(u => (float)u)], [.. p.Targets.Select(y => (float)y)])).Of(p.Network);

        Assert.That(error, Is.EqualTo(wrong / 7.0));
    }

    /// <summary>Adding draws all its sequences alike; only digits tell which set an error is from.</summary>
    [Test]
    public void Validation_and_test_are_images_that_training_never_sees()
    {
        if (!DigitsTask.IsInstalled)
            Assert.Ignore("The images are not installed; environment/install-digits.sh installs them.");
        var plan = LearnedExperiment.Description.Preset("smoke") with { Tasks = ["digits"], Cells = ["gru"], Sizes = new(Hidden: 16, Steps: 28, Checkpoints: [0]) };
        var config = LearnedExperiment.Description.Runs(plan).Single() with { TestSize = 100 };
        var network = LearnedModel.All.Single(m => m.Cell == "gru").CreateNetwork(config);
        var images = DigitImages.Load(DigitImages.InstalledFolder!, DigitImages.PackageHash);
        double Error(IReadOnlyList<DigitImage> set)
        {
            var unroll = new Unroll<double>(network.Cell, config.Hidden, 28, 100, 28, network.ReadOut);
            unroll.Forward(network.To<double>(), [.. set.Take(100).SelectMany(image => image.Pixels).Select(pixel => (double)pixel)]);
            return Enumerable.Range(0, 100).Count(b => unroll.Output(b).ToArray() is var output && Array.IndexOf(output, output.Max()) != set[b].Digit) / 100.0;
        }

        var start = LearnedExperiment.Run(config).Checkpoints.Single();

        Assert.That((start.ValidationError, start.TestError), Is.EqualTo((Error(images.Validation), Error(images.Test))));
        Assert.That(new[] { Error(images.Validation), Error(images.Test), Error(images.Training) }, Is.Unique, "otherwise a mistake could hide");
    }

    private static void AssertCheckpoint(LearnedCheckpoint actual, Cell cell, double[] weights)
    {
        var (validation, test) = (Problem(cell, weights, Draw(new TorchGenerator(Seed + 5000), 5)), Problem(cell, weights, Draw(new TorchGenerator(Seed + 6000), 5)));
        Assert.That(actual.ValidationError, Is.EqualTo(Loss(validation)).Within(Single * Loss(validation)), "validation error");
        Assert.That(actual.TestError, Is.EqualTo(Loss(test)).Within(Single * Loss(test)), "test error");

        var probe = Problem(cell, weights, Draw(new TorchGenerator(Seed + 999), 2));
        foreach (var lag in new[] { 1, 3, 9 })
        {
            var norms = Spectra.Median(Pairs(lag, 2).Select(pair => Numerical.SpectralNorm(Derivatives.StateByComplexStep(probe, pair.Sequence, pair.K, pair.T))));
            var value = actual.Sensitivity[actual.Lags.ToList().IndexOf(lag)] * actual.SensitivityAtLag1;
            Assert.That(value, Is.EqualTo(norms).Within(Single * norms), $"S at lag {lag}");
        }

        var batch = Problem(cell, weights, Draw(new TorchGenerator(Seed + 100_000), Batch));
        var triples = new NumpyGenerator(Seed);
        foreach (var (i, lag) in actual.ProductLags.Index())
        {
            var drawn = Triple.Draw(triples, Batch, Steps, lag, 3);
            var anisotropy = Spectra.Median(drawn.Select(t => Spectra.Of(Spectra.SingularValues(Derivatives.StateByComplexStep(batch, t.Sequence, t.K, t.T)), 3).Anisotropy));
            var errors = drawn.Select(t => ExpansionErrors(batch, t)).ToArray();
            void IsMedian(double measured, Func<double[], double> order, string what)
            {
                var error = Spectra.Median(errors.Select(order));
                Assert.That(measured, Is.EqualTo(error).Within(100 * Single * error + 1e-14), $"{what} at lag {lag}");
            }
            double[][] values = [.. drawn.Select(t => Spectra.SingularValues(Derivatives.StateByComplexStep(batch, t.Sequence, t.K, t.T)))];
            var (largest, third) = (Spectra.Median(values.Select(σ => Math.Log(σ[0]) / lag)), Spectra.Median(values.Select(σ => Math.Log(σ[2]) / lag)));
            var byChance = Spectra.Median(values.Select(σ => σ.Sum(x => x * x) / (σ.Length * σ[0] * σ[0])));
            Assert.That(actual.Products.LargestExponent[i], Is.EqualTo(largest).Within(100 * Single), $"Lyapunov exponent at lag {lag}");
            Assert.That(actual.Products.RankExponent[i], Is.EqualTo(third).Within(100 * Single), $"third exponent at lag {lag}");
            Assert.That(actual.Products.LossShareByChance[i], Is.EqualTo(byChance).Within(100 * Single * byChance), $"share by chance at lag {lag}");
            var alignment = Spectra.Median(drawn.Select(t => Derivatives.LossShare(batch, t.Sequence, t.T, t.K)));
            Assert.That(actual.Products.Anisotropy[i], Is.EqualTo(anisotropy).Within(Single * anisotropy), $"AI at lag {lag}");
            Assert.That(actual.Products.LossShare[i], Is.EqualTo(alignment).Within(Single * alignment), $"alignment at lag {lag}");
            IsMedian(actual.ExpansionErrorZeroth[i], e => e[0], "gates alone");
            IsMedian(actual.ExpansionError[i], e => e[1], "first order");
            IsMedian(actual.ExpansionErrorSecond[i], e => e[2], "second order");
        }

        var expected = Spectra.Of(Spectra.SingularValues(UnitGradients(cell, weights)), 3);
        Assert.That(actual.Gradients.Anisotropy, Is.EqualTo(expected.Anisotropy).Within(20 * Single * expected.Anisotropy), "gradient AI");
        Assert.That(actual.Gradients.Concentration, Is.EqualTo(expected.Concentration).Within(20 * Single), "gradient CE");
        var block = new Network<double>(cell, Hidden, Inputs).Block("Wr");
        var alone = Spectra.Of(Spectra.SingularValues(UnitGradients(cell, weights, block.Offset..(block.Offset + block.Length))), 3);
        Assert.That(actual.Gradients.RecurrentAnisotropy, Is.EqualTo(alone.Anisotropy).Within(20 * Single * alone.Anisotropy), "AI of W_r");
        Assert.That(actual.Gradients.RecurrentOutside, Is.EqualTo(1 - alone.Concentration).Within(20 * Single), "1 - CE of W_r");
        Assert.That(actual.Gradients.Outside, Is.EqualTo(1 - expected.Concentration).Within(20 * Single), "gradient 1 - CE");
    }

    /// <summary>What Π(A + B) has beyond its terms with at most 0, 1 and 2 factors B, relative in norm, from separate products; A from fixed gates.</summary>
    private static double[] ExpansionErrors(Problem p, Triple triple)
    {
        double[][,] terms = [Identity(p.StateSize), new double[p.StateSize, p.StateSize], new double[p.StateSize, p.StateSize]];
        for (var t = triple.K + 1; t <= triple.T; t++)
        {
            var a = Derivatives.StateByTapeAtFixedGates(p, triple.Sequence, t);
            var b = Sum(Derivatives.StateByComplexStep(p, triple.Sequence, t - 1, t), a, -1);
            for (var n = 2; n > 0; n--)
                terms[n] = Sum(Numerical.Product(a, terms[n]), Numerical.Product(b, terms[n - 1]), 1);
            terms[0] = Numerical.Product(a, terms[0]);
        }
        var whole = Derivatives.StateByComplexStep(p, triple.Sequence, triple.K, triple.T);
        var (norm, errors) = (Norm(whole), new double[3]);
        for (var n = 0; n < 3; n++)
        {
            whole = Sum(whole, terms[n], -1);
            errors[n] = Norm(whole) / norm;
        }
        return errors;
    }

    /// <summary>Seven rows: four sequences and then three of the next draw, unit rows, centred columns.</summary>
    private static double[,] UnitGradients(Cell cell, double[] weights, Range? of = null)
    {
        var (first, columns) = (of ?? Range.All).GetOffsetAndLength(weights.Length);
        var generator = new TorchGenerator(Seed + 100_000);
        var rows = new List<double[]>();
        foreach (var count in new[] { 4, 3 })
        {
            var p = Problem(cell, weights, Draw(generator, count));
            rows.AddRange(Enumerable.Range(0, count).Select(b => Derivatives.SequenceGradientByTape(p, b)[first..(first + columns)]).Select(g => Array.ConvertAll(g, x => x / Math.Sqrt(g.Sum(y => y * y)))));
        }
        var matrix = new double[rows.Count, columns];
        for (var j = 0; j < columns; j++)
            for (var i = 0; i < rows.Count; i++)
                matrix[i, j] = rows[i][j] - rows.Average(row => row[j]);
        return matrix;
    }

    private static IEnumerable<Triple> Pairs(int lag, int sequences) =>
        from b in Enumerable.Range(0, sequences)
        from k in Enumerable.Range(1, Steps - lag)
        select new Triple(b, k + lag, k);

    private static Batch Draw(TorchGenerator generator, int sequences) => new AddingTask().Draw(generator, sequences, Steps, Inputs);

    private static Problem Problem(Cell cell, double[] weights, Batch batch)
    {
        var p = new Problem(cell, Hidden, Inputs, batch.Targets.Length, Steps);
        weights.CopyTo(p.Network.Weights, 0);
        Array.ConvertAll(batch.Inputs, u => (double)u).CopyTo(p.Inputs, 0);
        Array.ConvertAll(batch.Targets, y => (double)y).CopyTo(p.Targets, 0);
        p.InitialStates.AsSpan().Clear();
        return p;
    }

    private static double Loss(Problem p) => Enumerable.Range(0, p.Batch).Average(b =>
        Math.Pow(p.Weights(w => w)("Wo")[0].Zip(p.States(b)[^1], (w, x) => w * x).Sum() - p.Targets[b], 2));

    private static double[,] Identity(int size)
    {
        var identity = new double[size, size];
        for (var i = 0; i < size; i++)
            identity[i, i] = 1;
        return identity;
    }

    private static double Norm(double[,] m) => Math.Sqrt(m.Cast<double>().Sum(x => x * x));

    private static double[,] Sum(double[,] a, double[,] b, double scale)
    {
        var sum = (double[,])a.Clone();
        for (var i = 0; i < a.GetLength(0); i++)
            for (var j = 0; j < a.GetLength(1); j++)
                sum[i, j] += scale * b[i, j];
        return sum;
    }
}
