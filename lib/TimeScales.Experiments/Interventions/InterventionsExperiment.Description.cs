using TimeScales.Experiments.Learned;

namespace TimeScales.Experiments.Interventions;

/// <content>What is measured, and how it is told.</content>
public static partial class InterventionsExperiment
{
    /// <summary>The experiment.</summary>
    public static Experiment<InterventionsConfiguration, InterventionsOutcome> Description { get; } = new()
    {
        Name = InterventionsConfiguration.Name,
        Section = "beyond",
        Title = "Beyond the paper: what learning needs of the gates, asked by taking them away, forward, backward or afterwards.",
        Notebook = "notebooks/08-networks-that-learn.ipynb",
        Tasks = ["adding"],
        Cells = [.. InterventionModel.All.Select(model => model.Name)],
        KnownTasks = [.. LearnedTask.Known.Select(task => task.Name)],
        KnownCells = [.. InterventionModel.Known.Select(model => model.Name)],
        New = (protocol, task, model, seed) =>
            new InterventionsConfiguration { Protocol = protocol, Task = task, Model = model, Seed = seed },
        Presets =
        [
            // Whether everything runs: small networks, few updates. The numbers mean nothing.
            new("smoke", "1") { Sizes = new(Hidden: 16, Steps: 28), Change = run =>
                (InterventionsConfiguration)run with { MostUpdates = 20 } },
            new("quick", "1")
            {
                Cells = ["multi", "multi-without-b", "learnt-constants", "plain-identity"],
                Change = run => (InterventionsConfiguration)run with { MostUpdates = 1000 },
            },
            new("paper", "1..10"),
        ],
        Run = Run,
        Quantities =
        [
            new("updates", point => point.Updates),
            // Of a run that does not solve its task there are none.
            new("updatesUntilSolved", point => point.UpdatesUntilSolved),
            new("validationError", point => point.ValidationError),
            new("testError", point => point.TestError),
            new("constantError", point => point.ConstantError),
            new("errorOverConstant", point => point.TestError / point.ConstantError),
            .. GateReplay.Ways.Select(way => new Quantities<InterventionsConfiguration, InterventionsOutcome>(
                $"{way.Name}Error", point =>
                    point.Tampered.FirstOrDefault(t => t.Gates == way.Name)?.TestError / point.ConstantError ?? double.NaN)),
        ],
        Tell = Tell,
    };

    private static void Tell(EndOfRuns runs, IReport report)
    {
        foreach (var (task, group) in runs.By(run => run.TaskName))
        {
            report.Add(group.ByCell($"{task}: updates until solved, of seeds that solve it, "
                + $"and test error over the best constant's", "model",
                [new("until solved", "updatesUntilSolved", "0"), new("test error", "errorOverConstant", "0.000")]));
            report.Add(group.ByCell(
                $"{task}: test error over the best constant's with other gates; median [quartiles] over seeds", "model",
                [.. GateReplay.Ways.Select(way => new Column(way.Name, $"{way.Name}Error", "0.000"))]));
            var solved = group.By(run => run.CellName).Select(model =>
                $"{model.Key} for {model.Runs.Of("updatesUntilSolved").Seeds} of {Numerals.Count(model.Runs.Count, "seed")}");
            report.Say($"{task} is solved by {string.Join("; ", solved)}.");
        }
    }
}
