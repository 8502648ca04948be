using TimeScales.Experiments.Audit;
using TimeScales.Experiments.Departures;

namespace TimeScales.Tests.Audit;

internal sealed class AuditPlanTests
{
    /// <summary>Every departure must be audited somewhere, or the table would be silent about it.</summary>
    [Test]
    public void Every_departure_is_switched_on_alone_in_some_experiment()
    {
        var plan = AuditPlan.Create("smoke");
        var alone = plan.EffectiveRates.Select(run => run.Protocol).Concat(plan.Anisotropy.Select(run => run.Protocol)).Concat(plan.Expansion.Select(run => run.Protocol))
            .Where(p => p != Protocol.Corrected && p != Protocol.Published).Select(p => p.Departures).Distinct();

        Assert.That(alone, Is.EquivalentTo(Enum.GetValues<Departure>().Where(d => d is not (Departure.None or Departure.All))));
    }

    [Test]
    public void Single_departures_see_what_the_corrected_run_sees()
    {
        var plan = AuditPlan.Create("paper", seeds: [4]);

        foreach (var run in plan.EffectiveRates)
        {
            var single = run.Protocol.Name.StartsWith("only-", StringComparison.Ordinal);
            Assert.That(run.Checkpoints, Is.EqualTo(single ? new[] { 0, 800 } : new[] { 0, 50, 200, 400, 600, 800 }), run.Label);
        }
        // Triples come from a stream that runs on from checkpoint to checkpoint.
        foreach (var run in plan.Anisotropy)
            Assert.That(run.Checkpoints, Is.EqualTo(new[] { 0, 400, 800, 1200 }), run.Label);
    }

    [Test]
    public void Every_experiment_has_the_corrected_and_the_published_protocol_once([Values("effective-rates", "anisotropy", "expansion")] string experiment)
    {
        var names = AuditProtocols.Of(experiment).Select(p => p.Name).ToArray();

        Assert.That(names, Is.Unique);
        Assert.That(names[0], Is.EqualTo("corrected"));
        Assert.That(names[^1], Is.EqualTo("published"));
    }
}
