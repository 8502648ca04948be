using TimeScales.Experiments;
using TimeScales.Experiments.All;
using TimeScales.Tests.Cli;

namespace TimeScales.Tests.Torch;

/// <summary>What <c>--engine torch</c> does with each experiment, from the command line to the stored result.</summary>
[NonParallelizable]
internal sealed class TorchRunTests
{
    private static readonly string[] Computed = ["effective-rates", "anisotropy"];

    private static IEnumerable<string> Others => AllExperiments.List.Select(experiment => experiment.Name).Except(Computed).Append("audit").Append("all");

    [TestCaseSource(nameof(Computed))]
    public void Every_cell_is_computed_and_the_result_says_by_what(string experiment)
    {
        using var folder = new TemporaryFolder();
        string[] cells = [.. Cell.All.Select(cell => cell.Name)];

        var (code, output, error) = Reproduce.Run(
            "run", experiment, "--preset", "smoke", "--task", "adding", "--cell", string.Join(',', cells), "--engine", "torch", "--out", folder.Path);

        Assert.That(code, Is.Zero, error);
        Assert.That(error, Does.Contain("Engine: torch, on cpu; about"));
        var results = folder.Contents().Where(file => file.Key.EndsWith(".json", StringComparison.Ordinal)).ToArray();
        Assert.That(results, Has.Length.EqualTo(cells.Length), output);
        foreach (var (path, text) in results)
            Assert.That(text, Does.Contain("\"engine\":\"torch\"").Or.Contain("\"engine\": \"torch\""), path);
    }

    [TestCaseSource(nameof(Others))]
    public void An_experiment_that_it_lacks_is_refused_in_one_sentence(string experiment)
    {
        using var folder = new TemporaryFolder();

        var (code, output, error) = Reproduce.Run("run", experiment, "--preset", "smoke", "--engine", "torch", "--out", folder.Path);

        Assert.That(code, Is.EqualTo(2), error);
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1), error);
        Assert.That(error, Does.Contain("torch engine").And.Contain("--engine"));
        Assert.That(output, Is.Empty);
        Assert.That(folder.Contents(), Is.Empty);
    }

    [TestCase("--hidden 2147483647")]
    [TestCase("--hidden 30000 --steps 2147483647")]
    public void A_size_that_no_device_holds_is_refused(string sizes)
    {
        using var folder = new TemporaryFolder();

        var (code, _, error) = Reproduce.Run(["run", "effective-rates", "--preset", "smoke", "--engine", "torch", "--out", folder.Path, .. sizes.Split(' ')]);

        Assert.That(code, Is.EqualTo(2), error);
        Assert.That(error, Does.Contain("memory"));
        Assert.That(folder.Contents(), Is.Empty);
    }
}
