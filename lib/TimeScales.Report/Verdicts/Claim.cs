using TimeScales.Figures;

namespace TimeScales.Verdicts;

/// <summary>A claim of the abstract of arXiv:2508.12121, or of a follow-up, and the questions that decide it.</summary>
/// <remarks>To add one, write one file in <c>Claims</c> and add one line to the ledger there.</remarks>
/// <param name="Name">A short name.</param>
/// <param name="Versions">The versions of the paper whose abstracts make it, or the follow-up.</param>
/// <param name="Sentence">The claim in our words.</param>
/// <param name="Why">Why these questions decide it.</param>
/// <param name="Primary">The one statistic that the verdict stands or falls with, fixed before the numbers
/// that answer it were read.</param>
/// <param name="Secondary">The other questions.</param>
public sealed record Claim(string Name, string Versions, string Sentence, string Why, Question Primary,
    IReadOnlyList<Question> Secondary)
{
    /// <summary>Of the evidence, the share that must agree with the primary statistic.</summary>
    private const double Agreement = 0.8;

    /// <summary>The level of all primary statistics together.</summary>
    private const double Level = 0.05;

    /// <summary>All questions, the primary one first.</summary>
    public IReadOnlyList<Question> Questions => [Primary, .. Secondary];

    /// <summary>Answers the questions.</summary>
    internal LedgerEntry Answered(FigureData data)
    {
        var answers = Questions.Select(question => (question, Answer: question.Answer(data))).ToArray();
        var lacking = answers.Where(a => a.Answer is null).SelectMany(a => a.question.Value.Experiments).Distinct()
            .Order(StringComparer.Ordinal);
        return new LedgerEntry(
            Name, Versions, Sentence, Why, Outcome.NotMeasured, answers[0].Answer,
                [.. answers.Skip(1).Select(a => a.Answer).OfType<Answer>()],
            [.. lacking], double.NaN);
    }

    /// <summary>The verdict, once it is known how unlikely the primary statistic is among all of them.</summary>
    internal static Outcome Judge(LedgerEntry entry)
    {
        if (entry.Primary is not { } primary)
            return Outcome.NotMeasured;
        if (primary.Kind == AnswerKind.Identity)
            return primary.Found.Support == Support.Supports ? Outcome.TrueByAlgebra : Outcome.Contradicted;
        if (primary.Kind == AnswerKind.ControlPasses || primary.Found.Support == Support.Undecided || !(entry.AdjustedP <= Level))
            return Outcome.Open;
        var evidence = entry.Evidence.ToArray();
        var agreeing = evidence.Count(answer => answer.Found.Support == primary.Found.Support) / (double)evidence.Length;
        return agreeing < Agreement ? Outcome.Mixed : primary.Found.Support == Support.Supports ? Outcome.Supported
            : Outcome.Contradicted;
    }
}

/// <summary>What the ledger says of a claim.</summary>
public enum Outcome
{
    /// <summary>The primary statistic and at least four fifths of the evidence say so.</summary>
    Supported,

    /// <summary>The primary statistic is decided, and more than a fifth of the evidence does not agree with it.</summary>
    Mixed,

    /// <summary>The primary statistic and at least four fifths of the evidence say the opposite.</summary>
    Contradicted,

    /// <summary>The primary statistic decides nothing: its interval reaches across what is required,
    /// or its control passes.</summary>
    Open,

    /// <summary>The primary statistic is what it is for any matrices.</summary>
    TrueByAlgebra,

    /// <summary>What would decide it has not been computed.</summary>
    NotMeasured,
}

/// <summary>A claim with its verdict.</summary>
/// <param name="Name">The claim's name.</param>
/// <param name="Versions">The versions of the paper whose abstracts make it.</param>
/// <param name="Sentence">The claim in our words.</param>
/// <param name="Why">Why these questions decide it.</param>
/// <param name="Outcome">The verdict.</param>
/// <param name="Primary">The answer that it stands or falls with; null where it was not measured.</param>
/// <param name="Secondary">The other answers.</param>
/// <param name="Lacking">Experiments that would answer what is missing.</param>
/// <param name="AdjustedP">The primary statistic's probability by chance among all primary statistics (Holm);
/// NaN where there is none.</param>
public sealed record LedgerEntry(
    string Name, string Versions, string Sentence, string Why, Outcome Outcome, Answer? Primary, IReadOnlyList<Answer> Secondary,
    IReadOnlyList<string> Lacking, double AdjustedP)
{
    /// <summary>What counts for or against.</summary>
    internal IEnumerable<Answer> Evidence => new[] { Primary }.OfType<Answer>().Concat(Secondary)
        .Where(answer => answer.Kind == AnswerKind.Evidence);
}
