namespace TimeScales.Experiments.EffectiveRates;

/// <content>What is measured, and how it is told.</content>
public static partial class EffectiveRatesExperiment
{
    private static readonly int[] ShownLags = [5, 10, 20, 40];

    /// <summary>The experiment.</summary>
    public static Experiment<EffectiveRatesConfiguration, EffectiveRatesCheckpoint> Description { get; } = new()
    {
        Name = EffectiveRatesConfiguration.Name,
        Section = "VII-A",
        Title = "Sec. VII-A: effective-learning-rate profiles along training by plain SGD.",
        Notebook = "notebooks/04-effective-learning-rates.ipynb",
        IsReleased = true,
        // Adding is the paper's task, the others come with the released program.
        Tasks = ["adding", "recall", "sinmix", "short"],
        Cells = ["leaky", "scalar", "multi"],
        KnownTasks = [.. EffectiveRatesConfiguration.Tasks.Select(task => task.Name)],
        KnownCells = EffectiveRatesConfiguration.Cells,
        New = (protocol, task, cell, seed) => new() { Protocol = protocol, Task = task, Cell = cell, Seed = seed },
        Presets =
        [
            // Whether everything runs: small networks, seconds. The numbers mean nothing.
            new("smoke", "1") { Sizes = new(Hidden: 16, Steps: 20, Checkpoints: [0, 20]) },
            // The paper's sizes and a quarter of the training: the same picture in under a minute.
            new("quick", "1..3") { Sizes = new(Checkpoints: [0, 50, 200]) },
            new("paper", "1..20"),
            // Over width and length, on one task.
            new("gpu", "1..20") { Tasks = ["adding"], Sizes = new(Checkpoints: [0, 400]), Series = Sizes.WidthsAndLengths },
        ],
        Run = Run,
        Checkpoints = (run => run.Checkpoints, point => point.Iteration),
        Quantities =
        [
            new("probeLoss", point => point.ProbeLoss),
            new("slope", point => point.Slope),
            new("rSquared", point => point.RSquared),
            new("sensitivityAtLag1", point => point.SensitivityAtLag1),
            new("value per lag", run => run.ReportedLags.Select(h => (double)h), point => point.Lags.Select(h => (double)h),
                new("sensitivity", point => point.Sensitivity, OfSeeds: true),
                new("gateProduct", point => point.GateProduct),
                new("fittedPower", point => point.FittedPower),
                new("carryProduct", point => point.CarryProduct)),
        ],
        // 14 is the long lag of the learned digits.
        ComparedPositions = [1, 5, 10, 12, 14, 20, 40],
        Tell = Tell,
    };

    private static void Tell(EndOfRuns runs, IReport report)
    {
        foreach (var (key, group) in runs.By(run => (Protocol: run.Protocol.Name, run.TaskName)))
        {
            var lags = ShownLags.Where(h => group.Positions("sensitivity").Contains(h));
            report.Add(group.ByCell(
                $"{key.TaskName}, {key.Protocol} protocol: S ~ P^s, and S at lag h relative "
                    + $"to lag 1; median [quartiles] over seeds", "cell",
                [
                    new("s", "slope", "0.000"), new("R²", "rSquared", "0.000", HasQuartiles: false),
                    .. lags.Select(h => new Column($"h = {h}", "sensitivity", "0.000e0", h, HasQuartiles: false)),
                ]));
        }
        // Without gates there is no power of their product.
        var exponents = runs.By(run => run.CellName).Select(cell => (cell.Key, Slope: cell.Runs.Of("slope")))
            .Where(cell => cell.Slope.Seeds > 0)
            .Select(cell => $"{cell.Slope.Median:0.00} ({cell.Key})").ToArray();
        if (exponents.Length > 0)
        {
            report.Say("Sensitivities fall off like a power s of the gate product, in median over seeds and tasks "
                + $"{string.Join(", ", exponents)}; were the product itself what counts, s would be 1.");
        }
    }
}
