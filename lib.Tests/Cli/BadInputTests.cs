using TimeScales.Experiments.All;
using TimeScales.Tests.Notebooks;

namespace TimeScales.Tests.Cli;

/// <summary>Bad input gets one sentence with the value and the choices, the documented exit code, and leaves nothing behind.</summary>
[NonParallelizable]
internal sealed class BadInputTests
{
    private static readonly string[] SmokePreset = ["--preset", "smoke"];

    [TestCase("--task foo", 2, "'foo'", "adding, recall, sinmix, short")]
    [TestCase("--cell rnn", 2, "'rnn'", "leaky, scalar, multi")]
    [TestCase("--cell leaky,LSTM", 2, "'LSTM'", "leaky, scalar, multi")]
    [TestCase("--protocol exact", 2, "'exact'", "corrected, published")]
    [TestCase("--preset large", 2, "'large'", "smoke, quick, paper, gpu")]
    [TestCase("--seeds 0..", 2, "'0..'", "1..20")]
    [TestCase("--seeds 5..1", 2, "'5..1'", "1..5")]
    [TestCase("--seeds a", 2, "'a'", "1,5,7")]
    [TestCase("--seeds 1,,2", 2, "'1,,2'", "1,5,7")]
    [TestCase("--seeds -1", 2, "'-1'", "1,5,7")]
    [TestCase("--seeds 4294967296", 2, "'4294967296'", "1..20")]
    [TestCase("--seeds 0..4294967295", 2, "'0..4294967295'", "1000000")]
    [TestCase("--lags 20", 2, "lag 20", "1 … 19")]
    [TestCase("--lags 0", 2, "'0'", "at least 1")]
    [TestCase("--hidden 0", 2, "'0'", "at least 1")]
    [TestCase("--hidden many", 2, "'many'", "whole number")]
    [TestCase("--steps 3", 2, "'3'", "at least 4")]
    [TestCase("--checkpoints 5,1", 2, "5,1", "rising")]
    [TestCase("--threads 0", 2, "'0'", "at least 1")]
    [TestCase("--shard 3/2", 2, "'3/2'", "i/n")]
    [TestCase("--engine quantum", 2, "'quantum'", "embedded")]
    [TestCase("--device tpu", 2, "'tpu'", "cpu, cuda")]
    [TestCase("--engine embedded --device cuda", 2, "'cuda'", "it has: cpu")]
    [TestCase("--sedes 1", 2, "'--sedes'", "--seeds")]
    public void An_impossible_option_is_named_with_its_choices(string options, int code, string value, string choices)
    {
        using var folder = new TemporaryFolder();

        var (actualCode, output, error) = Reproduce.Run(
            ["run", "effective-rates", "--out", folder.Path, .. options.StartsWith("--preset", StringComparison.Ordinal) ? [] : SmokePreset, .. options.Split(' ')]);

        Assert.That(actualCode, Is.EqualTo(code));
        Assert.That(error, Does.Contain(value).And.Contain(choices));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(error, Does.Not.Contain("   at "), "a stack trace");
        Assert.That(output, Is.Empty);
        Assert.That(folder.Contents(), Is.Empty);
    }

    [TestCase("anisotropy --task foo", "'foo'", "adding, ar2, movingavg, delaysum, narma10, narma20")]
    [TestCase("anisotropy --cell rnn", "'rnn'", "plain, scalar, multi")]
    [TestCase("anisotropy --lags 45", "lag 45", "1 … 44")]
    [TestCase("anisotropy --steps 40 --lags 40", "lag 40", "1 … 39")]
    [TestCase("anisotropy --hidden 9", "10", "1 … 9")]
    [TestCase("anisotropy --checkpoints 5,5", "5,5", "rising")]
    [TestCase("anisotropy --protocol exact", "'exact'", "corrected, published")]
    [TestCase("anisotropy --seeds x", "'x'", "1,5,7")]
    [TestCase("expansion --task adding", "'adding'", "--task")]
    [TestCase("expansion --cell rnn", "'rnn'", "scalar, multi")]
    [TestCase("expansion --lags 3", "'--lags'", "--cell")]
    [TestCase("expansion --shard 0/2", "'0/2'", "i/n")]
    [TestCase("analogies --task foo", "'foo'", "adding, ar2")]
    [TestCase("analogies --cell multi", "'multi'", "plain-sgd, plain-momentum")]
    [TestCase("analogies --protocol published", "'published'", "possible: corrected")]
    [TestCase("analogies --checkpoints 0,10", "0", "at least 2")]
    [TestCase("analogies --lags 45", "lag 45", "1 … 44")]
    [TestCase("analogies --hidden 9", "10", "1 … 9")]
    [TestCase("audit --protocol published", "--protocol", "compares all")]
    [TestCase("audit --cell plain", "--cell", "compares all")]
    [TestCase("audit --shard 1/2", "sharded", "experiments")]
    [TestCase("audit --task foo", "'foo'", "adding, ar2")]
    [TestCase("learned --protocol published", "'published'", "corrected")]
    [TestCase("learned --cell rnn", "'rnn'", "multi, scalar, gru, lstm, leaky, plain")]
    [TestCase("learned --task foo", "'foo'", "adding, digits")]
    [TestCase("effective-rates --task digits", "'digits'", "28 channels")]
    [TestCase("learned --task digits --steps 14", "14", "28 steps")]
    [TestCase("learned --checkpoints 50,101", "101", "0 … 100")]
    [TestCase("learned --lags 28", "lag 28", "1 … 27")]
    [TestCase("learned --hidden 9", "10", "1 … 9")]
    [TestCase("all --task adding", "tasks", "preset")]
    [TestCase("all --seeds 1", "seeds", "preset")]
    public void An_impossible_option_of_another_experiment_is_named_with_its_choices(string command, string value, string choices)
    {
        using var folder = new TemporaryFolder();
        var words = command.Split(' ');

        var (code, output, error) = Reproduce.Run(["run", words[0], "--preset", "smoke", "--out", folder.Path, .. words[1..]]);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.Contain(value).And.Contain(choices));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(output, Is.Empty);
        Assert.That(folder.Contents(), Is.Empty);
    }

    /// <summary>Would catch sizes that overflow, fill the memory or never end, and a check that comes after results were touched.</summary>
    [TestCase("effective-rates --hidden 1000000", "hidden-1000000", "TB of memory")]
    [TestCase("effective-rates --hidden 2147483647", "hidden-2147483647", "TB of memory")]
    [TestCase("effective-rates --hidden 32768", "hidden-32768", "GB of memory")]
    [TestCase("effective-rates --hidden 99999999999", "'99999999999'", "at most 2147483647")]
    [TestCase("effective-rates --hidden 1e6", "'1e6'", "whole number")]
    [TestCase("effective-rates --hidden -5", "'-5'", "at least 1")]
    [TestCase("effective-rates --steps 1000000000", "steps-1000000000", "of memory")]
    [TestCase("effective-rates --steps 2147483647", "steps-2147483647", "of memory")]
    [TestCase("effective-rates --steps 1e9", "'1e9'", "whole number")]
    [TestCase("effective-rates --steps 1000000 --checkpoints 0", "steps-1000000", "of memory")]
    [TestCase("effective-rates --checkpoints 0,2147483647", "checkpoints-0-2147483647", "limit is 7 days")]
    [TestCase("effective-rates --checkpoints 0,2147483648", "'2147483648'", "at most 2147483647")]
    [TestCase("effective-rates --checkpoints -1,5", "'-1'", "at least 0")]
    [TestCase("effective-rates --seeds 1..1000000000", "1..1000000000", "1000000")]
    [TestCase("effective-rates --seeds 1..900000,1000000..1900000", "1..900000", "1000000")]
    [TestCase("effective-rates --seeds 1..500000", "500000 seeds", "100000")]
    [TestCase("effective-rates --threads 1000000000", "'1000000000'", "at most 1024")]
    [TestCase("effective-rates --threads -1", "'-1'", "at least 1")]
    [TestCase("effective-rates --lags 1000000000", "lag 1000000000", "1 … 19")]
    [TestCase("effective-rates --lags 99999999999", "'99999999999'", "at most")]
    [TestCase("effective-rates --shard 1/99999999999", "'1/99999999999'", "i/n")]
    [TestCase("anisotropy --hidden 1000000", "hidden-1000000", "TB of memory")]
    [TestCase("anisotropy --steps 1000000000", "steps-1000000000", "of memory")]
    [TestCase("anisotropy --checkpoints 2000000000", "checkpoints-2000000000", "7 days")]
    [TestCase("anisotropy --hidden 100000 --steps 2147483647 --checkpoints 2147483647 --lags 2147483646", "hidden-100000", "years")]
    [TestCase("analogies --hidden 1000000", "hidden-1000000", "TB of memory")]
    [TestCase("analogies --steps 2147483647", "steps-2147483647", "of memory")]
    [TestCase("analogies --checkpoints 4,2147483647", "2147483647", "7 days")]
    [TestCase("learned --hidden 1000000", "hidden-1000000", "TB of memory")]
    [TestCase("learned --steps 2147483647", "steps-2147483647", "of memory")]
    [TestCase("learned --seeds 0..999999", "1000000 seeds", "100000")]
    [TestCase("expansion --seeds 1..200000", "200000 seeds", "100000")]
    [TestCase("audit --seeds 1..500000", "500000 seeds", "100000")]
    public void An_absurd_size_is_refused_at_once_and_touches_nothing(string command, string value, string reason)
    {
        using var folder = new TemporaryFolder();
        folder.Write("kept", "");
        var before = folder.Contents();
        var words = command.Split(' ');
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var (code, output, error) = Reproduce.Run(["run", words[0], "--preset", "smoke", "--out", folder.Path, .. words[1..]]);

        Assert.That(code, Is.EqualTo(2), error);
        Assert.That(error, Does.Contain(value).And.Contain(reason));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(output, Is.Empty);
        Assert.That(folder.Contents(), Is.EqualTo(before));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)), "a second, and some for a busy machine");
    }

    /// <summary>Would catch an experiment, present or to come, that forgets what a run costs.</summary>
    [Test, Combinatorial]
    public void No_experiment_takes_an_absurd_size(
        [ValueSource(nameof(Experiments))] string experiment, [Values("--hidden 1000000", "--steps 1000000000", "--seeds 1..1000000000")] string size) =>
        An_absurd_size_is_refused_at_once_and_touches_nothing($"{experiment} {size}", size.Split(' ')[1], "");

    private static IEnumerable<string> Experiments => AllExperiments.List.Select(experiment => experiment.Name);

    [TestCase("walk", "'walk'", "run, ")]
    [TestCase("run everything", "'everything'", "effective-rates")]
    [TestCase("run", "'run'", "effective-rates")]
    public void An_unknown_command_is_named_with_its_choices(string command, string value, string choices)
    {
        var (code, _, error) = Reproduce.Run(command.Split(' '));

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.Contain(value).And.Contain(choices));
    }

    [Test]
    public void An_output_folder_that_cannot_be_written_ends_the_run_before_it_computes()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "not a folder");

        var (code, output, error) = Reproduce.Run("run", "effective-rates", "--preset", "smoke", "--out", Path.Combine(file, "results"));

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain(file).And.Contain("cannot be written"));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(output, Is.Empty);
    }

    [Test]
    public void Without_arguments_it_says_what_it_can_do_and_succeeds()
    {
        var (code, output, _) = Reproduce.Run();

        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("reproduce run effective-rates"));
    }
}
