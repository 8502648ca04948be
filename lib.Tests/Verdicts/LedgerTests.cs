using System.Text.RegularExpressions;
using TimeScales.Experiments;
using TimeScales.Figures;
using TimeScales.Tests.Cli;
using TimeScales.Verdicts;
using TimeScales.Verdicts.Claims;

namespace TimeScales.Tests.Verdicts;

/// <summary>From numbers of single seeds to verdicts; and the verdicts in the repository against its data.</summary>
[NonParallelizable]
internal sealed class LedgerTests
{
    private static readonly Requirement AtLeastHalf = Requirement.AtLeast(0.5);

    /// <summary>Catches ends that are mixed up, a median that decides instead of the interval, and an exclusion that forgets one side.</summary>
    [TestCase(0.6, 0.9, Support.Supports)]
    [TestCase(0.4, 0.9, Support.Undecided)]
    [TestCase(0.1, 0.4, Support.Contradicts)]
    [TestCase(0.5, 0.5, Support.Supports)]
    [TestCase(double.NaN, 0.9, Support.Undecided)]
    [TestCase(0.6, double.PositiveInfinity, Support.Undecided)]
    public void The_whole_interval_decides(double lower, double upper, Support expected)
    {
        Assert.That(AtLeastHalf.Of(lower, upper), Is.EqualTo(expected));
        if (double.IsFinite(lower) && double.IsFinite(upper))
            Assert.That(Requirement.AtMost(-0.5).Of(-upper, -lower), Is.EqualTo(expected), "mirrored");
    }

    [TestCase(0.6, 1.9, Support.Supports, Support.Contradicts)]
    [TestCase(0.1, 0.4, Support.Contradicts, Support.Supports)]
    [TestCase(3, 4, Support.Contradicts, Support.Supports)]
    [TestCase(0.4, 0.6, Support.Undecided, Support.Undecided)]
    [TestCase(0.1, 4, Support.Undecided, Support.Undecided)]
    public void Within_a_factor_and_beyond_it_are_opposites(double lower, double upper, Support within, Support beyond)
    {
        Assert.That(Requirement.WithinFactor(2).Of(lower, upper), Is.EqualTo(within));
        Assert.That(Requirement.BeyondFactor(2).Of(lower, upper), Is.EqualTo(beyond));
    }

    /// <summary>Catches the far end of a range taken for the near one, and one end for both.</summary>
    [TestCase(0.4, 0.0)]
    [TestCase(0.3, 0.115)]
    [TestCase(3.0, 0.0)]
    [TestCase(0.9, 0.0)]
    [TestCase(1.8, 0.115)]
    public void The_end_that_decides_is_tested(double middle, double expected)
    {
        // Twenty values about the middle; of those about 0.3 and 1.8 six lie beyond the nearer end.
        var values = Enumerable.Range(0, 20).Select(i => middle + (middle is 0.3 or 1.8 && i >= 14 ? 0.5 : 0.001 * i)).ToArray();

        Assert.That(Requirement.WithinFactor(2).SignTest(values), Is.EqualTo(expected).Within(0.001));
        Assert.That(Requirement.BeyondFactor(2).SignTest(values), Is.EqualTo(expected).Within(0.001));
    }

    /// <summary>Ratios of medians would be 1 here, and differences would depend on the seed: only pairing seeds gives one half.</summary>
    [Test]
    public void Models_are_compared_seed_by_seed()
    {
        var data = Data([.. Seeds("gated", seed => 0.5 * seed * seed), .. Seeds("plain", seed => seed * seed).Append(Row("plain", 99, 1)).Where(m => m.Seed != 7)]);

        var answer = Ask("gated", over: "plain").Answer(data)!;

        Assert.That((answer.Found.Value, answer.Found.Lower, answer.Found.Upper, answer.Found.Seeds), Is.EqualTo((0.5, 0.5, 0.5, 20)), "a seed that only one of them has");
        Assert.That(answer.Subject, Is.EqualTo("adding, gated / plain"));
    }

    /// <summary>Catches support that a control meets too, a control whose median decides instead of its interval, and a failure excused by a control that fails as well.</summary>
    [TestCase(0.8, 0.1, AnswerKind.Evidence, Support.Supports)]
    [TestCase(0.8, 0.9, AnswerKind.ControlPasses, Support.Supports)]
    [TestCase(0.8, 0.5, AnswerKind.ControlPasses, Support.Supports)]
    [TestCase(0.2, 0.1, AnswerKind.Evidence, Support.Contradicts)]
    [TestCase(0.2, 0.9, AnswerKind.Evidence, Support.Contradicts)]
    public void Only_what_a_control_fails_is_evidence(double value, double control, AnswerKind expected, Support support)
    {
        var data = Data([.. Seeds("gated", _ => value), .. Seeds("leaky", seed => control + 0.002 * (seed - 10.5))]);

        var answer = Ask("gated", control: "leaky").Answer(data)!;

        Assert.That((answer.Kind, answer.Found.Support), Is.EqualTo((expected, support)));
    }

    [Test]
    public void A_seed_too_few_is_no_answer_and_neither_is_a_control_that_was_not_measured()
    {
        Assert.That(Ask("gated").Answer(Data(Seeds("gated", _ => 1).Skip(3))), Is.Null);
        Assert.That(Ask("gated", control: "leaky").Answer(Data(Seeds("gated", _ => 1))), Is.Null);
        var missing = Ask("gated").Answer(Data(Seeds("gated", seed => seed < 4 ? double.NaN : 1)))!.Found;
        Assert.That((missing.Seeds, missing.LeftOut), Is.EqualTo((19, 3)), "seeds that diverged count");
    }

    /// <summary>Seeds that never solve a task are among the rows, without a number.</summary>
    [Test]
    public void The_share_of_seeds_that_solve_a_task_and_the_best_of_several()
    {
        Measurement[] Solving(string cell, Func<int, bool> solves) => [.. Seeds(cell, seed => solves(seed) ? 100 * seed : double.NaN, "updatesUntilSolved")];
        var data = Data([.. Solving("a", seed => seed <= 5), .. Solving("b", seed => seed is > 3 and <= 11)]);
        Estimate Share(Series series) => new Question("", series, AtLeastHalf, "").Answer(data)!.Found;

        Assert.That((Share(Series.Solved("learned", "adding", "a")).Value, Share(Series.Solved("learned", "adding", "b")).Value), Is.EqualTo((5 / 22.0, 8 / 22.0)));
        Assert.That(Share(Series.Best("both", Series.Solved("learned", "adding", "a"), Series.Solved("learned", "adding", "b"))).Value, Is.EqualTo(0.5));
        Assert.That(Share(Series.Best("least", Of("a"), Of("b"))).Seeds, Is.EqualTo(11), "of seeds that have one");
    }

    /// <summary>Catches a majority in the place of four fifths, open answers counted as agreement, and an identity or a passed control that decides.</summary>
    [TestCase(Support.Supports, AnswerKind.Evidence, 4, 0, Outcome.Supported)]
    [TestCase(Support.Supports, AnswerKind.Evidence, 3, 1, Outcome.Supported)]
    [TestCase(Support.Supports, AnswerKind.Evidence, 2, 2, Outcome.Mixed)]
    [TestCase(Support.Contradicts, AnswerKind.Evidence, 0, 4, Outcome.Contradicted)]
    [TestCase(Support.Contradicts, AnswerKind.Evidence, 2, 2, Outcome.Mixed)]
    [TestCase(Support.Undecided, AnswerKind.Evidence, 4, 0, Outcome.Open)]
    [TestCase(Support.Supports, AnswerKind.ControlPasses, 4, 0, Outcome.Open)]
    [TestCase(Support.Supports, AnswerKind.Identity, 0, 4, Outcome.TrueByAlgebra)]
    public void The_primary_statistic_and_four_fifths_of_the_evidence_make_the_verdict(Support primary, AnswerKind kind, int supporting, int contradicting, Outcome expected)
    {
        Answer[] others = [.. Enumerable.Repeat(Answer(Support.Supports), supporting), .. Enumerable.Repeat(Answer(Support.Contradicts), contradicting)];
        var entry = new LedgerEntry("", "", "", "", Outcome.NotMeasured, Answer(primary, kind), [.. others, Answer(Support.Contradicts, AnswerKind.Identity)], [], 0.01);

        Assert.That(Claim.Judge(entry), Is.EqualTo(expected));
        Assert.That(Claim.Judge(entry with { AdjustedP = 0.06 }), Is.EqualTo(kind == AnswerKind.Identity ? expected : Outcome.Open), "among all primary statistics");
        Assert.That(Claim.Judge(entry with { Primary = null }), Is.EqualTo(Outcome.NotMeasured));
    }

    [Test]
    public void Open_answers_are_no_agreement()
    {
        var entry = new LedgerEntry("", "", "", "", Outcome.NotMeasured, Answer(Support.Supports), [Answer(Support.Undecided)], [], 0.01);

        Assert.That(Claim.Judge(entry), Is.EqualTo(Outcome.Mixed));
    }

    /// <summary>By hand: 3 × 0.01, 2 × 0.03, and 0.04 raised to the one before.</summary>
    [Test]
    public void Probabilities_are_adjusted_by_Holms_rule()
    {
        Assert.That(Judgement.Holm([0.04, 0.01, 0.03]), Is.EqualTo(new[] { 0.06, 0.03, 0.06 }).Within(1e-15));
        Assert.That(Judgement.Holm([0.9, 0.8]), Is.EqualTo(new[] { 1.0, 1.0 }));
    }

    /// <summary>A family counts only its own tests: one claim of a follow-up leaves the paper's probability as it is, and one family of both
    /// would not.</summary>
    [Test]
    public void Follow_ups_are_a_family_of_their_own()
    {
        var judged = Ledger.Judge(FigureData.Read(Repository.PathOf("figures", "data")));
        var own = judged.Where(entry => entry.Versions.StartsWith('v')).ToArray();

        Assert.That(Judgement.Of(own).Select(entry => entry.AdjustedP), Is.EqualTo(own.Select(entry => entry.AdjustedP)));
        Assert.That(judged.Where(entry => !entry.Versions.StartsWith('v')), Is.Not.Empty);
    }

    [Test]
    public void Every_claim_names_its_version_its_reason_and_itself_and_every_question_its_control()
    {
        Assert.That(Ledger.Claims.Select(c => c.Name), Is.Unique);
        Assert.That(Ledger.Claims.Select(c => c.Sentence), Is.Unique);
        Assert.That(Ledger.Claims.Select(c => c.Versions), Is.All.AnyOf("v3", "v5", "v3, v5", "2512.05790", "2606.29519"));
        Assert.That(Ledger.Claims.SelectMany(c => new[] { c.Sentence, c.Why }), Has.None.Contains("|").And.None.Empty, "would break the tables");
        foreach (var claim in Ledger.Claims)
        {
            Assert.That(claim.Questions.Select(q => (q.Statistic, q.Value.Label, q.Against)), Is.Unique, claim.Name);
            Assert.That(claim.Questions.Select(q => q.Against), Has.None.Empty, claim.Name);
        }
    }

    /// <summary>Catches a quantity, cell or lag that no experiment exports: an answer would be missing for ever.</summary>
    [Test]
    public void Every_question_is_answered_by_the_data_in_the_repository()
    {
        var data = FigureData.Read(Repository.PathOf("figures", "data"));

        Assert.That(Ledger.Claims.SelectMany(claim => claim.Questions.Where(q => q.Answer(data) is null).Select(q => $"{claim.Name}: {q.Statistic} ({q.Value.Label})")), Is.Empty);
    }

    [Test]
    public void No_verdict_for_or_against_rests_on_an_identity_or_on_what_its_control_passes()
    {
        var entries = Ledger.Judge(FigureData.Read(Repository.PathOf("figures", "data")));

        foreach (var entry in entries.Where(e => e.Outcome is Outcome.Supported or Outcome.Mixed or Outcome.Contradicted))
            Assert.That((entry.Primary!.Kind, entry.AdjustedP <= 0.05), Is.EqualTo((AnswerKind.Evidence, true)), entry.Name);
    }

    /// <summary>Run 'reproduce verdicts' where this fails.</summary>
    [Test]
    public void The_ledger_is_that_of_the_data()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Repository.PathOf("figures", "data")))
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));

        var (code, output, error) = Reproduce.Run("verdicts", "--data", folder.Path);

        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain("matches or exceeds Adam"));
        foreach (var name in new[] { "verdicts.md", "verdicts.json" })
            Assert.That(File.ReadAllText(Path.Combine(folder.Path, name)), Is.EqualTo(File.ReadAllText(Repository.PathOf("figures", "data", name))), name);
    }

    /// <summary>Every number with an interval on the front page is one of the ledger: catches data made anew and forgotten there.</summary>
    [Test]
    public void The_front_page_tells_numbers_of_the_ledger()
    {
        static string[] Intervals(string text) => [.. Regex.Matches(text.Replace('−', '-'), @"-?[\d.·⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+ \[[^\]]+, [^\]]+\](?!\()").Select(m => m.Value)];
        var ledger = Intervals(File.ReadAllText(Repository.PathOf("figures", "data", "verdicts.md"))).ToHashSet();

        // What a command prints are quartiles, and of its own run.
        var told = Intervals(Regex.Replace(File.ReadAllText(Repository.PathOf("README.md")), "```.*?```", "", RegexOptions.Singleline));

        Assert.That(told, Is.Not.Empty);
        Assert.That(told.Where(interval => !ledger.Contains(interval)), Is.Empty);
    }

    [Test]
    public void Where_nothing_is_measured_every_claim_names_what_to_run()
    {
        var entries = Ledger.Judge(new FigureData([], []));

        Assert.That(entries.Select(e => e.Outcome), Is.All.EqualTo(Outcome.NotMeasured));
        Assert.That(entries.Select(e => e.Lacking), Is.All.Not.Empty);
        Assert.That(LedgerFile.Markdown(entries), Does.Contain("'reproduce run interventions'"));
    }

    [Test]
    public void A_folder_without_data_is_named_with_the_command_that_fills_it()
    {
        using var folder = new TemporaryFolder();

        var (code, output, error) = Reproduce.Run("verdicts", "--data", folder.Path);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.Contain(folder.Path).And.Contain("reproduce export --summary"));
        Assert.That(output, Is.Empty);
        Assert.That(folder.Contents(), Is.Empty);
    }

    private static Series Of(string cell) => Series.Of("learned", "adding", cell, "updatesUntilSolved");

    private static Question Ask(string cell, string? over = null, string? control = null)
    {
        var series = Series.Of("learned", "adding", cell, "slope");
        return new("s", over is null ? series : series.Over(Series.Of("learned", "adding", over, "slope")), AtLeastHalf, "the control",
            control is null ? null : Series.Of("learned", "adding", control, "slope"));
    }

    private static Answer Answer(Support support, AnswerKind kind = AnswerKind.Evidence) => new("", "", "", "", new Estimate(20, 0, 0, 0, 0, support, 0), null, kind, null);

    private static FigureData Data(IEnumerable<Measurement> seeds) => new([], [], seeds);

    private static IEnumerable<Measurement> Seeds(string cell, Func<int, double> value, string quantity = "slope") =>
        Enumerable.Range(1, 22).Where(seed => seed is not 21 || cell is not "plain").Select(seed => Row(cell, seed, value(seed), quantity));

    private static Measurement Row(string cell, int seed, double value, string quantity = "slope") =>
        new("learned", "corrected", "adding", cell, (uint)seed, 100, quantity, null, value);
}
