using TimeScales.Experiments;

namespace TimeScales.Verdicts;

/// <summary>Verdicts as they stand in tables.</summary>
public static class VerdictText
{
    /// <summary>The effect size with its interval: "0.344 [0.189, 1.04]".</summary>
    public static string Of(Evidence evidence) => Numerals.Interval(evidence.Value, evidence.Lower, evidence.Upper);

    /// <summary>The verdict in words.</summary>
    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Holds => "holds",
        Outcome.HoldsWithLimits => "holds with limits",
        Outcome.DoesNotHold => "does not hold",
        Outcome.Open => "open",
        Outcome.NotTestable => "not testable here",
        _ => "not measured yet",
    };

    /// <summary>The condition in words.</summary>
    public static string Of(Condition condition) => condition switch
    {
        Condition.Published => "published",
        Condition.Corrected => "corrected",
        _ => "learned",
    };

    /// <summary>What an interval says, in a word.</summary>
    public static string Of(Support support) => support switch
    {
        Support.Supports => "yes",
        Support.Contradicts => "no",
        _ => "open",
    };
}
