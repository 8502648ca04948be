using TimeScales.Tests.Notebooks;

namespace TimeScales.Tests.Cli;

/// <summary>Results of different configurations live side by side: another option costs no finished work.</summary>
[NonParallelizable]
internal sealed class SideBySideTests
{
    private static readonly string[] Others =
        ["--hidden 17", "--steps 46", "--checkpoints 4,6", "--lags 1,2,3", "--preset quick --steps 46 --hidden 17 --checkpoints 4 --task adding"];

    /// <summary>Would catch a result that is renamed, computed again or set aside when options change and change back.</summary>
    [TestCase("effective-rates", "--task adding")]
    [TestCase("anisotropy", "--task adding --cell plain")]
    [TestCase("analogies", "--task adding --cell multi-sgd")]
    [TestCase("learned", "--cell multi", "--hidden 17", "--checkpoints 0,100", "--lags 1,2,3", "--steps 30")]
    public void A_run_of_other_sizes_between_two_leaves_the_first_as_it_was(string experiment, string options, params string[] others)
    {
        using var folder = new TemporaryFolder();
        string[] work = ["run", experiment, "--preset", "smoke", "--out", folder.Path, .. options.Split(' ')];
        var report = Complete(work, computes: true);
        var first = folder.Contents();

        foreach (var other in others.Length > 0 ? others : Others)
        {
            var before = folder.Contents();
            Complete(other.Contains("--preset", StringComparison.Ordinal)
                ? ["run", experiment, "--out", folder.Path, .. other.Split(' '), "--cell", work[^1] == "adding" ? "multi" : work[^1]]
                : [.. work, .. other.Split(' ')], computes: true);
            Assert.That(before, Is.SubsetOf(folder.Contents()), other);
        }
        var all = folder.Contents();

        Assert.That(Complete(work, computes: false), Is.EqualTo(report));
        Assert.That(folder.Contents(), Is.EqualTo(all));
        Assert.That(first, Is.SubsetOf(all));
        Assert.That(all.Keys, Has.None.Contains("set-aside"));
    }

    [Test]
    public void An_audit_between_two_runs_leaves_them_as_they_were()
    {
        using var folder = new TemporaryFolder();
        string[] work = ["run", "effective-rates", "--preset", "smoke", "--task", "adding", "--protocol", "corrected,published", "--out", folder.Path];
        Complete(work, computes: true);
        var first = folder.Contents();

        Complete(["run", "audit", "--preset", "smoke", "--out", folder.Path], computes: true);
        Complete(["run", "audit", "--preset", "smoke", "--seeds", "1..2", "--out", folder.Path], computes: true);
        Complete(work, computes: false);

        Assert.That(first, Is.SubsetOf(folder.Contents()));
        Assert.That(folder.Contents().Keys, Has.None.Contains("set-aside"));
    }

    [Test]
    public void An_export_of_several_configurations_says_which_each_row_belongs_to()
    {
        using var folder = new TemporaryFolder();
        using var tables = new TemporaryFolder();
        string[] work = ["run", "effective-rates", "--preset", "smoke", "--task", "adding", "--out", folder.Path];
        string[] export = ["export", "--out", folder.Path, "--to", tables.Path];
        string[] names = ["effective-rates.csv", "effective-rates-summary.csv", "effective-rates-seeds.csv"];
        Complete(work, computes: true);
        Export(export);
        var one = tables.Contents();
        Complete([.. work, "--hidden", "17", "--cell", "multi"], computes: true);
        Export(export);
        var two = tables.Contents();
        Export([.. export, "--configuration", "hidden-16_steps-20_checkpoints-0-20"]);

        Assert.That(one.Keys, Is.EquivalentTo(names));
        Assert.That(tables.Contents(), Is.EqualTo(one), "one configuration of two");
        foreach (var name in names)
        {
            var rows = two[name].TrimEnd().Split('\n');
            Assert.That(rows[0], Is.EqualTo(one[name].Split('\n')[0] + ",configuration"));
            var smoke = rows.Where(row => row.EndsWith(",hidden-16_steps-20_checkpoints-0-20", StringComparison.Ordinal)).Select(row => row[..row.LastIndexOf(',')]);
            Assert.That(smoke, Is.EqualTo(one[name].TrimEnd().Split('\n')[1..]), "the rows that were there before");
            Assert.That(rows[1..].Count(row => row.EndsWith(",hidden-17_steps-20_checkpoints-0-20", StringComparison.Ordinal)), Is.EqualTo(smoke.Count(row => row.Contains(",multi,"))));
        }
    }

    [Test]
    public void Readers_of_one_configuration_refuse_a_table_of_several_and_say_how_to_choose()
    {
        using var folder = new TemporaryFolder();
        string[] work = ["run", "expansion", "--preset", "smoke", "--cell", "multi", "--out", folder.Path];
        Complete(work, computes: true);
        Complete(["run", "expansion", "--preset", "quick", "--seeds", "0", "--out", folder.Path], computes: true);
        Export(["export", "--out", folder.Path, "--to", folder.Path]);

        var (code, _, error) = Reproduce.Run("figures", "--data", folder.Path, "--to", folder.Path, "--no-png");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.Contain("expansion-summary.csv").And.Contain("--configuration").And.Contain("hidden-16_steps-20, paper"));
        Assert.That(Reproduce.Run("export", "--out", folder.Path, "--to", folder.Path, "--configuration", "hidden-3").Error, Does.Contain("'hidden-3'").And.Contain("hidden-16_steps-20, paper"));
    }

    private static void Export(string[] arguments)
    {
        foreach (var summary in new[] { Array.Empty<string>(), ["--summary"] })
        {
            var (code, _, error) = Reproduce.Run([.. arguments, .. summary]);
            Assert.That(code, Is.Zero, error);
            Assert.That(error, Is.Empty);
        }
    }

    private static string Complete(string[] work, bool computes)
    {
        var (code, output, error) = Reproduce.Run(work);
        Assert.That(code, Is.Zero, error);
        Assert.That(error, Does.Not.Contain("Warning"));
        Assert.That(error.Contains(" 0 to compute", StringComparison.Ordinal), Is.EqualTo(!computes), error);
        return output;
    }
}
