using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TimeScales.Tests.Cli;

/// <summary>Equal runs are equal bytes, however they were scheduled or interrupted.</summary>
[NonParallelizable]
internal sealed class ResumeTests
{
    private const int Kills = 20;
    private const int InterruptSignal = 2;

    private static readonly string[] Work =
        ["run", "effective-rates", "--preset", "smoke", "--protocol", "corrected,published", "--seeds", "1..12"];

    [Test]
    public void One_thread_and_two_give_equal_bytes()
    {
        using var one = new TemporaryFolder();
        using var two = new TemporaryFolder();

        Complete(one, "--threads", "1");
        Complete(two, "--threads", "2");

        Assert.That(one.Contents(), Has.Count.EqualTo(2 * 4 * 3 * 12));
        Assert.That(two.Contents(), Is.EqualTo(one.Contents()));
    }

    [Test]
    public void Shards_in_any_order_give_the_bytes_of_the_whole()
    {
        using var whole = new TemporaryFolder();
        using var parts = new TemporaryFolder();

        Complete(whole);
        foreach (var shard in new[] { "3/3", "1/3", "2/3" })
            Complete(parts, "--shard", shard);

        Assert.That(parts.Contents(), Is.EqualTo(whole.Contents()));
    }

    [Test]
    public void A_run_killed_twenty_times_at_random_moments_and_continued_ends_with_the_same_bytes()
    {
        using var undisturbed = new TemporaryFolder();
        using var killed = new TemporaryFolder();
        Complete(undisturbed);
        var whole = undisturbed.Contents();

        var moments = new Random(20);
        var interrupted = 0;
        for (var i = 0; i < Kills; i++)
        {
            // --fresh recomputes what is there, so that late kills still hit a program at work.
            using var process = Reproduce.Start([.. Work, "--out", killed.Path, .. i % 2 == 0 ? ["--fresh"] : Array.Empty<string>()]);
            if (!process.WaitForExit(moments.Next(100, 900)))
            {
                process.Kill(entireProcessTree: true);
                interrupted++;
            }
            process.WaitForExit();
            foreach (var (name, content) in killed.Contents().Where(file => file.Key.EndsWith(".json", StringComparison.Ordinal)))
                Assert.That(content, Is.EqualTo(whole[name]), $"{name} after kill {i}");
        }
        Complete(killed);

        Assert.That(interrupted, Is.GreaterThan(Kills / 2), "too few kills came in time to test anything");
        Assert.That(killed.Contents(), Is.EqualTo(whole));
    }

    [Test]
    public void An_interrupt_ends_the_program_with_130_and_leaves_whole_files_only()
    {
        if (InterruptsAreIgnored())
            Assert.Ignore("Programs started here inherit an ignored interrupt, as background jobs of a shell do.");
        using var folder = new TemporaryFolder();
        using var process = Reproduce.Start("run", "effective-rates", "--preset", "paper", "--task", "adding", "--out", folder.Path);
        process.WaitForExit(2000);

        Assert.That(Kill(process.Id, InterruptSignal), Is.Zero);

        Assert.That(process.WaitForExit(10_000), Is.True, "still running ten seconds after the interrupt");
        Assert.That(process.ExitCode, Is.EqualTo(130));
        Assert.That(folder.Contents().Keys, Has.None.EndsWith(".tmp"));
    }

    private static void Complete(TemporaryFolder folder, params string[] options)
    {
        var (code, _, error) = Reproduce.Run([.. Work, "--out", folder.Path, .. options]);
        Assert.That(code, Is.Zero, error);
    }

    /// <summary>Bit 1 of the mask of ignored signals is the interrupt.</summary>
    private static bool InterruptsAreIgnored() =>
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is var mask
        && (Convert.ToUInt64(mask["SigIgn:".Length..].Trim(), 16) & (1UL << (InterruptSignal - 1))) != 0;

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
