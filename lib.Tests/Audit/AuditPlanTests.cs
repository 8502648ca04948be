using TimeScales.Audit;
using TimeScales.Experiments;

namespace TimeScales.Tests.Audit;

internal sealed class AuditPlanTests
{
    /// <summary>Every departure must be audited somewhere, or the table would be silent about it.</summary>
    [Test]
    public void Every_departure_is_switched_on_alone_in_some_experiment()
    {
        var plan = AuditPlan.ByName("smoke");
        var alone = plan.EffectiveRates.Protocols.Concat(plan.Anisotropy.Protocols).Concat(plan.Expansion.Protocols)
            .Where(p => p != Protocol.Corrected && p != Protocol.Published).Select(p => p.Departures).Distinct();

        Assert.That(alone, Is.EquivalentTo(Enum.GetValues<Departures>().Where(d => d is not (Departures.None or Departures.All))));
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
