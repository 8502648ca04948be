using TimeScales.Anisotropy;
using TimeScales.EffectiveRates;
using TimeScales.Expansion;

namespace TimeScales.Audit;

/// <summary>The runs of the audit: the corrected protocol, every departure alone, and the published protocol, on one task of each experiment.</summary>
/// <param name="EffectiveRates">Sec. VII-A.</param>
/// <param name="Anisotropy">Sec. VII-B.</param>
/// <param name="Expansion">Appendix B.</param>
public sealed record AuditPlan(EffectiveRatesPlan EffectiveRates, AnisotropyPlan Anisotropy, ExpansionPlan Expansion)
{
    /// <summary>The task of both experiments: the paper's.</summary>
    public const string Task = "adding";

    /// <summary>The preset of that name, on that task of Sec. VII-B.</summary>
    /// <exception cref="ArgumentException">There is no such preset; the message lists those that exist.</exception>
    public static AuditPlan ByName(string name) => new(
        EffectiveRatesPlan.ByName(name) with { Protocols = AuditProtocols.Of("effective-rates"), Tasks = [Task] },
        AnisotropyPlan.ByName(name) with { Protocols = AuditProtocols.Of("anisotropy"), Tasks = [Task] },
        ExpansionPlan.ByName(name) with { Protocols = AuditProtocols.Of("expansion") });
}
