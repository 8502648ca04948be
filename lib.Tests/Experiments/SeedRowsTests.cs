using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments.Learned;
using TimeScales.Experiments;
using TimeScales.Figures;

namespace TimeScales.Tests.Experiments;

/// <summary>What an export keeps of single seeds.</summary>
internal sealed class SeedRowsTests
{
    private static readonly Measurement Slope = new("effective-rates", "corrected", "adding", "multi", 1, 800, "slope", null, 0.5);

    [Test]
    public void The_last_checkpoint_of_each_run_is_kept_and_of_profiles_only_some_lags()
    {
        Measurement[] all =
        [
            Slope, Slope with { Iteration = 0 }, Slope with { Seed = 2 }, Slope with { Quantity = "sensitivity", Position = 10 },
            Slope with { Quantity = "sensitivity", Position = 11 }, Slope with { Cell = "leaky", Iteration = 50 },
        ];

        Assert.That(EffectiveRatesExperiment.Description.SeedRows(all), Is.EqualTo(new[] { all[0], all[2], all[3], all[5] }));
    }

    /// <summary>Catches a task whose long memory the ledger could never compare.</summary>
    [Test]
    public void The_long_lag_of_every_learned_task_is_kept()
    {
        foreach (var task in LearnedTask.All)
            Assert.That(LearnedExperiment.Description.SeedRows([Slope with { Quantity = "jacobianAnisotropy", Position = task.LongLag }]).Count(), Is.EqualTo(1), task.Task.Name);
    }

    [Test]
    public void Seeds_can_be_paired()
    {
        var data = FigureData.Of([Slope, Slope with { Seed = 2, Value = 0.7 }], []);

        Assert.That(data.Seeds("effective-rates", "corrected", "adding", "multi", "slope")[2], Is.EqualTo(0.7));
        Assert.That(data.Value("effective-rates", "corrected", "adding", "multi", "slope").Median, Is.EqualTo(0.6).Within(1e-15));
        Assert.That(() => data.Value("effective-rates", "corrected", "adding", "plain", "slope"), Throws.ArgumentException.With.Message.Contains("plain"));
    }
}
