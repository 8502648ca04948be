using TimeScales.Experiments;
using TimeScales.Figures;
using TimeScales.Tests.Cli;
using TimeScales.Verdicts;

namespace TimeScales.Tests.Verdicts;

/// <summary>From medians and intervals to verdicts; and the verdicts in the repository against its data.</summary>
[NonParallelizable]
internal sealed class LedgerTests
{
    private const string Claim = "matches or exceeds Adam";

    private static readonly string[] Tasks = ["adding", "ar2", "movingavg", "delaysum", "narma10"];

    private static readonly (string Task, int LongLag)[] LearnedTasks = [("adding", 40), ("digits", 14)];

    /// <summary>Catches ends that are mixed up, a median that decides instead of the interval, and an exclusion that forgets one side.</summary>
    [TestCase(0.6, 0.9, Support.Supports)]
    [TestCase(0.4, 0.9, Support.Undecided)]
    [TestCase(0.1, 0.4, Support.Contradicts)]
    [TestCase(0.5, 0.5, Support.Supports)]
    [TestCase(double.NaN, 0.9, Support.Undecided)]
    [TestCase(0.6, double.PositiveInfinity, Support.Undecided)]
    public void The_whole_interval_decides(double lower, double upper, Support expected)
    {
        Assert.That(Requirement.AtLeast(0.5).Of(lower, upper), Is.EqualTo(expected));
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

    /// <summary>Ratios of medians would be 1 here, and differences would depend on the seed: only pairing seeds gives one half.</summary>
    [Test]
    public void Models_are_compared_seed_by_seed()
    {
        var rows = Seeds("anisotropy", "corrected", 20, 10).Select(m => m.Cell == "multi" ? m with { Value = m.Seed * m.Seed * 0.5 } : m).ToArray();
        var evidence = Judge(Condition.Corrected, rows).Evidence[0];

        Assert.That((evidence.Value, evidence.Lower, evidence.Upper), Is.EqualTo((0.5, 0.5, 0.5)));
        Assert.That(evidence.Subject, Is.EqualTo("adding, multi / plain"));
        var missing = Judge(Condition.Corrected, rows.Select(m => m.Seed == 3 && m.Cell == "plain" ? m with { Value = double.NaN } : m)).Evidence[0];
        Assert.That((missing.Seeds, missing.LeftOut), Is.EqualTo((19, 1)));
        var alone = Judge(Condition.Corrected, [.. rows, rows.First(m => m.Cell == "multi") with { Seed = 99 }]).Evidence[0];
        Assert.That((alone.Seeds, alone.LeftOut), Is.EqualTo((20, 0)), "a seed that only one of them has");
    }

    /// <summary>Catches "most answers" in the place of all, and no answer taken for a yes.</summary>
    [TestCase(10, Outcome.Holds)]
    [TestCase(9, Outcome.HoldsWithLimits)]
    [TestCase(1, Outcome.HoldsWithLimits)]
    [TestCase(0, Outcome.DoesNotHold)]
    public void All_some_or_no_answers_make_the_verdict(int supporting, Outcome expected)
    {
        var verdict = Judge(Condition.Corrected, Seeds("anisotropy", "corrected", 20, supporting));

        Assert.That(verdict.Outcome, Is.EqualTo(expected));
        Assert.That(verdict.Evidence, Has.Count.EqualTo(10));
        Assert.That(verdict.Note, Is.Empty);
    }

    /// <summary>Catches "does not hold" where nothing was refuted: ratios of 0.4 and 0.7 by turns, whose interval reaches across one half.</summary>
    [Test]
    public void A_claim_of_which_no_answer_is_decided_is_open()
    {
        var undecided = Seeds("anisotropy", "corrected", 20, 10).Select(m => m.Cell == "multi" && m.Seed % 2 == 0 ? m with { Value = m.Value * 4 / 7 } : m).ToArray();
        var contradicted = undecided.Select(m => m.Cell == "multi" && m.Task == "adding" ? m with { Value = m.Value / 4 } : m);

        Assert.That(Judge(Condition.Corrected, undecided).Outcome, Is.EqualTo(Outcome.Open));
        Assert.That(Judge(Condition.Corrected, contradicted).Outcome, Is.EqualTo(Outcome.DoesNotHold));
    }

    /// <summary>Catches a verdict from half of the answers: what is missing might contradict.</summary>
    [Test]
    public void What_is_missing_is_named_with_its_command_and_keeps_a_claim_from_holding()
    {
        var some = Judge(Condition.Corrected, Seeds("anisotropy", "corrected", 20, 10).Skip(40));
        var none = Judge(Condition.Learned, Seeds("anisotropy", "corrected", 20, 10));

        Assert.That((some.Outcome, some.Evidence.Count), Is.EqualTo((Outcome.HoldsWithLimits, 9)));
        Assert.That(some.Note, Does.Contain("reproduce run anisotropy"));
        Assert.That(none.Outcome, Is.EqualTo(Outcome.NotMeasured));
        Assert.That(none.Note, Is.EqualTo("not measured yet: run 'reproduce run learned'"));
    }

    /// <summary>Catches a protocol that answers for another, and verdicts from three seeds.</summary>
    [TestCase(Condition.Published, "anisotropy", "published", 20)]
    [TestCase(Condition.Corrected, "anisotropy", "corrected", 20)]
    [TestCase(Condition.Learned, "learned", "corrected", 10)]
    public void Every_condition_has_its_measurements_and_its_least_number_of_seeds(Condition condition, string experiment, string protocol, int seeds)
    {
        Assert.That(Judge(condition, Seeds(experiment, protocol, seeds, 10)).Outcome, Is.EqualTo(Outcome.Holds));
        Assert.That(Judge(condition, Seeds(experiment, protocol, seeds - 1, 10)).Outcome, Is.EqualTo(Outcome.NotMeasured), "a seed too few");
        Assert.That(Judge(condition, Seeds(experiment, protocol == "corrected" ? "published" : "corrected", seeds, 10)).Outcome, Is.EqualTo(Outcome.NotMeasured), "the other protocol");
    }

    /// <summary>Wilson's interval by hand: (p + z²/2n ± z √(p(1−p)/n + z²/4n²))/(1 + z²/n).</summary>
    [TestCase(9, 10, 0.9, 0.59585, 0.98212)]
    [TestCase(10, 10, 1, 0.72247, 1)]
    [TestCase(0, 10, 0, 0, 0.27753)]
    public void A_share_of_seeds_has_Wilsons_interval(int with, int all, double share, double lower, double upper)
    {
        var actual = TimeScales.Verdicts.Claim.ShareOfSeeds(with, all);

        Assert.That(actual.Share, Is.EqualTo(share));
        Assert.That(actual.Lower, Is.EqualTo(lower).Within(1e-5));
        Assert.That(actual.Upper, Is.EqualTo(upper).Within(1e-5));
    }

    /// <summary>Seeds without the quantity count against the share: catches a median of updates taken for it.</summary>
    [Test]
    public void Networks_that_do_not_solve_their_task_count_against_trainability()
    {
        MeasurementSummary Solved(string cell, int seeds) => Row("learned", "corrected", "adding", cell, "updatesUntilSolved", null, seeds, 500, 400, 600) with { LeftOut = 10 - seeds };
        var data = new FigureData([.. new[] { "multi", "scalar", "gru" }.Select(cell => Solved(cell, 10)), Solved("lstm", 4), Solved("plain", 0)], []);

        var verdict = Ledger.Judge(data).Single(e => e.Name == "robust trainability").Verdicts.Single(v => v.Condition == Condition.Learned);

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.HoldsWithLimits));
        Assert.That(verdict.Evidence.Select(e => e.Value), Is.EqualTo(new[] { 1, 1, 1, 0.4, 0 }));
        Assert.That(verdict.Evidence.Select(e => e.Support), Is.EqualTo(new[] { Support.Supports, Support.Supports, Support.Supports, Support.Undecided, Support.Supports }));
    }

    /// <summary>Catches plain over gates, a lag other than the long one, an optimizer mixed up, and rows that an export does not keep.</summary>
    [TestCase(0.95, 0.6, Outcome.HoldsWithLimits, 2)]
    [TestCase(0.95, 0.9, Outcome.HoldsWithLimits, 1)]
    [TestCase(0.7, 0.5, Outcome.HoldsWithLimits, 1)]
    [TestCase(0.7, 0.9, Outcome.DoesNotHold, 0)]
    public void Gates_must_align_transport_with_the_loss_better_than_nine_tenths_of_directions_and_than_no_gates(double gated, double plain, Outcome expected, int supportsOfTwo)
    {
        IEnumerable<Measurement> Rows(string experiment, string task, double longLag, string optimizer, params string[] gates) =>
            from cell in gates.Append("plain")
            from seed in Enumerable.Range(1, 20)
            from lag in new[] { 12, longLag }
            select new Measurement(
                experiment, "corrected", task, cell + optimizer, (uint)seed, 1200, "lossAlignment", lag, lag == 12 ? 0.5 : (cell == "plain" ? plain : gated) + 0.001 * seed);
        var data = FigureData.Of(
        [
            .. new[] { "adding", "delaysum" }.SelectMany(task => Rows("analogies", task, 40, "-sgd", "multi", "scalar")),
            .. LearnedTasks.SelectMany(learned => Rows("learned", learned.Task, learned.LongLag, "", "multi", "scalar", "gru", "lstm")),
        ], []);

        var verdicts = Ledger.Judge(data).Single(e => e.Name == "alignment with the loss").Verdicts;

        Assert.That(verdicts.Select(v => v.Outcome), Is.EqualTo(new[] { Outcome.NotTestable, expected, expected }));
        Assert.That(verdicts.Select(v => v.Evidence.Count), Is.EqualTo(new[] { 0, 8, 16 }));
        Assert.That(verdicts.Select(v => v.Evidence.Count(e => e.Support == Support.Supports)), Is.EqualTo(new[] { 0, 4 * supportsOfTwo, 8 * supportsOfTwo }));
    }

    [Test]
    public void Every_claim_names_its_version_its_test_and_itself()
    {
        Assert.That(Ledger.Claims.Select(c => c.Name), Is.Unique);
        Assert.That(Ledger.Claims.Select(c => c.Sentence), Is.Unique);
        Assert.That(Ledger.Claims.Select(c => c.Versions), Is.All.AnyOf("v3", "v5", "v3, v5"));
        Assert.That(Ledger.Claims.Select(c => c.Test), Has.None.Empty);
        Assert.That(Ledger.Claims.SelectMany(c => new[] { c.Sentence, c.Test }), Has.None.Contains("|"), "would break the tables");
    }

    /// <summary>Catches a quantity, cell or lag that no experiment exports: an answer would be missing for ever.</summary>
    [Test]
    public void Every_question_is_answered_by_the_data_in_the_repository_or_names_an_experiment_without_any()
    {
        var folder = Repository.PathOf("figures", "data");
        foreach (var entry in Ledger.Judge(FigureData.Read(folder)))
        {
            foreach (var verdict in entry.Verdicts.Where(v => v.Outcome != Outcome.NotTestable && v.Note.Length > 0))
            {
                foreach (var experiment in verdict.Note.Split("'reproduce run ").Skip(1).Select(part => part.Split('\'')[0]))
                    Assert.That(File.Exists(Path.Combine(folder, $"{experiment}-summary.csv")), Is.False, $"{entry.Name}, {verdict.Condition}: {experiment} is measured but does not answer");
            }
        }
    }

    /// <summary>Run 'reproduce verdicts' where this fails.</summary>
    [Test]
    public void The_ledger_and_the_table_of_the_front_page_are_those_of_the_data()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Repository.PathOf("figures", "data")))
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        var readme = folder.Write("README.md", File.ReadAllText(Repository.PathOf("README.md")));

        var (code, output, error) = Reproduce.Run("verdicts", "--data", folder.Path, "--readme", readme);

        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain(Claim).And.Contain($"Claim table in {readme}"));
        Assert.That(File.ReadAllText(readme), Is.EqualTo(File.ReadAllText(Repository.PathOf("README.md"))));
        foreach (var name in new[] { "verdicts.md", "verdicts.json" })
            Assert.That(File.ReadAllText(Path.Combine(folder.Path, name)), Is.EqualTo(File.ReadAllText(Repository.PathOf("figures", "data", name))), name);
    }

    [Test]
    public void A_file_without_the_marks_stays_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("README.md", "nothing\n");

        Assert.That(LedgerFile.Insert(file, Ledger.Judge(new FigureData([], []))), Is.False);
        Assert.That(File.ReadAllText(file), Is.EqualTo("nothing\n"));
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

    private static Verdict Judge(Condition condition, IEnumerable<Measurement> seeds) =>
        Ledger.Judge(new FigureData([], [], seeds)).Single(e => e.Name == Claim).Verdicts.Single(v => v.Condition == condition);

    /// <summary>The ten pairs that the claim asks for: the first ones with ratios of 0.7, the others with 0.4, which contradicts; plain differs
    /// from seed to seed by more than that.</summary>
    private static Measurement[] Seeds(string experiment, string protocol, int seeds, int supporting) =>
        [.. from answer in (experiment == "learned" ? LearnedTasks : Tasks.Select(task => (Task: task, LongLag: 40)))
                .SelectMany(t => new[] { (t.Task, Quantity: "jacobianAnisotropy", Lag: (double?)t.LongLag), (t.Task, "gradientAnisotropy", null) }).Index()
            from seed in Enumerable.Range(1, seeds)
            from cell in new[] { "plain", "multi" }
            select new Measurement(
                experiment, protocol, answer.Item.Task, cell, (uint)seed, 1200, answer.Item.Quantity, answer.Item.Lag,
                seed * seed * (cell == "plain" ? 1 : answer.Index < supporting ? 0.7 : 0.4))];

    private static MeasurementSummary Row(
        string experiment, string protocol, string task, string cell, string quantity, double? position, int seeds, double median, double lower, double upper) =>
        new(experiment, protocol, task, cell, 1200, quantity, position, seeds, 0, lower, median, upper, lower, upper);
}
