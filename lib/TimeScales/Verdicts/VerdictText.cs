using System.Globalization;

namespace TimeScales.Verdicts;

/// <summary>Verdicts and numbers as they stand in tables.</summary>
public static class VerdictText
{
    /// <summary>Three significant digits; far from 1 as a power of ten.</summary>
    public static string Number(double value) => value switch
    {
        0 => "0",
        _ when !double.IsFinite(value) => "no value",
        _ when Math.Abs(value) is >= 1e-3 and < 9999.5 => decimal.Parse(value.ToString("G3", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        _ => value.ToString("0.##e0", CultureInfo.InvariantCulture),
    };

    /// <summary>"0.344 [0.189, 1.04]".</summary>
    public static string Effect(Evidence evidence) => $"{Number(evidence.Value)} [{Number(evidence.Lower)}, {Number(evidence.Upper)}]";

    /// <summary>The verdict in words.</summary>
    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Holds => "holds",
        Outcome.HoldsWithLimits => "holds with limits",
        Outcome.DoesNotHold => "does not hold",
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
