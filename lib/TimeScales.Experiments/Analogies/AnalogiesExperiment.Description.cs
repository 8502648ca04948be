using TimeScales.Experiments.Propagation;

namespace TimeScales.Experiments.Analogies;

/// <content>What is measured, and how it is told.</content>
public static partial class AnalogiesExperiment
{
    /// <summary>The experiment. The cell of a row is the model; for a comparison of gates with an optimizer
    /// "multi-sgd against adam".</summary>
    public static Experiment<AnalogiesConfiguration, AnalogiesCheckpoint> Description { get; } = new()
    {
        Name = AnalogiesConfiguration.Name,
        Section = "VI",
        Title = "Sec. VI: gates against learning-rate schedules, momentum and adaptive optimizers (--cell names cell and "
            + "optimizer, like multi-sgd).",
        Notebook = "notebooks/06-analogies.ipynb",
        // One task that nobody learns in the paper's budget and one that plain + Adam half learns.
        Tasks = ["adding", "delaysum"],
        Cells = [.. AnalogiesModel.All.Select(model => model.Name)],
        KnownTasks = [.. AnalogiesConfiguration.Tasks.Select(task => task.Name)],
        KnownCells = AnalogiesModel.Names,
        New = (protocol, task, model, seed) =>
            new() { Protocol = protocol, Task = task, Model = AnalogiesModel.NameOf(model), Seed = seed },
        Presets =
        [
            // Whether everything runs: small networks, seconds. The numbers mean nothing.
            new("smoke", "1")
            {
                Sizes = new(Hidden: 16, Steps: 45, Checkpoints: [4, 10]),
                Change = run => (AnalogiesConfiguration)run with { GradientRows = 32 },
            },
            // The paper's sizes on one task and a sixth of the training: about a minute.
            new("quick", "1..2") { Tasks = ["adding"], Sizes = new(Checkpoints: [200]) },
            // Seeds on which no range of the ledger was fixed.
            new("paper", "21..40"),
        ],
        Run = Run,
        Checkpoints = (run => run.Checkpoints, point => point.Iteration),
        Quantities =
        [
            new("value per lag", LagsOf, point => point.Lags.Select(h => (double)h),
                ProductStatistics.Profiles<AnalogiesCheckpoint>(point => point.Products)),
            .. GradientStatistics.Quantities<AnalogiesConfiguration, AnalogiesCheckpoint>(point => point.Gradients),
            new("updateAnisotropy", point => point.UpdateAnisotropy),
            new("updateConcentration", point => point.UpdateConcentration),
            new("updateMemory", point => point.UpdateMemory),
            new("trainLoss", point => point.TrainLoss),
            new("testLoss", point => point.TestLoss),
            new("testLossOverVariance", point => point.TestLoss / point.TargetVariance),
            new("redrawnSequences", point => point.RedrawnSequences, unreached: 0),
            .. RatesOf("optimizer", point => point.OptimizerRates, (_, _) => true),
            .. RatesOf("gate", point => point.Gates!.Rates, HasGates),
            new("scheduleBase", point => point.Gates!.ScheduleBase) { Has = HasGates },
            new("scheduleRSquared", point => point.Gates!.ScheduleRSquared) { Has = HasGates },
            new("lagShare", point => point.Gates!.LagShare) { Has = HasGates },
            new("unitShare", point => point.Gates!.UnitShare) { Has = HasGates },
            new("filterError", point => point.Gates!.FilterError) { Has = HasGates },
            new("value per lag", LagsOf, point => point.Lags.Select(h => (double)h),
                new Profile<AnalogiesCheckpoint>("signalCosine", point =>
                    point.Gates!.SignalCosine, OfSeeds: true)) { Has = HasGates },
            .. AnalogiesModel.Comparators.SelectMany(optimizer => Comparison(optimizer.Name)),
        ],
        Tell = Tell,
    };

    private static IEnumerable<double> LagsOf(AnalogiesConfiguration run) => run.Lags.Select(h => (double)h);

    private static bool HasGates(AnalogiesConfiguration run, AnalogiesCheckpoint? point) =>
        point is null ? AnalogiesModel.ByName(run.Model).ComparesGates : point.Gates is not null;

    private static IEnumerable<Quantities<AnalogiesConfiguration, AnalogiesCheckpoint>> RatesOf(
        string prefix,
            Func<AnalogiesCheckpoint, RateStatistics> rates, Func<AnalogiesConfiguration, AnalogiesCheckpoint?, bool> has,
            string beside = "") =>
    [
        new($"{prefix}ParameterSpread", point => rates(point).ParameterSpread) { Has = has, Beside = beside },
        new($"{prefix}UnitSpread", point => rates(point).UnitSpread) { Has = has, Beside = beside },
        new($"{prefix}ParameterParticipation", point => rates(point).ParameterParticipation) { Has = has, Beside = beside },
        new($"{prefix}UnitParticipation", point => rates(point).UnitParticipation) { Has = has, Beside = beside },
    ];

    /// <summary>The gates against one optimizer.</summary>
    private static IEnumerable<Quantities<AnalogiesConfiguration, AnalogiesCheckpoint>> Comparison(string optimizer)
    {
        OptimizerComparison? Find(AnalogiesCheckpoint point) =>
            point.Gates?.Comparisons.FirstOrDefault(c => c.Optimizer == optimizer);
        bool Has(AnalogiesConfiguration run, AnalogiesCheckpoint? point) =>
            HasGates(run, point) && (point is null || Find(point) is not null);
        Quantities<AnalogiesConfiguration, AnalogiesCheckpoint> Of(string name, Func<OptimizerComparison, double> value) =>
            new(name, point => value(Find(point)!)) { Has = Has, Beside = Against(optimizer) };
        return
        [
            .. RatesOf("optimizer", point => Find(point)!.Rates, Has, Against(optimizer)),
            Of("parameterCorrelation", c => c.ParameterCorrelation),
            Of("unitCorrelation", c => c.UnitCorrelation),
            Of("overlap", c => c.Overlap),
            Of("largestAngle", c => c.LargestAngle),
            Of("ownOverlap", c => c.OwnOverlap),
        ];
    }

    private static string Against(string optimizer) => $" against {optimizer}";

    private static void Tell(EndOfRuns runs, IReport report)
    {
        foreach (var (task, group) in runs.By(run => run.TaskName))
        {
            var lag = group.Positions("jacobianAnisotropy")[^1];
            report.Add(group.ByCell(
                FormattableString.Invariant(
                    $"{task}: AI of products at lag {lag}, of gradients and of updates; memory = cosine of consecutive updates; ")
                + "median [quartiles] over seeds", "model",
                [
                    new("test loss/variance", "testLossOverVariance", "0.00"),
                        new("AI products", "jacobianAnisotropy", "0.##e0", lag),
                    new("AI gradients", "gradientAnisotropy", "0.##e0"), new("AI updates", "updateAnisotropy", "0.##e0"),
                        new("memory", "updateMemory", "0.00"),
                ]));
            var gated = group.By(run => run.CellName).Where(model => model.Runs.Positions("gateParameterSpread").Count > 0)
                .ToArray();
            report.Add(new ReportTable(
                $"{task}, gates against optimizers on the same gradients of W_r: spread of rates over parameters (of gates, of "
                    + $"the optimizer), rank correlation "
                + "over parameters and units, overlap of leading subspaces",
                Keys: 2,
                ["gates", "optimizer", .. Columns("").Select(c => c.Name)],
                [
                    .. from model in gated
                       from optimizer in AnalogiesModel.Comparators
                       where model.Runs.Positions("overlap", Against(optimizer.Name)).Count > 0
                       select (IReadOnlyList<TableCell>)[model.Key, optimizer.Name, .. model.Runs.Cells(Columns(optimizer.Name))],
                ]));
            var correlations = gated.Select(model =>
                (model.Key, Adam: model.Runs.Of("parameterCorrelation", beside: Against("adam"))))
                .Where(model => model.Adam.Seeds > 0).Select(model => $"{model.Adam.Median:0.00} ({model.Key})").ToArray();
            if (correlations.Length > 0)
            {
                report.Say($"On {task} the rates that gates give to parameters and those "
                    + $"that Adam gives have the rank correlation "
                    + $"{string.Join(", ", correlations)}; if both did the same it would be 1.");
            }
        }
    }

    private static Column[] Columns(string optimizer) =>
    [
        new("spread, gates", "gateParameterSpread", "0.00"),
        new("spread, optimizer", "optimizerParameterSpread", "0.00", Beside: Against(optimizer)),
        new("over parameters", "parameterCorrelation", "0.00", Beside: Against(optimizer)),
        new("over units", "unitCorrelation", "0.00", Beside: Against(optimizer)),
        new("overlap", "overlap", "0.00", Beside: Against(optimizer)),
    ];
}
