using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text;

namespace TimeScales.Tests.Cli;

/// <summary>Shards made one, and what a folder has.</summary>
internal sealed class MergeTests
{
    private static readonly string[] Work =
        ["effective-rates", "--preset", "smoke", "--task", "adding,recall", "--seeds", "1..2"];

    private TemporaryFolder shards = null!;
    private SortedDictionary<string, string> whole = null!;

    [OneTimeSetUp]
    public void Compute()
    {
        shards = new TemporaryFolder();
        foreach (var shard in new[] { 1, 2, 3 })
            Succeed(["run", .. Work, "--shard", $"{shard}/3", "--out", Shard(shard)]);
        using var undisturbed = new TemporaryFolder();
        Succeed(["run", .. Work, "--out", undisturbed.Path]);
        whole = undisturbed.Contents();
    }

    [OneTimeTearDown]
    public void Remove() => shards.Dispose();

    [Test]
    public void Merged_shards_are_the_bytes_of_an_undisturbed_run_and_merging_again_changes_nothing()
    {
        using var target = new TemporaryFolder();

        Assert.That(Merge(target, 1, 2, 3), Is.EqualTo(0));
        Assert.That(target.Contents(), Is.EqualTo(whole));
        Assert.That(Merge(target, 3, 1), Is.EqualTo(0));
        Assert.That(target.Contents(), Is.EqualTo(whole));
    }

    /// <summary>Catches a merge that copies until it meets the damage.</summary>
    [TestCase("0.", "1.", "is damaged", TestName = "A_changed_digit_is_refused_by_name_and_nothing_is_copied")]
    [TestCase("seed\":", "seed\":1", "is damaged", TestName = "A_changed_seed_is_refused_by_name_and_nothing_is_copied")]
    public void Damage(string text, string other, string problem)
    {
        using var folder = Copy(2);
        var file = Files(folder)[^1];
        File.WriteAllText(file, File.ReadAllText(file).Replace(text, other, StringComparison.Ordinal));
        Refused(folder, file, problem);
    }

    [Test]
    public void A_result_cut_short_is_refused_by_name_and_nothing_is_copied()
    {
        using var folder = Copy(2);
        var file = Files(folder)[0];
        File.WriteAllText(file, File.ReadAllText(file)[..^100]);
        Refused(folder, file, "is damaged");
    }

    /// <summary>Catches a check of the seal alone: a result under another's name is whole.</summary>
    [Test]
    public void A_result_under_another_name_is_refused_by_name_and_nothing_is_copied()
    {
        using var folder = Copy(2);
        var file = Files(folder)[0];
        var moved = Path.Combine(Path.GetDirectoryName(file)!, "seed-77.json");
        File.Move(file, moved);
        Refused(folder, moved, "belongs at");
    }

    /// <summary>Of another length, and of the same.</summary>
    [TestCase("}", "} ")]
    [TestCase("0.", "1.")]
    public void Two_results_of_one_run_that_differ_are_refused_by_name_and_nothing_is_copied(string text, string other)
    {
        using var folder = Copy(2);
        using var target = new TemporaryFolder();
        Merge(target, 2);
        var before = target.Contents();
        var file = Files(target)[0];
        File.WriteAllText(file, File.ReadAllText(file).Replace(text, other, StringComparison.Ordinal));

        var (code, _, error) = Reproduce.Run("merge", Shard(1), folder.Path, "--out", target.Path);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain(file).And.Contain("differ").And.Contain("Nothing was merged"));
        Assert.That(target.Contents().Keys, Is.EqualTo(before.Keys));
    }

    /// <summary>Catches files of the first folders left behind when a later one cannot be placed.</summary>
    [Test]
    public void Where_a_folder_cannot_be_made_nothing_is_left_behind()
    {
        using var target = new TemporaryFolder();
        var protocol = Path.GetDirectoryName(Path.GetRelativePath(Shard(2), Files(Shard(2))[^1]))!;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(target.Path, protocol))!);
        File.WriteAllText(Path.Combine(target.Path, protocol), "in the way");

        var (code, _, error) = Reproduce.Run("merge", Shard(1), Shard(2), Shard(3), "--out", target.Path);

        Assert.That((code, target.Contents().Count), Is.EqualTo((1, 1)), error);
    }

    [Test]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.That(Reproduce.Run("merge", Shard(1), Shard(9), "--out", Shard(8)), Is.EqualTo((2, "",
            $"reproduce: The folder '{Shard(9)}' does not exist; name folders that 'reproduce run --out' wrote.{Environment.NewLine}")));

    [Test]
    public void Status_counts_what_is_there_missing_and_damaged_and_changes_nothing()
    {
        using var target = new TemporaryFolder();
        Merge(target, 1, 2);
        File.AppendAllText(Files(target)[0], " ");
        var before = target.Contents();

        var (code, output, error) = Reproduce.Run(["status", .. Work, "--json", "--out", target.Path]);

        Assert.That(code, Is.Zero, error);
        var row = JsonNode.Parse(output)!["tables"]![0]!["rows"]![0]!;
        string[] columns = ["runs", "there", "missing", "damaged", "diverged"];
        Assert.That(string.Join(' ', columns.Select(name => (int)row[name]!)), Is.EqualTo("12 7 4 1 0"));
        // What is damaged has to be computed again, as what is missing.
        Assert.That(output, Does.Contain(Files(target)[0]).And.Contain("5 of 12 results to compute"));
        Assert.That(target.Contents(), Is.EqualTo(before));
    }

    [Test]
    public void Status_counts_what_diverged()
    {
        using var folder = new TemporaryFolder();
        string[] work = ["effective-rates", "--preset", "smoke", "--task", "adding", "--cell", "leaky", "--seeds", "1"];
        Succeed(["run", .. work, "--out", folder.Path]);
        var file = Files(folder)[0];
        const string Field = "\"divergedAtIteration\":";
        var diverged = File.ReadAllText(file).Replace($"{Field}null", $"{Field}3", StringComparison.Ordinal);
        var json = diverged[..diverged.IndexOf(",\"sha256\"", StringComparison.Ordinal)] + "}";
        var seal = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
        File.WriteAllText(file, $"{json[..^1]},\"sha256\":\"{seal}\"}}");

        var (_, output, _) = Reproduce.Run(["status", .. work, "--json", "--out", folder.Path]);

        var row = JsonNode.Parse(output)!["tables"]![0]!["rows"]![0]!;
        Assert.That(((int)row["there"]!, (int)row["diverged"]!), Is.EqualTo((0, 1)));
    }

    private static void Refused(TemporaryFolder folder, string file, string problem)
    {
        using var target = new TemporaryFolder();
        var (code, _, error) = Reproduce.Run("merge", folder.Path, "--out", Path.Combine(target.Path, "new"));

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain($"'{file}' {problem}").And.Contain("Nothing was merged"));
        Assert.That(target.Contents(), Is.Empty);
    }

    private string Shard(int shard) => Path.Combine(shards.Path, $"{shard}");

    private int Merge(TemporaryFolder target, params int[] parts) =>
        Reproduce.Run(["merge", .. parts.Select(Shard), "--out", target.Path]).Code;

    private TemporaryFolder Copy(int shard)
    {
        var copy = new TemporaryFolder();
        Succeed(["merge", Shard(shard), "--out", copy.Path]);
        return copy;
    }

    private static string[] Files(TemporaryFolder folder) => Files(folder.Path);

    private static string[] Files(string folder) =>
        [.. Directory.GetFiles(folder, "seed-*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static void Succeed(string[] args)
    {
        var (code, _, error) = Reproduce.Run(args);
        Assert.That(code, Is.Zero, error);
    }
}
