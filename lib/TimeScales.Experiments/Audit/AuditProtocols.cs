using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.Audit;

/// <summary>Which departures of the released program can change which experiment, each switched on alone on top of
/// the corrected protocol.</summary>
internal static class AuditProtocols
{
    private static readonly Departure[] EffectiveRates =
    [
        Departure.GateTermAfterStep, Departure.ReversedProducts, Departure.PowerIterationNorms,
        Departure.ExtraGateFactor, Departure.SinglePrecisionProducts, Departure.LowerMedian,
    ];

    private static readonly Departure[] Anisotropy =
    [
        Departure.GateTermAfterStep, Departure.ReversedProducts, Departure.RepeatedBatch, Departure.TruncatedSpectrum,
        Departure.SinglePrecisionProducts, Departure.UnboundedSequences, Departure.LateCheckpoints, Departure.Jitter,
    ];

    private static readonly Departure[] Expansion = [Departure.GateTermAfterStep, Departure.ReversedProducts,
        Departure.DroppedOutliers];

    /// <summary>Corrected, one protocol per departure, published.</summary>
    public static IReadOnlyList<Protocol> Of(string experiment) => experiment switch
    {
        "effective-rates" => With(EffectiveRates),
        "anisotropy" => With(Anisotropy),
        "expansion" => With(Expansion),
        _ => throw new ArgumentException($"Unknown experiment '{experiment}'; known: effective-rates, anisotropy, expansion."),
    };

    private static Protocol[] With(Departure[] departures) =>
        [Protocol.Corrected, .. departures.Select(Protocol.OnlyWith), Protocol.Published];
}
