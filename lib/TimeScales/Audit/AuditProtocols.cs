using TimeScales.Experiments;

namespace TimeScales.Audit;

/// <summary>Which departures of the released program can change which experiment, each switched on alone on top of the corrected protocol.</summary>
internal static class AuditProtocols
{
    private static readonly Departures[] EffectiveRates =
    [
        Departures.GateTermAfterStep, Departures.ReversedProducts, Departures.PowerIterationNorms,
        Departures.ExtraGateFactor, Departures.SinglePrecisionProducts, Departures.LowerMedian,
    ];

    private static readonly Departures[] Anisotropy =
    [
        Departures.GateTermAfterStep, Departures.ReversedProducts, Departures.RepeatedBatch, Departures.TruncatedSpectrum,
        Departures.SinglePrecisionProducts, Departures.UnboundedSequences, Departures.LateCheckpoints, Departures.Jitter,
    ];

    private static readonly Departures[] Expansion = [Departures.GateTermAfterStep, Departures.ReversedProducts, Departures.DroppedOutliers];

    /// <summary>Corrected, one protocol per departure, published.</summary>
    public static IReadOnlyList<Protocol> Of(string experiment) => experiment switch
    {
        "effective-rates" => With(EffectiveRates),
        "anisotropy" => With(Anisotropy),
        "expansion" => With(Expansion),
        _ => throw new ArgumentException($"Unknown experiment '{experiment}'; known: effective-rates, anisotropy, expansion."),
    };

    private static Protocol[] With(Departures[] departures) => [Protocol.Corrected, .. departures.Select(Protocol.OnlyWith), Protocol.Published];
}
