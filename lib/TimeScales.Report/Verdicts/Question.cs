using TimeScales.Experiments;
using TimeScales.Experiments.Departures;
using TimeScales.Figures;

namespace TimeScales.Verdicts;

/// <summary>One number that a claim depends on, where it must lie, and what would lie there too
/// without the claimed cause.</summary>
/// <param name="Statistic">The quantity in words.</param>
/// <param name="Value">The quantity of every seed.</param>
/// <param name="Requirement">Where its 95 % interval must lie for the claim.</param>
/// <param name="Against">What it is held against: the name of the control, or of what the statistic itself compares with.</param>
/// <param name="Control">The same quantity without the claimed cause; null where the statistic is a comparison already.</param>
/// <param name="IsIdentity">Whether it lies there for any matrices.</param>
public sealed record Question(string Statistic, Series Value, Requirement Requirement, string Against, Series? Control = null,
    bool IsIdentity = false)
{
    /// <summary>Seeds without which there is no answer: the paper's number; ten where networks are tampered with
    /// or learn delayed sums.</summary>
    private int LeastSeeds => Value.Experiments.Any(experiment => experiment is "interventions" or "envelopes" or "windows") ? 10
        : 20;

    /// <summary>The answer; null where too few seeds were measured.</summary>
    internal Answer? Answer(FigureData data)
    {
        var found = Estimate.Of(Value, data, Protocol.Corrected, Requirement);
        if (found is null || found.Seeds + found.LeftOut < LeastSeeds)
            return null;
        var control = Control is null ? null : Estimate.Of(Control, data, Protocol.Corrected, Requirement);
        if (Control is not null && (control is null || control.Seeds + control.LeftOut < LeastSeeds))
            return null;
        var kind = IsIdentity ? AnswerKind.Identity
            // What a control may meet as well says nothing for the claim; what the claim does not meet
            // speaks against it all the same.
            : control is { Support: not Support.Contradicts } && found.Support != Support.Contradicts ? AnswerKind.ControlPasses
            : AnswerKind.Evidence;
        return new Answer(
            Value.Label, Statistic, Requirement.ToString(), Against, found, control, kind,
                Estimate.Of(Value, data, Protocol.Published, Requirement));
    }
}

/// <summary>What an answer is worth.</summary>
public enum AnswerKind
{
    /// <summary>It could have come out otherwise, and what lacks the claimed cause fails.</summary>
    Evidence,

    /// <summary>What lacks the claimed cause meets it too, or may.</summary>
    ControlPasses,

    /// <summary>It is true of any matrices.</summary>
    Identity,
}

/// <summary>A median over seeds with its exact 95 % interval, or a share of seeds with Clopper and Pearson's.</summary>
/// <param name="Seeds">Seeds with a finite value.</param>
/// <param name="LeftOut">Seeds without one.</param>
/// <param name="Value">The median or the share.</param>
/// <param name="Lower">Lower end of its interval.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Support">What the interval says.</param>
/// <param name="P">The probability of so uneven a split of the seeds about the end of the required
/// range, were it the median.</param>
public sealed record Estimate(int Seeds, int LeftOut, double Value, double Lower, double Upper, Support Support, double P)
{
    /// <summary>The estimate; null where nothing was measured.</summary>
    internal static Estimate? Of(Series series, FigureData data, Protocol protocol, Requirement requirement)
    {
        var values = series.Values(data, protocol).Values.ToArray();
        if (values.Length == 0)
            return null;
        var finite = values.Where(double.IsFinite).ToArray();
        var (value, lower, upper) = series.IsShare ? ExactInterval.OfShare(finite.Count(v => v == 1), finite.Length)
            : ExactInterval.OfMedian(finite);
        return new Estimate(finite.Length, values.Length - finite.Length, value, lower, upper, requirement.Of(lower, upper),
            requirement.SignTest(finite));
    }
}

/// <summary>The answer to a question.</summary>
/// <param name="Subject">Task and cell, model, gate or pair.</param>
/// <param name="Statistic">The quantity in words.</param>
/// <param name="Requirement">Where the interval must lie, in words.</param>
/// <param name="Against">The control, or what the statistic compares with.</param>
/// <param name="Found">What was measured.</param>
/// <param name="Control">The same without the claimed cause; null where the statistic is a comparison already.</param>
/// <param name="Kind">What the answer is worth.</param>
/// <param name="Published">The same as the released program measures it; null where it does not.</param>
public sealed record Answer(
    string Subject, string Statistic, string Requirement, string Against, Estimate Found, Estimate? Control, AnswerKind Kind,
        Estimate? Published);
