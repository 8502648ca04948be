using TimeScales.Experiments.All;
using TimeScales.Experiments.Tasks;
using TimeScales.Experiments;
using TimeScales.Figures;
using TimeScales.Figures.Gallery;
using TimeScales.Tests.Figures;
using TimeScales.Verdicts.Claims;

namespace TimeScales.Tests.Experiments;

/// <summary>What is added to a list is known everywhere.</summary>
internal sealed class AllExperimentsTests
{
    private static IEnumerable<string> Names => AllExperiments.List.Select(experiment => experiment.Name);

    /// <summary>Catches a list of cells or tasks that an experiment keeps for itself.</summary>
    [TestCaseSource(nameof(Names))]
    public void Every_cell_and_every_task_can_be_asked_for(string name)
    {
        var experiment = AllExperiments.ByName(name);
        var plan = experiment.Preset("paper") with { Seeds = [1] };

        foreach (var cell in Cell.All)
            Assert.That(experiment.KnownCells.Any(known => known == cell.Name || known.StartsWith($"{cell.Name}-", StringComparison.Ordinal)), cell.Name);
        foreach (var run in (plan with { Cells = experiment.KnownCells }).Runs())
            Assert.That(run.Settings, Is.EqualTo("paper"), run.Label);
        if (experiment.KnownTasks.Count == 0)
            return;
        Assert.That(experiment.KnownTasks, Is.SupersetOf(TaskCatalogue.StartingWith().Select(task => task.Name)));
        foreach (var task in SequenceTask.All)
            Assert.That((plan with { Tasks = [task.Name], Cells = [experiment.Cells[0]] }).Runs().Single().TaskName, Is.EqualTo(task.Name));
    }

    /// <summary>Catches names that stand in files under another experiment's, and presets that some lack.</summary>
    [TestCaseSource(nameof(Names))]
    public void An_experiment_is_named_alike_everywhere(string name)
    {
        var experiment = AllExperiments.ByName(name);

        Assert.That(experiment.Presets.Take(3).Select(plan => plan.Name), Is.EqualTo(new[] { "smoke", "quick", "paper" }));
        Assert.That(experiment.Preset("smoke").Runs().Select(run => run.Experiment), Has.All.EqualTo(name));
        Assert.That(experiment.Preset("smoke").Runs().Select(run => run.EstimateCost().Seconds), Has.All.Positive);
    }

    /// <summary>Catches lags that a run takes and does not measure at.</summary>
    [TestCase("effective-rates", "sensitivity")]
    [TestCase("anisotropy", "jacobianAnisotropy")]
    [TestCase("analogies", "jacobianAnisotropy")]
    [TestCase("learned", "sensitivity")]
    [TestCase("sizes", "anisotropy")]
    public void Lags_that_are_asked_for_are_those_at_which_is_measured(string name, string quantity)
    {
        var experiment = AllExperiments.ByName(name);
        var smoke = experiment.Preset("smoke");
        var plan = smoke with { Tasks = [smoke.Tasks[0]], Cells = [smoke.Cells[^1]], Sizes = smoke.Sizes with { Lags = [2, 5] } };
        using var folder = new TemporaryFolder();

        var runs = experiment.Compute(plan.Runs(), new QueueOptions(new ResultStore(folder.Path)) { Threads = 1 });

        Assert.That(runs.SelectMany(run => run.Measurements).Where(m => m.Quantity == quantity).Select(m => m.Position).Distinct(),
            Is.EqualTo(new[] { 2.0, 5.0 }));
    }

    /// <summary>Protocols, tasks, cells and seeds by hand. Catches presets that lose their own tasks or cells.</summary>
    [TestCase("effective-rates", 4 * 3, 4 * 3 * 3, 4 * 3 * 20)]
    [TestCase("anisotropy", 5 * 3, 2 * 3 * 2, 5 * 3 * 20)]
    [TestCase("expansion", 2, 2 * 5, 2 * 20)]
    [TestCase("analogies", 2 * 11, 11 * 2, 2 * 11 * 20)]
    [TestCase("learned", 6, 4, 3 * 6 * 20)]
    public void Presets_have_their_runs(string name, int smoke, int quick, int paper) => Assert.That(
        AllExperiments.ByName(name).Presets.Take(3).Select(plan => plan.Runs().Select(run => run.Identity).Distinct().Count()),
        Is.EqualTo(new[] { smoke, quick, paper }));

    /// <summary>Eight sizes, cells and seeds by hand; a size that the user chooses holds for all of them.</summary>
    [TestCase("effective-rates", 80)]
    [TestCase("anisotropy", 120)]
    public void The_preset_for_a_GPU_goes_over_width_and_length(string name, int steps)
    {
        var plan = AllExperiments.ByName(name).Preset("gpu");
        var expected = new[] { 64, 128, 256, 512, 1024 }.Select(hidden => (hidden, steps)).Concat(new[] { 250, 500, 1000 }.Select(length => (64, length)));
        IEnumerable<(int, int)> SizesOf(Plan of) => of.Runs().Select(run => (run.Sizes.Hidden!.Value, run.Sizes.Steps!.Value)).Distinct();

        Assert.That(plan.Runs(), Has.Count.EqualTo(8 * 3 * 20));
        Assert.That(SizesOf(plan), Is.EqualTo(expected));
        Assert.That(SizesOf(plan with { Sizes = plan.Sizes with { Hidden = 32 } }), Is.EqualTo(new[] { (32, steps), (32, 250), (32, 500), (32, 1000) }));
    }

    /// <summary>A measurement of a cell and a task that no list of figures or of the ledger names.</summary>
    [Test]
    public void Figures_show_what_the_data_has_and_the_ledger_judges_its_subjects_only()
    {
        MeasurementSummary[] rows = [.. SyntheticData.Rows()];
        static string Further(string cell) =>
            cell.Contains("-sgd", StringComparison.Ordinal) ? cell.Replace("multi", "further", StringComparison.Ordinal) : "further";
        var cells = rows.Where(r => r.Cell.StartsWith("multi", StringComparison.Ordinal)).Select(r => r with { Cell = Further(r.Cell) })
            .Where(r => r.Cell != "further" || r.Experiment != "analogies");
        var tasks = rows.Where(r => r.Task == "adding").Select(r => r with { Task = "short" }).Where(r => r.Experiment != "effective-rates");
        var (before, after) = (new FigureData(rows, []), new FigureData([.. rows, .. cells, .. tasks], []));

        var figures = FigureGallery.Draw(after).ToDictionary(figure => figure.Name, PlotlyJson.Write);

        foreach (var (name, json) in figures.Where(figure => !figure.Key.Contains("multi-over-plain", StringComparison.Ordinal)))
        {
            if (!name.EndsWith("short", StringComparison.Ordinal) || name.StartsWith("effective-rates", StringComparison.Ordinal))
                Assert.That(json, Does.Contain("further"), name);
        }
        Assert.That(figures.Keys, Is.SupersetOf(new[] { "learned-profiles-short", "learned-envelopes-short" }));
        Assert.That(figures["anisotropy-products"], Does.Contain("short"));
        Assert.That(Ledger.Judge(after).Select(entry => (entry.Outcome, entry.Secondary.Count)),
            Is.EqualTo(Ledger.Judge(before).Select(entry => (entry.Outcome, entry.Secondary.Count))));
    }
}
