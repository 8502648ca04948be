using TimeScales.Experiments.DelayedSums;

namespace TimeScales.Experiments.Windows;

/// <content>What is measured, and how it is told.</content>
public static partial class WindowsExperiment
{
    /// <summary>The experiment.</summary>
    public static Experiment<WindowsConfiguration, WindowsCheckpoint> Description { get; } = new()
    {
        Name = WindowsConfiguration.Name,
        Section = "beyond",
        Title = "Beyond the paper: which lags a gradient can tell from noise, with exact products and thresholds that chance calibrates.",
        Cells = DelayedSumsNetwork.Cells,
        KnownCells = DelayedSumsNetwork.Cells,
        New = (protocol, _, cell, seed) => new WindowsConfiguration { Protocol = protocol, Cell = cell, Seed = seed },
        Presets =
        [
            // Whether everything runs. The numbers mean nothing.
            new("smoke", "1")
            {
                Sizes = new(Hidden: 8, Steps: 64, Checkpoints: [0, 5]),
                Change = run => (WindowsConfiguration)run with { Sequences = 48, Draws = 39, EnvelopeSequences = 2 },
            },
            new("quick", "1") { Cells = ["leaky", "multi", "lstm"] },
            // Seeds on which no range of the ledger was fixed.
            new("paper", "21..30"),
        ],
        Run = Run,
        Checkpoints = (run => run.Checkpoints, point => point.Iteration),
        Quantities =
        [
            new("validationError", point => point.ValidationError),
            new("concentration", point => point.Concentration),
            .. MatchedKernels.Kinds.Index().SelectMany(kind => OfKernel(kind.Item, point => point.Kernels[kind.Index])),
            new("value per lag", run => run.ReportedLags.Select(lag => (double)lag), point => point.Lags.Select(lag => (double)lag),
            [
                .. new[] { "Exact", "First", "Zeroth" }.Select((order, i) => new Profile<WindowsCheckpoint>($"envelope{order}", point => point.Envelopes[i], OfSeeds: true)),
                .. MatchedKernels.Kinds.Index().SelectMany(kind => new Profile<WindowsCheckpoint>[]
                {
                    new($"{kind.Item}Ratio", point => point.Kernels[kind.Index].Ratios),
                    new($"{kind.Item}Tail", point => point.Kernels[kind.Index].Tails),
                    new($"{kind.Item}Score", point => point.Kernels[kind.Index].Scores, OfSeeds: true),
                }),
            ]),
            new("value per tail of the noise", _ => NoiseTails, point => point.Noise.Select(noise => noise.Tail),
                new("noiseFittedTail", point => [.. point.Noise.Select(noise => noise.FittedTail)], OfSeeds: true),
                new("noiseWindow", point => [.. point.Noise.Select(noise => noise.Window)], OfSeeds: true)),
        ],
        ComparedPositions = [1, 16, 32, 64, 96, 128, 192, 256, .. NoiseTails.Skip(1), 2, .. new[] { 50.0, 400, 3200, 12800 }],
        Tell = Tell,
    };

    private static IEnumerable<Quantities<WindowsConfiguration, WindowsCheckpoint>> OfKernel(string kind, Func<WindowsCheckpoint, KernelResult> of) =>
    [
        new($"{kind}TailMedian", point => of(point).TailMedian),
        new($"{kind}FamilyScore", point => of(point).FamilyScore),
        new($"{kind}LagThreshold", point => of(point).LagThreshold),
        new($"{kind}FamilyThreshold", point => of(point).FamilyThreshold),
        new($"{kind}TaskDetected", point => of(point).TaskDetected),
        new($"{kind}BetweenDetected", point => of(point).BetweenDetected),
        new($"{kind}BeyondDetected", point => of(point).BeyondDetected),
        new($"{kind}TaskRank", point => of(point).TaskRank),
        new($"{kind}PeakRank", point => of(point).PeakRank),
        new($"{kind}PeakRankByChance", point => of(point).PeakRankByChance),
        new($"{kind}WindowByChance", point => of(point).WindowByChance),
        new($"{kind}WindowOfSingleTests", point => of(point).WindowOfSingleTests),
        new($"{kind}SignalSlope", point => of(point).SignalSlope),
        new($"{kind}SignalRSquared", point => of(point).SignalRSquared),
        new($"{kind}NeededSlope", point => of(point).NeededSlope),
        // The window of all sequences, once more as a number of its own, because seeds are compared by it.
        new($"{kind}Window", point => of(point).Windows[^1]),
        new("value per number of sequences tested", run => run.Tested.Select(n => (double)n), null,
            new Profile<WindowsCheckpoint>($"{kind}Windows", point => of(point).Windows, OfSeeds: true)),
        new("value per number of samples asked for", _ => SignalToNoise.AskedFor.Select(n => (double)n), null,
            new Profile<WindowsCheckpoint>($"{kind}WindowsAtFirstThreshold", point => of(point).WindowsAtFirstThreshold, OfSeeds: true),
            new Profile<WindowsCheckpoint>($"{kind}WindowsAtLaterThreshold", point => of(point).WindowsAtLaterThreshold, OfSeeds: true),
            new Profile<WindowsCheckpoint>($"{kind}WindowsAtFirstThresholdByChance", point => of(point).WindowsAtFirstThresholdByChance, OfSeeds: true),
            new Profile<WindowsCheckpoint>($"{kind}WindowsAtLaterThresholdByChance", point => of(point).WindowsAtLaterThresholdByChance, OfSeeds: true)),
    ];

    private static void Tell(EndOfRuns runs, IReport report)
    {
        report.Say($"{runs.Count} runs.");
    }
}
