using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments.Engines;
using TimeScales.Experiments;
using TimeScales.Torch;
using static TorchSharp.torch;

namespace TimeScales.Tests.Torch;

/// <summary>Whole runs on both engines, the paper's cells at its sizes: every measurement at every checkpoint.</summary>
/// <remarks>Training in float32 amplifies rounding, so agreement is to 2 %, not to float32's digits; what is measured before training
/// agrees far closer, which the tests of cells hold.</remarks>
[NonParallelizable]
internal sealed class EngineParityTests
{
    private const double TolerancePercent = 2;

    private static readonly TorchEngine Engine = (TorchEngine)new TorchEngineSource().Create("cpu", threads: 1);

    [TestCase("leaky", "adding", 64)]
    [TestCase("scalar", "recall", 64)]
    [TestCase("multi", "adding", 64)]
    [TestCase("plain", "sinmix", 64)]
    [TestCase("gru", "short", 32)]
    [TestCase("lstm", "adding", 32)]
    public void Effective_rates_agree_at_every_checkpoint(string cell, string task, int hidden)
    {
        EffectiveRatesConfiguration[] runs = [.. Seeds(2).Select(seed => new EffectiveRatesConfiguration
        {
            Protocol = Protocol.Corrected, Task = task, Cell = cell, Seed = seed, Hidden = hidden, Checkpoints = [0, 40], ProbeSize = 4,
        })];

        var results = Engine.Run(runs);

        foreach (var (run, result) in runs.Zip(results))
        {
            var expected = EffectiveRatesExperiment.Run(run);
            Assert.That(EffectiveRatesExperiment.Description.Incomplete(result), Is.Null);
            foreach (var (actual, reference) in result.Checkpoints.Zip(expected.Checkpoints))
            {
                AssertClose(actual.ProbeLoss, reference.ProbeLoss, "probe loss");
                AssertClose(actual.Slope, reference.Slope, "slope");
                AssertClose(actual.RSquared, reference.RSquared, "R²");
                AssertClose(actual.Sensitivity, reference.Sensitivity, "sensitivity");
                AssertClose(actual.GateProduct, reference.GateProduct, "gate product");
                AssertClose(actual.CarryProduct, reference.CarryProduct, "carry product");
            }
        }
    }

    [TestCase("plain", "adding", 64)]
    [TestCase("scalar", "narma10", 64)]
    [TestCase("multi", "delaysum", 64)]
    [TestCase("leaky", "ar2", 64)]
    [TestCase("gru", "movingavg", 32)]
    [TestCase("lstm", "adding", 32)]
    public void Anisotropies_agree_at_every_checkpoint(string cell, string task, int hidden)
    {
        AnisotropyConfiguration[] runs = [.. Seeds(2).Select(seed => new AnisotropyConfiguration
        {
            Protocol = Protocol.Corrected, Task = task, Cell = cell, Seed = seed, Hidden = hidden, Checkpoints = [0, 40], TriplesPerLag = 16, GradientRows = 96,
        })];

        var results = Engine.Run(runs);

        foreach (var (run, result) in runs.Zip(results))
        {
            var expected = AnisotropyExperiment.Run(run);
            Assert.That(AnisotropyExperiment.Description.Incomplete(result), Is.Null);
            foreach (var (actual, reference) in result.Checkpoints.Zip(expected.Checkpoints))
            {
                Assert.That(actual.RedrawnSequences, Is.EqualTo(reference.RedrawnSequences));
                if (actual.Iteration > 0)
                    AssertClose(actual.TrainLoss, reference.TrainLoss, "training loss");
                AssertClose(actual.TestLoss, reference.TestLoss, "test loss");
                AssertClose(actual.JacobianAnisotropy, reference.JacobianAnisotropy, "AI of products");
                AssertClose(actual.JacobianConcentration, reference.JacobianConcentration, "CE of products");
                AssertClose(actual.GradientAnisotropy, reference.GradientAnisotropy, "AI of gradients");
                AssertClose(actual.GradientConcentration, reference.GradientConcentration, "CE of gradients");
            }
        }
    }

    /// <summary>A task per replica: the streams must follow the replica's own task and seed.</summary>
    [Test]
    public void Replicas_of_different_tasks_train_side_by_side()
    {
        AnisotropyConfiguration[] runs = [Small("adding", 3), Small("movingavg", 5)];

        var together = Engine.Run(runs);

        foreach (var (run, result) in runs.Zip(together))
        {
            Assert.That(result.Config, Is.SameAs(run));
            AssertClose(result.Checkpoints[^1].JacobianAnisotropy, AnisotropyExperiment.Run(run).Checkpoints[^1].JacobianAnisotropy, "AI of products");
        }
    }

    [Test]
    public void No_tensor_stays_alive_after_a_run()
    {
        Engine.Run([Small("adding", 1)]);
        Collect();
        var before = Tensor.TotalCount;

        foreach (var cell in Cell.All)
        {
            Engine.Run([Small("adding", 1) with { Cell = cell.Name }, Small("adding", 2) with { Cell = cell.Name }]);
            Engine.Run([new EffectiveRatesConfiguration
            {
                Protocol = Protocol.Corrected, Task = "adding", Cell = cell.Name, Seed = 1, Hidden = 12, Steps = 10, Checkpoints = [0, 3],
            }]);
            Assert.That(Tensor.TotalCount, Is.EqualTo(before), $"{cell.Name}, before the collector could find any");
        }
    }

    /// <summary>Stopped between two updates, and ended by a step size that no weight survives.</summary>
    [Test]
    public void No_tensor_stays_alive_after_a_run_that_does_not_end_well()
    {
        var rates = new EffectiveRatesConfiguration { Protocol = Protocol.Corrected, Task = "adding", Cell = "plain", Seed = 1, Hidden = 12, Steps = 10, Checkpoints = [0, 9] };
        Engine.Run([rates]);
        Collect();
        var before = Tensor.TotalCount;
        foreach (var compute in new Action<RunContext>[] { context => Engine.Run([rates], context), context => Engine.Run([Small("adding", 1)], context) })
        {
            using var stop = new CancellationTokenSource();
            Assert.That(
                () => compute(new RunContext(stop.Token, done => { if (done > 0.5) stop.Cancel(); })), Throws.InstanceOf<OperationCanceledException>());
            Assert.That(Tensor.TotalCount, Is.EqualTo(before), "stopped");
        }

        Assert.That(Engine.Run([rates with { StepSize = 1e30 }])[0].DivergedAtIteration, Is.Not.Null);
        Assert.That(Tensor.TotalCount, Is.EqualTo(before), "diverged");
    }

    [Test]
    public void Departures_of_the_released_program_are_refused() =>
        Assert.That(
            () => Engine.Run([Small("adding", 1) with { Protocol = Protocol.Published }]),
            Throws.ArgumentException.With.Message.Contain("corrected").And.Message.Contain("published"));

    /// <summary>Said before anything is computed: a tensor that does not fit would end the process. One byte more or less decides.</summary>
    [TestCaseSource(nameof(OneOfEach))]
    public void A_run_that_does_not_fit_into_memory_is_refused(RunConfiguration run)
    {
        var least = new TorchEngine(CPU, workers: 1, memory: 1).PeakBytes(run);
        var (fits, lacks) = (new TorchEngine(CPU, workers: 1, least), new TorchEngine(CPU, workers: 1, least - 1));

        Assert.That(least, Is.InRange(20e6, 2e9));
        Assert.That(fits.Refusal(run), Is.Null);
        Assert.That(lacks.Refusal(run), Does.Contain(run.Label).And.Contain("GB").And.Contain("cpu"));
        Assert.That(() => Compute(lacks, run), Throws.ArgumentException.With.Message.Contain("GB"));
    }

    /// <summary>Where memory is short fewer train at once, and what is said beforehand fits.</summary>
    [TestCaseSource(nameof(OneOfEach))]
    public void As_many_replicas_train_at_once_as_fit(RunConfiguration run)
    {
        var least = new TorchEngine(CPU, workers: 1, memory: 1).PeakBytes(run);
        foreach (var (memory, workers) in from share in new[] { 1, 2, 3, 8, 64 } from workers in new[] { 1, 2 } select (least * share, workers))
        {
            var engine = new TorchEngine(CPU, workers, memory);
            Assert.That(engine.Refusal(run) is null, Is.EqualTo(engine.PeakBytes(run) <= memory));
            Assert.That(engine.Refusal(run) is null, Is.EqualTo(workers * least <= memory));
        }
        Assert.That(new TorchEngine(CPU, workers: 1, least * 64).MostReplicas(run), Is.EqualTo(4));
    }

    private static object Compute(TorchEngine engine, RunConfiguration run) =>
        run is EffectiveRatesConfiguration rates ? engine.Run([rates]) : engine.Run([(AnisotropyConfiguration)run]);

    private static IEnumerable<TestCaseData> OneOfEach => new RunConfiguration[]
    {
        new EffectiveRatesConfiguration { Protocol = Protocol.Corrected, Task = "adding", Cell = "multi", Seed = 1 },
        new AnisotropyConfiguration { Protocol = Protocol.Corrected, Task = "adding", Cell = "lstm", Seed = 1 },
    }.Select(run => new TestCaseData(run).SetArgDisplayNames(run.Experiment));

    [Test]
    public void Runs_that_differ_in_size_are_not_replicas() =>
        Assert.That(
            () => Engine.Run([Small("adding", 1), Small("adding", 2) with { Hidden = 13 }]),
            Throws.ArgumentException.With.Message.Contain("side by side"));

    [Test]
    public void A_cancelled_run_stops()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.That(() => Engine.Run([Small("adding", 1)], new RunContext(stop.Token)), Throws.InstanceOf<OperationCanceledException>());
    }

    private static AnisotropyConfiguration Small(string task, uint seed) => new()
    {
        Protocol = Protocol.Corrected, Task = task, Cell = "scalar", Seed = seed,
        Hidden = 12, Steps = 20, Checkpoints = [0, 5], Lags = [1, 6], TriplesPerLag = 8, GradientRows = 80,
    };

    private static IEnumerable<uint> Seeds(int count) => Enumerable.Range(1, count).Select(seed => (uint)seed);

    /// <summary>A number or a profile; without gates that move there is no exponent, on either engine.</summary>
    private static void AssertClose(object actual, object expected, string what) =>
        Assert.That(actual, Is.EqualTo(expected).Within(TolerancePercent).Percent, what);

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
