namespace TimeScales.Experiments.Audit;

/// <summary>Which measurements the audit follows, and what it calls them.</summary>
internal static class AuditStatistics
{
    private static readonly double?[] ProfileLags = [5, 10, 20];
    private static readonly double?[] SpectrumLags = [1, 12, 40];

    /// <summary>The name of a measurement in the audit's tables; null where the audit does not follow it.</summary>
    public static string? NameOf(Measurement m) => (m.Experiment, m.Quantity) switch
    {
        ("effective-rates", "slope") => "slope s",
        ("effective-rates", "sensitivity") when ProfileLags.Contains(m.Position) => $"S at lag {m.Position} over lag 1",
        ("effective-rates", "probeLoss") => "probe loss",
        ("anisotropy", "jacobianAnisotropy") when SpectrumLags.Contains(m.Position) => $"AI at lag {m.Position}",
        ("anisotropy", "jacobianConcentration") when SpectrumLags.Contains(m.Position) => $"CE at lag {m.Position}",
        ("anisotropy", "gradientAnisotropy") => "gradient AI",
        ("anisotropy", "gradientConcentration") => "gradient CE",
        ("anisotropy", "trainLoss") => "train loss",
        ("anisotropy", "testLossOverVariance") => "test loss over variance",
        ("expansion", "slope") => "slope",
        ("expansion", "ratioMedian") => "median ‖B‖/‖A‖",
        ("expansion", "ratioQuantile99") => "99 % quantile ‖B‖/‖A‖",
        ("expansion", "relativeErrorAtOne") => "relative error at 1",
        _ => null,
    };

    /// <summary>Whether the published ordering "multi gate ≥ plain + Adam" speaks of it.</summary>
    public static bool IsOrdered(Measurement m) => m.Quantity is "jacobianAnisotropy" or "gradientAnisotropy";
}
