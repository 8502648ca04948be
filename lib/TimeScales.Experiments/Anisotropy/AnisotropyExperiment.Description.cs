namespace TimeScales.Experiments.Anisotropy;

/// <content>What is measured, and how it is told.</content>
public static partial class AnisotropyExperiment
{
    private const int LongLag = 40;
    private static readonly int[] ShownLags = [1, 12, LongLag];

    /// <summary>The experiment.</summary>
    public static Experiment<AnisotropyConfiguration, AnisotropyCheckpoint> Description { get; } = new()
    {
        Name = AnisotropyConfiguration.Name,
        Section = "VII-B",
        Title = "Sec. VII-B: anisotropy of Jacobian products and of gradients, gates with SGD against plain with Adam.",
        Notebook = "notebooks/05-anisotropy-gates-and-adam.ipynb",
        IsReleased = true,
        // The paper's five; narma20 is the released program's addition and can be asked for.
        Tasks = ["adding", "ar2", "movingavg", "delaysum", "narma10"],
        Cells = [.. AnisotropyModel.All.Select(model => model.Cell)],
        KnownTasks = [.. AnisotropyConfiguration.Tasks.Select(task => task.Name)],
        KnownCells = AnisotropyConfiguration.Cells,
        New = (protocol, task, cell, seed) => new() { Protocol = protocol, Task = task, Cell = cell, Seed = seed },
        Presets =
        [
            // Whether everything runs: small networks, seconds. The numbers mean nothing.
            new("smoke", "1")
            {
                Sizes = new(Hidden: 16, Steps: 45, Checkpoints: [0, 10]),
                Change = run => (AnisotropyConfiguration)run with { GradientRows = 64 },
            },
            // The paper's sizes on two tasks and a sixth of the training: under a minute.
            new("quick", "1..2") { Tasks = ["adding", "delaysum"], Sizes = new(Checkpoints: [0, 200]) },
            new("paper", "1..20"),
            // Over width and length, on one task.
            new("gpu", "1..20") { Tasks = ["adding"], Sizes = new(Checkpoints: [0, 400]), Series = Sizes.WidthsAndLengths },
        ],
        Run = Run,
        Checkpoints = (run => run.Checkpoints, point => point.Iteration),
        Quantities =
        [
            new("value per lag", run => run.Lags.Select(h => (double)h), point => point.Lags.Select(h => (double)h),
                new("jacobianAnisotropy", point => point.JacobianAnisotropy, OfSeeds: true),
                new("jacobianConcentration", point => point.JacobianConcentration, OfSeeds: true)),
            new("gradientAnisotropy", point => point.GradientAnisotropy),
            new("gradientConcentration", point => point.GradientConcentration),
            new("trainLoss", point => point.TrainLoss),
            new("testLoss", point => point.TestLoss),
            new("targetVariance", point => point.TargetVariance),
            new("testLossOverVariance", point => point.TestLoss / point.TargetVariance),
            new("redrawnSequences", point => point.RedrawnSequences, unreached: 0),
        ],
        Tell = Tell,
    };

    private static void Tell(EndOfRuns runs, IReport report)
    {
        foreach (var (key, group) in runs.By(run => (Protocol: run.Protocol.Name, run.TaskName)))
        {
            report.Add(group.ByCell(
                $"{key.TaskName}, {key.Protocol} protocol: AI = σ_1/σ_10 and CE of products at lag h and of "
                    + $"gradients; median [quartiles] over seeds", "model",
                [
                    new("test loss/variance", "testLossOverVariance", "0.00"),
                    .. ShownLags.Select(h => new Column($"AI, h = {h}", "jacobianAnisotropy", "0.##e0", h)),
                    new($"CE, h = {LongLag}", "jacobianConcentration", "0.0000", LongLag),
                    new("gradient AI", "gradientAnisotropy", "0.##e0"), new("gradient CE", "gradientConcentration", "0.0000"),
                ],
                cell => $"{cell}+{AnisotropyModel.ByCell(cell).Optimizer}"));
        }
        var found = runs.Values("jacobianAnisotropy", LongLag).Where(run => double.IsFinite(run.Value)).ToArray();
        var pairs = found.Where(run => run.Config.CellName == "multi").Join(
            found.Where(run => run.Config.CellName == "plain"),
            run => (run.Config.Protocol, run.Config.TaskName, run.Config.Seed),
            run => (run.Config.Protocol, run.Config.TaskName, run.Config.Seed),
            (multi, plain) => (Multi: multi.Value, Plain: plain.Value)).ToArray();
        if (pairs.Length > 0)
        {
            report.Say($"At lag {LongLag} multi + SGD is at least as anisotropic as plain + Adam in "
                + $"{pairs.Count(pair => pair.Multi >= pair.Plain)} of "
                + $"{Numerals.Count(pairs.Length, "pair")} of equal task and seed; "
                + "the paper says that it matches or exceeds it.");
        }
    }
}
