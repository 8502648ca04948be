using TimeScales.Cli;
using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments.Engines;
using TimeScales.Experiments.Expansion;
using TimeScales.Experiments;

namespace TimeScales.Tests.Engines;

/// <summary>Which engine the command line takes, over what a build may have and a machine may offer.</summary>
internal sealed class EngineChoiceTests
{
    private static readonly IEngineSource OnBoth = new Source(missingCuda: null);
    private static readonly IEngineSource OnCpu = new Source(missingCuda: "no card is plugged in");

    [TestCase("auto", null)]
    [TestCase("auto", "cuda")]
    [TestCase("fake", "cuda")]
    public void CUDA_is_taken_where_it_is_there_and_asked_for(string name, string? device) =>
        Assert.That(EngineChoice.Of(name, device, 1, [OnBoth]).Engine!.Device, Is.EqualTo("cuda"));

    [TestCase("auto", "cpu")]
    [TestCase("embedded", null)]
    [TestCase("embedded", "cpu")]
    public void The_embedded_engine_is_taken_where_the_processor_is_asked_for(string name, string? device)
    {
        var choice = EngineChoice.Of(name, device, 1, [OnBoth]);

        Assert.That(choice.Engine, Is.Null);
        Assert.That(choice.Why, Is.Null, "nobody asked for CUDA");
    }

    [TestCase(true, "no card is plugged in")]
    [TestCase(false, null)]
    public void The_automatic_choice_says_why_it_is_not_CUDA_where_there_is_a_card(bool isThere, string? why)
    {
        var choice = EngineChoice.Of("auto", null, 1, [new Source(missingCuda: "no card is plugged in", isThere)]);

        Assert.That(choice.Engine, Is.Null);
        Assert.That(choice.Why, Is.EqualTo(why));
    }

    [Test]
    public void A_named_engine_computes_on_the_processor_unless_told_otherwise() =>
        Assert.That(EngineChoice.Of("fake", null, 1, [OnBoth]).Engine!.Device, Is.EqualTo("cpu"));

    [TestCase("fake", "cuda", "no card is plugged in")]
    [TestCase("auto", "cuda", "no card is plugged in")]
    [TestCase("quantum", null, "embedded, fake, auto")]
    [TestCase("embedded", "cuda", "it has: cpu")]
    [TestCase("auto", "tpu", "cpu, cuda")]
    public void What_is_not_there_is_refused_with_the_reason(string name, string? device, string reason) =>
        Assert.That(() => EngineChoice.Of(name, device, 1, [OnCpu]), Throws.ArgumentException.With.Message.Contain(reason));

    /// <summary>The fake engine refuses seed 2.</summary>
    [Test]
    public void An_engine_that_cannot_compute_the_runs_gives_way_only_if_nobody_named_it()
    {
        RunConfiguration[] runs = [Run(1), Run(2)];

        var automatic = EngineChoice.Of("auto", null, 1, [OnBoth]).For(runs, experimentHasReplicas: true);

        Assert.That(automatic.Engine, Is.Null);
        Assert.That(automatic.Why, Does.Contain("seed 2"));
        Assert.That(
            () => EngineChoice.Of("fake", null, 1, [OnBoth]).For(runs, experimentHasReplicas: true),
            Throws.ArgumentException.With.Message.Contain("seed 2"));
        Assert.That(EngineChoice.Of("fake", null, 1, [OnBoth]).For(runs[..1], experimentHasReplicas: true).Engine, Is.Not.Null);
    }

    [Test]
    public void An_experiment_without_replicas_is_refused_by_name() => Assert.That(
        () => EngineChoice.Of("fake", null, 1, [OnBoth])
            .For([new ExpansionConfiguration { Protocol = Protocol.Corrected, Gate = "scalar", Seed = 0 }], experimentHasReplicas: false),
        Throws.ArgumentException.With.Message.Contain("'expansion'"));

    private static EffectiveRatesConfiguration Run(uint seed) =>
        new() { Protocol = Protocol.Corrected, Task = "adding", Cell = "leaky", Seed = seed };

    private sealed class Source(string? missingCuda, bool isThere = true) : IEngineSource
    {
        public bool IsThere(string device) => isThere;

        public string Name => "fake";

        public IReadOnlyList<string> Devices => ["cpu", "cuda"];

        public string? Found => null;

        public string? Missing(string device) => device == "cuda" ? missingCuda : null;

        public IEngine Create(string device, int threads) => new Engine(device);
    }

    private sealed class Engine(string device) : IEngine
    {
        public string Name => "fake";

        public string Device => device;

        public int MostReplicas(RunConfiguration run) => 8;

        public int Workers => 1;

        public long PeakBytes(RunConfiguration run) => 0;

        public string? Refusal(RunConfiguration run) => run.Seed == 2 ? "seed 2 is out of reach" : null;

        public Func<IReadOnlyList<TRun>, RunContext?, IReadOnlyList<RunResult<TRun, TPoint>>>? Computation<TRun, TPoint>()
            where TRun : RunConfiguration => null;
    }
}
