using System.Text.Json.Serialization;

namespace TimeScales.Experiments.Audit;

/// <summary>One statistic of one network under one protocol, over seeds.</summary>
/// <param name="Experiment">effective-rates, anisotropy or expansion.</param>
/// <param name="Task">The task; empty for the expansion.</param>
/// <param name="Subject">The cell, model, gate, or the pair that is compared.</param>
/// <param name="Statistic">What is measured.</param>
/// <param name="Checkpoint">Updates; null where there is no training.</param>
/// <param name="Protocol">corrected, published, or only- one departure.</param>
/// <param name="Seeds">Number of seeds in the median.</param>
/// <param name="LeftOut">Seeds that diverged or whose value is not finite, or that the protocol drops.</param>
/// <param name="Median">Median over seeds.</param>
/// <param name="Lower">Lower end of its 95 % bootstrap interval.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Change">Median over seeds of the ratio to the same seed's corrected value; NaN for the
/// corrected protocol itself.</param>
/// <param name="ChangeLower">Lower end of its interval.</param>
/// <param name="ChangeUpper">Upper end.</param>
public sealed record AuditEntry(
    string Experiment,
    string Task,
    string Subject,
    string Statistic,
    int? Checkpoint,
    string Protocol,
    int Seeds,
    int LeftOut,
    double Median,
    double Lower,
    double Upper,
    double Change,
    double ChangeLower,
    double ChangeUpper)
{
    /// <summary>The median with its 95 % interval as a reader sees it.</summary>
    [JsonIgnore]
    public string Text => Numerals.Interval(Median, Lower, Upper);
}
