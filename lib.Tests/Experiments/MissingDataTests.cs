using TimeScales.Experiments.Departures;
using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

/// <summary>Runs that read something besides their configuration, such as images, where it is not there.</summary>
internal sealed class MissingDataTests
{
    private sealed record Reading : RunConfiguration
    {
        public override string Experiment => "reading";

        public override IReadOnlyList<string> Folders => ["task"];

        public override void Validate()
        {
        }

        public override void RequireData() => throw new ArgumentException("The images are not installed.");

        public override RunCost EstimateCost() => default;

        private protected override RunConfiguration PaperSizes() => this;
    }

    private static Reading Run(uint seed) => new() { Protocol = Protocol.Corrected, Seed = seed };

    private static RunQueue<Reading, double> Queue(ResultStore store, List<uint> computed) => new()
    {
        Compute = (config, _) =>
        {
            computed.Add(config.Seed);
            return RunResult<Reading, double>.Embedded(config, [1], null);
        },
        Incomplete = _ => null,
        Store = store,
    };

    [Test]
    public void Nothing_is_computed_without_them()
    {
        using var folder = new TemporaryFolder();
        var computed = new List<uint>();

        Assert.That(() => Queue(new ResultStore(folder.Path), computed).Run([Run(1)]), Throws.ArgumentException.With.Message.Contains("not installed"));
        Assert.That(computed, Is.Empty);
    }

    [Test]
    public void Results_that_are_stored_are_read_without_them()
    {
        using var folder = new TemporaryFolder();
        var store = new ResultStore(folder.Path);
        store.Save(RunResult<Reading, double>.Embedded(Run(1), [1], null));

        Assert.That(Queue(store, []).Run([Run(1)]).Single().Checkpoints, Is.EqualTo(new[] { 1.0 }));
    }
}
