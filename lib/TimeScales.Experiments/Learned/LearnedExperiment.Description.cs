using System.Globalization;
using TimeScales.Experiments.Propagation;

namespace TimeScales.Experiments.Learned;

/// <content>What is measured, and how it is told.</content>
public static partial class LearnedExperiment
{
    /// <summary>The quantiles over units at which time constants are told, per cent: the position of their rows.</summary>
    private static readonly double[] UnitQuantiles = [10, 25, 50, 75, 90];

    /// <summary>The experiment; the iteration of a row is the share of the way, per cent.</summary>
    public static Experiment<LearnedConfiguration, LearnedCheckpoint> Description { get; } = new()
    {
        Name = LearnedConfiguration.Name,
        Section = "beyond",
        Title = "Beyond the paper: every measurement on networks that learn their task, GRU and LSTM among them.",
        Notebook = "notebooks/08-networks-that-learn.ipynb",
        Tasks = [.. LearnedTask.All.Select(task => task.Task.Name)],
        Cells = [.. LearnedModel.All.Select(model => model.Cell)],
        KnownTasks = [.. LearnedTask.Known.Select(task => task.Name)],
        KnownCells = LearnedModel.Cells,
        New = (protocol, task, cell, seed) => LearnedConfiguration.Of(protocol, task, cell, seed),
        CheckpointsAre = "Per cent of the way until solved at which to measure",
        Presets =
        [
            // Whether everything runs: small networks, few updates. The numbers mean nothing.
            new("smoke", "1")
            {
                Tasks = ["adding"],
                Sizes = new(Hidden: 16, Steps: 28),
                Change = run => (LearnedConfiguration)run with { MostUpdates = 20, GradientRows = 32 },
            },
            // The four gated models on adding, before and after. No digits, because their images have to be installed.
            new("quick", "1") { Tasks = ["adding"], Cells = ["multi", "scalar", "gru", "lstm"],
                Sizes = new(Checkpoints: [0, 100]) },
            // Seeds on which no range of the ledger was fixed.
            new("paper", "21..40"),
        ],
        Run = Run,
        Checkpoints = (run => run.Checkpoints, point => point.Iteration),
        Quantities =
        [
            new("updates", point => point.Updates, unreached: 0),
            // Of a run that does not solve its task there are none.
            new("updatesUntilSolved", point => point.UpdatesUntilSolved ?? double.NaN),
            new("validationError", point => point.ValidationError),
            new("testError", point => point.TestError),
            new("constantError", point => point.ConstantError),
            new("slope", point => point.Slope),
            new("rSquared", point => point.RSquared),
            new("carrySlope", point => point.CarrySlope),
            new("carryRSquared", point => point.CarryRSquared),
            new("sensitivityAtLag1", point => point.SensitivityAtLag1),
            new("value per lag", run => run.ReportedLags.Select(h => (double)h), point => point.Lags.Select(h => (double)h),
                new("sensitivity", point => point.Sensitivity, OfSeeds: true),
                new("gateProduct", point => point.GateProduct),
                new("carryProduct", point => point.CarryProduct),
                new("envelopeZeroth", point => point.ZerothOrder.Values, OfSeeds: true),
                new("envelopeFirst", point => point.FirstOrder.Values, OfSeeds: true),
                new("envelopeExact", point => point.Exact.Values, OfSeeds: true)),
            new("time constant per unit", _ => UnitQuantiles, null,
                new("timeConstantZeroth", point => OverUnits(point.ZerothOrder)),
                new("timeConstantFirst", point => OverUnits(point.FirstOrder)),
                new("timeConstantExact", point => OverUnits(point.Exact)))
            {
                IsWhole = (run, point) => new[] { point.ZerothOrder, point.FirstOrder, point.Exact }
                    .All(e => e.TimeConstants.Count == run.Hidden),
            },
            new("value per product lag", run => run.ProductLags.Select(h => (double)h), point =>
                point.ProductLags.Select(h => (double)h),
                [
                    .. ProductStatistics.Profiles<LearnedCheckpoint>(point => point.Products),
                    new("expansionErrorZeroth", point => point.ExpansionErrorZeroth, OfSeeds: true),
                    new("expansionError", point => point.ExpansionError, OfSeeds: true),
                    new("expansionErrorSecond", point => point.ExpansionErrorSecond, OfSeeds: true),
                    new("expansionRatio", point => point.ExpansionRatio),
                ]),
            .. GradientStatistics.Quantities<LearnedConfiguration, LearnedCheckpoint>(point => point.Gradients),
        ],
        // The paper's, and the long lag of every task.
        ComparedPositions = [.. new double[] { 1, 5, 10, 12, 20, 40 }.Union(LearnedTask.All.Select(task => (double)task.LongLag))
            .Order()],
        Tell = Tell,
    };

    private static double[] OverUnits(EnvelopeProfile envelope) =>
        Array.ConvertAll(UnitQuantiles, quantile => Statistics.Quantile([.. envelope.TimeConstants], quantile / 100));

    private static void Tell(EndOfRuns runs, IReport report)
    {
        foreach (var (task, group) in runs.By(run => run.TaskName))
        {
            var (config, cells) = ((LearnedConfiguration)group.Config, group.By(run => run.CellName).ToArray());
            report.Add(new ReportTable(
                string.Create(CultureInfo.InvariantCulture,
                    $"{task}: solved is a validation error below {config.SolvedBelow}; median [quartiles] over seeds"),
                Keys: 1,
                ["cell", "seeds", "solved", "updates until solved", "test error / constant's", "not solved by seeds"],
                [.. cells.Select(cell => Solved(cell.Key, cell.Runs))]));
            // Short and long memory: an eighth and half of a sequence, or what is reported nearest to them.
            int[] shown = [.. new[] { config.Steps / 8, config.Steps / 2 }
                .Select(wanted => config.ReportedLags.MinBy(lag => Math.Abs(lag - wanted))).Distinct()];
            var longProduct = config.ProductLags[^1];
            Column[] columns =
            [
                new("s of gates", "slope", "0.000"), new("R²", "rSquared", "0.000", HasQuartiles: false),
                new("s of carries", "carrySlope", "0.000"), new("R² of carries", "carryRSquared", "0.000", HasQuartiles: false),
                .. shown.Select(h => new Column($"S, h = {h}", "sensitivity", "0.000", h, HasQuartiles: false)),
                new($"AI, h = {longProduct}", "jacobianAnisotropy", "0.##e0", longProduct),
                    new("expansion error", "expansionError", "0.00", longProduct),
                .. new[] { "Zeroth", "First", "Exact" }.Select(order =>
                    new Column($"f {order.ToLowerInvariant()}, h = {shown[^1]}", $"envelope{order}", "0.##e0", shown[^1],
                        HasQuartiles: false)),
            ];
            report.Add(new ReportTable(
                $"{task}, at the last checkpoint: S ~ P^s with gates and with what is carried, S at lag h relative to lag 1, "
                    + $"products and envelopes f (H: everything "
                + "is kept)",
                Keys: 1,
                ["cell", .. columns.Select(c => c.Name)],
                [.. cells.Select(cell => (IReadOnlyList<TableCell>)[cell.Key, .. cell.Runs.Cells(columns)])]));
            var solved = cells.Select(cell =>
                $"{cell.Key} for {cell.Runs.Of("updatesUntilSolved").Seeds} of {Numerals.Count(cell.Runs.Count, "seed")}");
            report.Say($"{task} is solved within {config.MostUpdates} updates by {string.Join(", ", solved)}.");
        }
    }

    private static IReadOnlyList<TableCell> Solved(string cell, EndOfRuns runs)
    {
        var updates = runs.Of("updatesUntilSolved");
        return
        [
            cell, runs.Count, updates.Seeds, TableCell.Spread(updates, "0"),
            TableCell.Spread(runs.Ratio("testError", "constantError"), "0.000"),
            TableCell.List(runs.Values("updatesUntilSolved").Where(run => double.IsNaN(run.Value))
                .Select(run => run.Config.Seed.ToString(CultureInfo.InvariantCulture))),
        ];
    }
}
