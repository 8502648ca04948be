using TimeScales.Tests.Notebooks;

namespace TimeScales.Tests.Cli;

/// <summary>Each experiment's smoke preset from beginning to end, and again from what it left.</summary>
[NonParallelizable]
internal sealed class ExperimentCommandTests
{
    private static readonly string[] AllExperiments = ["anisotropy", "effective-rates", "expansion"];

    [TestCase("expansion", 2)]
    [TestCase("analogies", 2 * 11)]
    [TestCase("learned", 6)]
    [TestCase("all", 15 + 2 + 12)]
    public void A_smoke_run_ends_well_and_a_second_one_computes_nothing(string experiment, int results)
    {
        using var folder = new TemporaryFolder();
        var output = Complete(folder, experiment);
        var first = folder.Contents();

        var again = Reproduce.Run("run", experiment, "--preset", "smoke", "--out", folder.Path);

        Assert.That(first, Has.Count.EqualTo(results));
        Assert.That(again.Code, Is.Zero);
        Assert.That(again.Error, Does.Contain("0 to compute").And.Not.Contain("runs to compute"));
        Assert.That(again.Output, Is.EqualTo(output), "the report of stored results");
        Assert.That(folder.Contents(), Is.EqualTo(first));
        Assert.That(output, Does.Not.Contain("∞"));
    }

    [Test]
    public void The_audit_computes_its_runs_once_and_writes_its_table()
    {
        using var folder = new TemporaryFolder();
        Complete(folder, "audit");
        var first = folder.Contents();
        var again = Reproduce.Run("run", "audit", "--preset", "smoke", "--out", folder.Path);

        Assert.That(again.Code, Is.Zero);
        Assert.That(again.Error, Does.Not.Contain("runs to compute").And.Not.Contain("1/"));
        Assert.That(folder.Contents(), Is.EqualTo(first));
        Assert.That(first.Keys.Select(name => name.Split('/')[0]).Distinct(), Is.EquivalentTo(AllExperiments.Append("audit")));
        Assert.That(first[Path.Combine("audit", "audit.md")], Does.Contain("| only-gate-term-after-step |").And.Contain("(1)"));
    }

    [Test]
    public void One_thread_and_two_give_equal_bytes([Values("anisotropy", "expansion", "learned")] string experiment)
    {
        using var one = new TemporaryFolder();
        using var two = new TemporaryFolder();
        var protocols = experiment == "learned" ? "corrected" : "corrected,published";

        Complete(one, experiment, "--threads", "1", "--protocol", protocols);
        Complete(two, experiment, "--threads", "2", "--protocol", protocols);

        Assert.That(two.Contents(), Is.EqualTo(one.Contents()));
    }

    [Test]
    public void Analogies_with_one_thread_two_or_in_shards_give_equal_bytes()
    {
        string[] some = ["--cell", "plain-hgm,leaky-sgd,multi-adam"];
        using var one = new TemporaryFolder();
        using var two = new TemporaryFolder();
        using var parts = new TemporaryFolder();
        Complete(one, "analogies", ["--threads", "1", .. some]);
        Complete(two, "analogies", ["--threads", "2", .. some]);
        foreach (var shard in new[] { "2/2", "1/2" })
            Complete(parts, "analogies", ["--shard", shard, .. some]);

        Assert.That(one.Contents(), Has.Count.EqualTo(6));
        Assert.That(two.Contents(), Is.EqualTo(one.Contents()));
        Assert.That(parts.Contents(), Is.EqualTo(one.Contents()));
    }

    [Test]
    public void A_learned_run_that_lacks_some_results_and_one_in_shards_end_with_the_bytes_of_the_whole()
    {
        using var whole = new TemporaryFolder();
        using var parts = new TemporaryFolder();
        Complete(whole, "learned", "--seeds", "1..2");
        var first = whole.Contents();
        foreach (var shard in new[] { "2/2", "1/2" })
            Complete(parts, "learned", "--seeds", "1..2", "--shard", shard);
        foreach (var name in first.Keys.Where((_, i) => i % 3 == 0))
            File.Delete(Path.Combine(whole.Path, name));

        Complete(whole, "learned", "--seeds", "1..2");

        Assert.That(first, Has.Count.EqualTo(12));
        Assert.That(whole.Contents(), Is.EqualTo(first));
        Assert.That(parts.Contents(), Is.EqualTo(first));
    }

    [Test]
    public void Learned_results_are_exported_with_the_share_of_the_way_as_iteration()
    {
        using var folder = new TemporaryFolder();
        using var tables = new TemporaryFolder();
        Complete(folder, "learned", "--cell", "multi,lstm");

        Assert.That(Reproduce.Run("export", "--out", folder.Path, "--to", tables.Path).Code, Is.Zero);
        Assert.That(Reproduce.Run("export", "--out", folder.Path, "--to", tables.Path, "--summary").Code, Is.Zero);

        Assert.That(tables.Contents()["learned.csv"], Does.Contain("learned,corrected,adding,lstm,1,10,envelopeFirst,3,"));
        Assert.That(tables.Contents()["learned-summary.csv"], Does.Contain("learned,corrected,adding,multi,100,updatesUntilSolved,,0,1,"));
    }

    [Test]
    public void A_damaged_result_is_set_aside_and_computed_again()
    {
        using var folder = new TemporaryFolder();
        Complete(folder, "expansion");
        var first = folder.Contents();
        var (name, content) = first.First();
        File.WriteAllText(Path.Combine(folder.Path, name), content[..(content.Length / 2)]);

        var (code, _, error) = Reproduce.Run("run", "expansion", "--preset", "smoke", "--out", folder.Path);

        Assert.That(code, Is.Zero);
        Assert.That(error, Does.Contain(name).And.Contain("computed again"));
        Assert.That(folder.Contents()[name], Is.EqualTo(content));
    }

    private static string Complete(TemporaryFolder folder, string experiment, params string[] options)
    {
        var (code, output, error) = Reproduce.Run(["run", experiment, "--preset", "smoke", "--out", folder.Path, .. options]);
        Assert.That(code, Is.Zero, error);
        return output;
    }
}
