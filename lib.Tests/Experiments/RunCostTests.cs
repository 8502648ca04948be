using System.Globalization;
using TimeScales.Experiments.All;
using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

/// <summary>What a run needs is told before it begins.</summary>
internal sealed class RunCostTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static readonly IReadOnlyList<RunConfiguration> Runs = AllExperiments.List[0].Preset("quick").Runs();

    [Test]
    public void Runs_that_fit_are_not_refused() =>
        Assert.That(() => RunCost.RequirePossible(Runs, 2, memory: 1e9), Throws.Nothing);

    /// <summary>Catches a check of one run where several are computed at once.</summary>
    [Test]
    public void Where_fewer_threads_would_fit_the_sentence_says_how_many()
    {
        var memory = RunCost.PeakBytes(Runs.Select(run => run.EstimateCost()), threads: 3);

        Assert.That(() => RunCost.RequirePossible(Runs, 8, memory), Throws.ArgumentException
            .With.Message.Contains("with 8 threads").And.Message.EndsWith("With --threads 3 it is possible."));
    }

    [Test]
    public void Where_none_fits_the_sentence_names_what_there_is() =>
        Assert.That(
            () => RunCost.RequirePossible(Runs, 2, memory: 50e6), Throws.ArgumentException.With.Message.Contains("there are 50 MB here"));

    /// <summary>Catches a preset whose estimate is no bound any more: what it takes is the highest resident set that the system
    /// saw.</summary>
    [Test, Platform("Linux"), NonParallelizable]
    public void The_smoke_preset_of_every_experiment_stays_below_its_estimate([ValueSource(nameof(Experiments))] string name)
    {
        using var folder = new TemporaryFolder();
        var runs = AllExperiments.ByName(name).Preset("smoke").Runs();
        using var process = Notebooks.Cli.Start(["run", name, "--preset", "smoke", "--threads", "2", "--out", folder.Path]);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var peak = 0.0;
        while (!process.WaitForExit(20))
            peak = Math.Max(peak, Peak(process.Id));

        Assert.That(process.ExitCode, Is.Zero);
        var bound = RunCost.PeakBytes(runs.Select(run => run.EstimateCost()), threads: 2);
        Assert.That(peak, Is.GreaterThan(1e7).And.LessThan(bound));
    }

    private static IEnumerable<string> Experiments() => AllExperiments.List.Select(experiment => experiment.Name);

    /// <summary>VmHWM, or 0 where the process is gone.</summary>
    private static double Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", Ordinal));
            var words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words is null ? 0 : 1024 * double.Parse(words[^2], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
