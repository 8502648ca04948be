using TimeScales.Experiments.Departures;
using TimeScales.Experiments;
using TimeScales.Figures;

namespace TimeScales.Verdicts;

/// <summary>A claim of the abstract of arXiv:2508.12121 and the questions that decide it.</summary>
/// <remarks>To add one, derive from this class in one file of <c>Claims</c> and add one line to <see cref="Ledger"/>.</remarks>
public abstract class Claim
{
    private protected Claim(string name, string versions, string sentence, string test) =>
        (Name, Versions, Sentence, Test) = (name, versions, sentence, test);

    /// <summary>A short name.</summary>
    public string Name { get; }

    /// <summary>The versions of the paper whose abstracts make it.</summary>
    public string Versions { get; }

    /// <summary>The claim in our words.</summary>
    public string Sentence { get; }

    /// <summary>What decides it, and why there.</summary>
    public string Test { get; }

    /// <summary>The questions under a condition, the telling one first; none where nothing could decide.</summary>
    private protected abstract IEnumerable<Question> Questions(Condition condition);

    /// <summary>Why a condition has nothing that could decide.</summary>
    private protected virtual string WhyNotTestable(Condition condition) => condition switch
    {
        Condition.Published => "the released program does not measure it",
        Condition.Learned => "it is a statement about measurements that need a second network trained the same way",
        _ => "it is not measured",
    };

    /// <summary>Why answers under a condition cannot carry the whole claim, even if all support it; empty where they can.</summary>
    private protected virtual string Limit(Condition condition) => "";

    /// <summary>The verdict from what was measured.</summary>
    public Verdict Judge(FigureData data, Condition condition)
    {
        var questions = Questions(condition).ToArray();
        if (questions.Length == 0)
            return new Verdict(condition, Outcome.NotTestable, WhyNotTestable(condition), []);
        var evidence = new List<Evidence>();
        var lacking = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var question in questions)
        {
            if (Answer(data, condition, question) is { } answer)
                evidence.Add(answer);
            else
                lacking.Add(question.Experiment);
        }
        var limit = Limit(condition);
        var note = string.Join("; ", lacking.Select(experiment => $"not measured yet: run 'reproduce run {experiment}'").Append(limit).Where(part => part.Length > 0));
        var supporting = evidence.Count(e => e.Support == Support.Supports);
        var outcome = evidence.Count == 0 ? Outcome.NotMeasured
            : evidence.TrueForAll(e => e.Support == Support.Undecided) ? Outcome.Open
            : supporting == 0 ? Outcome.DoesNotHold
            : supporting < evidence.Count ? Outcome.HoldsWithLimits
            // What is missing, or cannot be asked here, might contradict.
            : note.Length > 0 ? Outcome.HoldsWithLimits
            : Outcome.Holds;
        return new Verdict(condition, outcome, note, evidence);
    }

    private static Evidence? Answer(FigureData data, Condition condition, Question question)
    {
        // Learned networks are measured as the paper defines it.
        var protocol = condition == Condition.Published ? Protocol.Published : Protocol.Corrected;
        var found = question.Against is null ? Single(data, protocol, question) : Pair(data, protocol, question, question.Against);
        if (found is not { } answer || answer.Seeds + answer.LeftOut < Thresholds.SeedsFor(condition))
            return null;
        var cells = question.Against is null ? question.Cell : $"{question.Cell} {(question.Comparison == Comparison.Ratio ? "/" : "−")} {question.Against}";
        var subject = string.Join(", ", new[] { question.Task, cells }.Where(part => part.Length > 0));
        return new Evidence(
            subject, question.Statistic, question.Requirement.ToString(), answer.Seeds, answer.LeftOut, answer.Value, answer.Lower, answer.Upper,
            question.Requirement.Of(answer.Lower, answer.Upper));
    }

    private static (int Seeds, int LeftOut, double Value, double Lower, double Upper)? Single(FigureData data, Protocol protocol, Question question)
    {
        var row = data.AtTheEnd(question.Experiment, protocol.Name, question.Task, question.Cell, question.Quantity).Rows
            .FirstOrDefault(r => r.Position == question.Position);
        if (row is null)
            return null;
        if (!question.CountsSeeds)
            return (row.Seeds, row.LeftOut, row.Median, row.IntervalLower, row.IntervalUpper);
        var (share, lower, upper) = ShareOfSeeds(row.Seeds, row.Seeds + row.LeftOut);
        return (row.Seeds, row.LeftOut, share, lower, upper);
    }

    private static (int Seeds, int LeftOut, double Value, double Lower, double Upper)? Pair(FigureData data, Protocol protocol, Question question, string against)
    {
        IReadOnlyDictionary<uint, double> Of(string cell) =>
            data.Seeds(question.Experiment, protocol.Name, question.Task, cell, question.Quantity, question.Position);
        var (first, second) = (Of(question.Cell), Of(against));
        var values = first.Keys.Intersect(second.Keys).Order()
            .Select(seed => question.Comparison == Comparison.Ratio ? first[seed] / second[seed] : first[seed] - second[seed])
            .ToArray();
        if (values.Length == 0)
            return null;
        var finite = values.Where(double.IsFinite).ToArray();
        var (median, lower, upper) = Bootstrap.Median(finite);
        return (finite.Length, values.Length - finite.Length, median, lower, upper);
    }

    /// <summary>A share and its 95 % interval by Wilson's score (J. Amer. Statist. Assoc. 22 (1927) 209-212), which is not degenerate at 0 and 1.</summary>
    internal static (double Share, double Lower, double Upper) ShareOfSeeds(int with, int all)
    {
        const double z = 1.959963984540054;
        double n = all, p = with / n;
        var centre = (p + z * z / (2 * n)) / (1 + z * z / n);
        var half = z / (1 + z * z / n) * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        // At 0 and 1 the ends are exact, but for rounding.
        return (p, with == 0 ? 0 : centre - half, with == all ? 1 : centre + half);
    }
}
