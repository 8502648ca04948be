using System.Diagnostics;
using TimeScales.Tests.Notebooks;

namespace TimeScales.Tests.Cli;

/// <summary>Equal runs are equal bytes, however they were scheduled or interrupted.</summary>
[NonParallelizable]
internal sealed class ResumeTests
{
    private static readonly string[] Work =
        ["run", "effective-rates", "--preset", "smoke", "--protocol", "corrected,published", "--seeds", "1..4"];

    private static readonly string[] AnisotropyWork =
        ["run", "anisotropy", "--preset", "smoke", "--task", "adding,ar2", "--seeds", "1"];

    private static readonly string[] ExpansionWork =
        ["run", "expansion", "--preset", "smoke", "--protocol", "corrected,published", "--seeds", "1..100"];
    private static readonly string[] AnalogiesWork = ["run", "analogies", "--preset", "smoke", "--cell", "multi-sgd,plain-hgm", "--seeds", "1..4"];

    private SortedDictionary<string, string> whole = null!;

    /// <summary>The work done once, undisturbed: what all other ways must end with.</summary>
    [OneTimeSetUp]
    public void Undisturbed() => whole = Undisturbed(Work, "--threads", "2");

    [Test]
    public void One_thread_and_two_give_equal_bytes()
    {
        using var one = new TemporaryFolder();

        Complete(Work, one, "--threads", "1");

        Assert.That(whole, Has.Count.EqualTo(2 * 4 * 3 * 4));
        Assert.That(one.Contents(), Is.EqualTo(whole));
    }

    [Test]
    public void Shards_in_any_order_give_the_bytes_of_the_whole()
    {
        using var parts = new TemporaryFolder();

        foreach (var shard in new[] { "3/3", "1/3", "2/3" })
            Complete(Work, parts, "--shard", shard);

        Assert.That(parts.Contents(), Is.EqualTo(whole));
    }

    [Test]
    public void A_run_killed_at_random_moments_and_continued_ends_with_the_same_bytes() => KillAndContinue(Work, whole, kills: 20);

    [Test]
    public void A_killed_anisotropy_run_ends_with_the_same_bytes() => KillAndContinue(AnisotropyWork, Undisturbed(AnisotropyWork), kills: 4);

    [Test]
    public void A_killed_expansion_run_ends_with_the_same_bytes() => KillAndContinue(ExpansionWork, Undisturbed(ExpansionWork), kills: 4);

    [Test]
    public void A_killed_analogies_run_ends_with_the_same_bytes() => KillAndContinue(AnalogiesWork, Undisturbed(AnalogiesWork), kills: 4);

    [TestCase("effective-rates --task adding")]
    [TestCase("anisotropy --task adding")]
    [TestCase("analogies --task adding")]
    [TestCase("learned --task adding")]
    [TestCase("all")]
    public void An_interrupt_ends_the_program_in_a_sentence_with_130_and_leaves_whole_files_only(string experiment)
    {
        Notebooks.Cli.RequireInterrupts();
        using var folder = new TemporaryFolder();
        List<string> errors = [];
        using var process = Reproduce.StartComputing(["run", .. experiment.Split(' '), "--preset", "paper", "--out", folder.Path], errors);

        Notebooks.Cli.Interrupt(process);

        Assert.That(process.WaitForExit(TimeSpan.FromMinutes(2)), Is.True, "still running two minutes after the interrupt");
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.EqualTo(130));
        Assert.That(errors, Has.One.EqualTo("reproduce: Interrupted; what was saved stays, and the same command continues from there."));
        Assert.That(folder.Contents().Keys, Has.None.EndsWith(".tmp"));
    }

    /// <summary>Kills the program again and again while it computes; whatever it has saved must be whole, and the rest must follow.</summary>
    private static void KillAndContinue(string[] work, SortedDictionary<string, string> whole, int kills)
    {
        using var folder = new TemporaryFolder();
        var moments = new Random(20);
        var interrupted = 0;
        for (var i = 0; i < kills; i++)
        {
            // --fresh recomputes what is there, so that late kills still hit a program at work; one thread, so that a large machine does as well.
            using var process = Reproduce.StartComputing([.. work, "--threads", "1", "--out", folder.Path, .. i % 2 == 0 ? ["--fresh"] : Array.Empty<string>()]);
            if (!process.WaitForExit(moments.Next(0, 200)))
            {
                process.Kill(entireProcessTree: true);
                interrupted++;
            }
            process.WaitForExit();
            foreach (var (name, content) in folder.Contents().Where(file => file.Key.EndsWith(".json", StringComparison.Ordinal)))
                Assert.That(content, Is.EqualTo(whole[name]), $"{name} after kill {i}");
        }
        Complete(work, folder);

        Assert.That(interrupted, Is.GreaterThanOrEqualTo(kills / 2), "too few kills came in time to test anything");
        Assert.That(folder.Contents(), Is.EqualTo(whole));
    }

    private static SortedDictionary<string, string> Undisturbed(string[] work, params string[] options)
    {
        using var folder = new TemporaryFolder();
        Complete(work, folder, options);
        return folder.Contents();
    }

    private static void Complete(string[] work, TemporaryFolder folder, params string[] options)
    {
        var (code, _, error) = Reproduce.Run([.. work, "--out", folder.Path, .. options]);
        Assert.That(code, Is.Zero, error);
    }
}
