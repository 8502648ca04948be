using System.Diagnostics;
using TimeScales.Tests.Notebooks;

namespace TimeScales.Tests.Cli;

/// <summary>What a scheduler says and does to a program of its own.</summary>
[NonParallelizable]
internal sealed class SchedulerTests
{
    private static readonly string[] Work =
        ["run", "effective-rates", "--preset", "smoke", "--task", "adding", "--seeds", "1..4"];

    private static readonly (string, string)[] SecondOfThree =
    [
        ("SLURM_ARRAY_TASK_ID", "1"), ("SLURM_ARRAY_TASK_COUNT", "3"), ("SLURM_ARRAY_TASK_MIN", "0"), ("SLURM_CPUS_PER_TASK", "1"),
    ];

    [Test]
    public void A_task_of_an_array_computes_its_part_and_says_so_first()
    {
        using var task = new TemporaryFolder();
        using var part = new TemporaryFolder();
        Assert.That(Reproduce.Run([.. Work, "--shard", "2/3", "--out", part.Path]).Code, Is.Zero);

        var run = Notebooks.Cli.Finish(Notebooks.Cli.Start([.. Work, "--out", task.Path], SecondOfThree));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error.Split('\n')[0], Does.Contain("shard 2/3")
            .And.Contain("SLURM_ARRAY_TASK_ID=1").And.Contain("1 thread (SLURM_CPUS_PER_TASK=1)"));
        Assert.That(task.Contents(), Is.EqualTo(part.Contents()).And.Count.EqualTo(4));
    }

    [Test]
    public void The_part_that_the_user_names_wins_even_over_variables_that_contradict_each_other()
    {
        using var folder = new TemporaryFolder();

        var run = Notebooks.Cli.Finish(Notebooks.Cli.Start(
            [.. Work, "--shard", "1/1", "--out", folder.Path],
            [.. SecondOfThree, ("JOB_COMPLETION_INDEX", "0"), ("JOB_COMPLETIONS", "3")]));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("shard 1/1 (--shard)"));
        Assert.That(folder.Contents(), Has.Count.EqualTo(12));
    }

    [TestCase("JOB_COMPLETION_INDEX", "0", "JOB_COMPLETIONS")]
    [TestCase("SLURM_ARRAY_TASK_ID", "0", "SLURM_ARRAY_TASK_COUNT")]
    [TestCase("SLURM_MEM_PER_NODE", "64", "there are 67 MB here")]
    [TestCase("SLURM_CPUS_PER_TASK", "many", "SLURM_CPUS_PER_TASK=many")]
    public void What_cannot_be_is_one_sentence_and_do_not_repeat(string name, string value, string part)
    {
        using var folder = new TemporaryFolder();

        var run = Notebooks.Cli.Finish(Notebooks.Cli.Start([.. Work, "--out", folder.Path], (name, value)));

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.StartWith("reproduce: ").And.Contain(part));
        Assert.That(run.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(folder.Contents(), Is.Empty);
    }

    /// <summary>Catches a signal heeded only between runs or checkpoints, which take longer than a scheduler waits, and half of
    /// a file.</summary>
    [TestCase("effective-rates")]
    [TestCase("anisotropy --cell plain --checkpoints 0,1")]
    [TestCase("anisotropy --task adding --hidden 256 --checkpoints 0")]
    [TestCase("learned --task adding")]
    public void A_scheduler_s_signal_ends_the_program_soon_with_run_me_again_and_leaves_whole_files_only(string experiment)
    {
        using var folder = new TemporaryFolder();
        List<string> errors = [];
        string[] work = ["run", .. experiment.Split(' '), "--preset", "paper", "--out", folder.Path];
        using var process = Reproduce.StartComputing(work, errors);
        // So that it is in the midst of a checkpoint, where there are long ones.
        Thread.Sleep(1500);
        var clock = Stopwatch.StartNew();

        Notebooks.Cli.Terminate(process);

        // Five seconds are the promise; a crowded machine may take its time to start a thread.
        Assert.That(process.WaitForExit(TimeSpan.FromSeconds(15)), Is.True, "still running after 15 seconds");
        TestContext.Out.WriteLine($"{clock.Elapsed.TotalSeconds:0.00} s");
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.EqualTo(75), string.Join('\n', errors));
        Assert.That(errors, Has.One.EqualTo(
            "reproduce: Stopped by SIGTERM; what was saved stays, and the same command continues from there."));
        Assert.That(folder.Contents().Keys, Has.None.EndsWith(".tmp"));
    }
}
