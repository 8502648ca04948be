using TimeScales.Experiments;

namespace TimeScales.Verdicts;

/// <summary>Verdicts as they stand in tables.</summary>
public static class VerdictText
{
    /// <summary>The effect size with its interval: "0.344 [0.189, 1.04]".</summary>
    public static string Of(Estimate estimate) => Numerals.Interval(estimate.Value, estimate.Lower, estimate.Upper);

    /// <summary>What an answer is held against, with what that measures: "a constant leak: 0.94 [0.92, 0.96]".</summary>
    public static string Control(Answer answer) => answer.Control is { } control ? $"{answer.Against}: {Of(control)}"
        : answer.Against;

    /// <summary>How much of the evidence supports a claim, and how much there is besides that is none: "3 of
    /// 8 (4 more are none)".</summary>
    public static string Count(LedgerEntry entry)
    {
        var (evidence, all) = (entry.Evidence.ToArray(), entry.Secondary.Count + (entry.Primary is null ? 0 : 1));
        var supporting = evidence.Count(answer => answer.Found.Support == Support.Supports);
        var none = all - evidence.Length;
        return $"{supporting} of {evidence.Length}{(none > 0 ? $" ({none} more {(none == 1 ? "is" : "are")} none)" : "")}";
    }

    /// <summary>The verdict in words.</summary>
    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Supported => "supported",
        Outcome.Mixed => "mixed",
        Outcome.Contradicted => "contradicted",
        Outcome.Open => "open",
        Outcome.TrueByAlgebra => "true by algebra",
        _ => "not measured yet",
    };

    /// <summary>What an answer is worth, in words.</summary>
    public static string Of(AnswerKind kind) => kind switch
    {
        AnswerKind.Evidence => "evidence",
        AnswerKind.ControlPasses => "control passes",
        _ => "identity",
    };

    /// <summary>What an interval says, in a word.</summary>
    public static string Of(Support support) => support switch
    {
        Support.Supports => "yes",
        Support.Contradicts => "no",
        _ => "open",
    };
}
