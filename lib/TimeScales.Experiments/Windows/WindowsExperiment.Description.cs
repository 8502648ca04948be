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
        Title = "Beyond the paper: which lags a gradient can tell from noise, with exact "
            + "products and thresholds that chance calibrates.",
        Cells = DelayedSumsNetwork.Cells,
        KnownCells = DelayedSumsNetwork.KnownCells,
        New = (protocol, _, cell, seed) => WindowsConfiguration.Of(protocol, cell, seed),
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
            // The paper's sizes, for a cluster.
            new("full", "21..25")
            {
                Sizes = new(Hidden: 128, Steps: 1024, Checkpoints: [0, 12000]),
                Change = run =>
                    (WindowsConfiguration)run with { BatchSize = 512, StepSize = 1e-3, Sequences = 8000, TurnedTogether = 128 },
            },
        ],
        Run = Run,
        Checkpoints = (run => run.Checkpoints, point => point.Iteration),
        Quantities =
        [
            new("validationError", point => point.ValidationError),
            new("concentration", point => point.Concentration),
            new("exactTaskDetectedAtStart", point => point.First.TaskDetected),
            new("exactPeakRankAtStart", point => point.First.PeakRank),
            new("exactWindowAtStart", point => point.First.Windows[^1]),
            new("exactConcentrationByTail", point => 1 - 1 / point.Kernels[0].TailMedian),
            // How much narrower the mean over N sequences is than α̂ says.
            new("exactNarrowing", point => Math.Pow(Narrowed, point.Concentration - 1 + 1 / point.Kernels[0].TailMedian)),
            .. MatchedKernels.Kinds.Index().SelectMany(kind => OfKernel(kind.Item, point => point.Kernels[kind.Index])),
            new("value per lag", run => run.ReportedLags.Select(lag => (double)lag), point =>
                point.Lags.Select(lag => (double)lag),
            [
                .. new[] { "Exact", "First", "Zeroth" }
                    .Select((order, i) =>
                    new Profile<WindowsCheckpoint>($"envelope{order}", point => point.Envelopes[i], OfSeeds: true)),
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

    /// <summary>The number of sequences for which a mean's narrowing is told: the default's.</summary>
    private const double Narrowed = 256;

    private static IEnumerable<Quantities<WindowsConfiguration, WindowsCheckpoint>> OfKernel(string kind,
        Func<WindowsCheckpoint, KernelResult> of) =>
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
            new Profile<WindowsCheckpoint>($"{kind}WindowsAtFirstThreshold", point =>
                of(point).WindowsAtFirstThreshold, OfSeeds: true),
            new Profile<WindowsCheckpoint>($"{kind}WindowsAtLaterThreshold", point =>
                of(point).WindowsAtLaterThreshold, OfSeeds: true),
            new Profile<WindowsCheckpoint>($"{kind}WindowsAtFirstThresholdByChance", point =>
                of(point).WindowsAtFirstThresholdByChance, OfSeeds: true),
            new Profile<WindowsCheckpoint>($"{kind}WindowsAtLaterThresholdByChance", point =>
                of(point).WindowsAtLaterThresholdByChance, OfSeeds: true)),
    ];

    private static void Tell(EndOfRuns runs, IReport report)
    {
        var cells = runs.By(run => run.CellName).ToArray();
        void Table(string title, params (string Name, string Quantity, double? Position)[] columns) => report.Add(new ReportTable(
            title + "; median [95 % interval] over seeds", Keys: 2, ["cell", "seeds", .. columns.Select(column => column.Name)],
            [.. cells.Select(cell => (IReadOnlyList<TableCell>)
                [cell.Key, cell.Runs.Count,
                    .. columns.Select(column => Interval(cell.Runs.Of(column.Quantity, column.Position)))])]));

        var sequences = ((WindowsConfiguration)runs.Config).Sequences;
        Table($"Lags of the task that stand out, of {sequences} sequences: share detected among "
            + $"all lags, by kernel, and before training",
            ("exact, before", "exactTaskDetectedAtStart", null), ("exact", "exactTaskDetected", null),
                ("first order", "firstTaskDetected", null),
            ("zeroth", "zerothTaskDetected", null), ("program", "programTaskDetected", null),
                ("error / constant's", "validationError", null));
        Table("Rank of the task's lags by how they stand out from their neighbours (½ by chance)",
            ("exact, before", "exactPeakRankAtStart", null), ("exact", "exactPeakRank", null),
                ("first order", "firstPeakRank", null),
            ("program", "programPeakRank", null), ("errors shuffled", "exactPeakRankByChance", null));
        Table($"Windows, steps: calibrated by chance, {sequences} sequences",
            ("exact, before", "exactWindowAtStart", null), ("exact", "exactWindow", null), ("first order", "firstWindow", null),
                ("zeroth", "zerothWindow", null),
            ("program", "programWindow", null), ("errors shuffled", "exactWindowByChance", null),
                ("shuffled, lags alone", "exactWindowOfSingleTests", null));
        Table($"Windows, steps: SNR(N = {Told.Few}) above 0.1, and SNR(N = {Told.Most}) above 20",
            ("program, 0.1", "programWindowsAtFirstThreshold", Told.Few),
                ("shuffled, 0.1", "programWindowsAtFirstThresholdByChance", Told.Few),
            ("exact, 0.1", "exactWindowsAtFirstThreshold", Told.Few),
                ("program, 20", "programWindowsAtLaterThreshold", Told.Most),
            ("exact, 20", "exactWindowsAtLaterThreshold", Told.Most));
        Table($"What chance makes of SNR(N = {sequences}), and tails: means over n sequences narrow as n^-c",
            ("threshold, one lag", "exactLagThreshold", null), ("all lags", "exactFamilyThreshold", null),
                ("α̂", "exactTailMedian", null),
            ("1 − 1/α̂", "exactConcentrationByTail", null), ("c", "concentration", null));
        Table("Slopes over lags: ln(|m̄|/σ̂) on ln f (1 by the theory), and ln N on ln f (−κ or −α by the theory)",
            ("exact", "exactSignalSlope", null), ("its R²", "exactSignalRSquared", null), ("its ln N", "exactNeededSlope", null),
            ("program", "programSignalSlope", null), ("program's R²", "programSignalRSquared", null),
                ("program's ln N", "programNeededSlope", null));
        Table("Exact windows before training with stable noise of scale ½ in the errors, by its α",
            [.. NoiseTails.Select(tail => (FormattableString.Invariant($"{tail}"), "noiseWindow", (double?)tail))]);
        if (cells.Length > 2)
            SayOrder(cells, report);
    }

    /// <summary>N at which windows are told: a tenth of what is turned together, as the program's largest is of its
    /// batches, and that itself.</summary>
    private static readonly (double Few, double Most) Told = (50, 12800);

    private static TableCell Interval(MeasurementSummary summary) =>
        summary.Seeds == 0 ? "" : new TableCell(summary.Text, summary.Median);

    /// <summary>The order of the cells by their windows, and whether it depends on how a window is
    /// measured: seed by seed.</summary>
    private static void SayOrder((string Key, EndOfRuns Runs)[] cells, IReport report)
    {
        (string Name, string Quantity, double? Position)[] ways =
        [
            ("by the program at 0.1", "programWindowsAtFirstThreshold", Told.Few),
                ("by the program at 20", "programWindowsAtLaterThreshold", Told.Most),
            ("by the program, calibrated", "programWindow", null), ("by first order, calibrated", "firstWindow", null),
                ("exactly, calibrated", "exactWindow", null),
            ("exactly before training, calibrated", "exactWindowAtStart", null),
        ];
        foreach (var (name, quantity, position) in ways)
        {
            var order = cells.Select(cell => (cell.Key, Window: cell.Runs.Of(quantity, position)))
                .OrderByDescending(cell => cell.Window.Median);
            report.Say($"Windows {name}: {string.Join(", ", order.Select(cell => $"{cell.Key} {cell.Window.Text}"))}.");
        }
        double[] RankCorrelations((string, string Quantity, double? Position) one,
            (string, string Quantity, double? Position) other)
        {
            Dictionary<uint, double>[] Of((string, string Quantity, double? Position) way) =>
                [.. cells.Select(cell => cell.Runs.Values(way.Quantity, way.Position)
                    .ToDictionary(run => run.Config.Seed, run => run.Value))];
            var (x, y) = (Of(one), Of(other));
            return [.. x[0].Keys.Where(seed => x.Concat(y).All(values => values.ContainsKey(seed)))
                .Select(seed =>
                    Statistics.RankCorrelation([.. x.Select(values => values[seed])], [.. y.Select(values => values[seed])]))];
        }
        var exact = ways[4];
        foreach (var way in ways.Where(way => way != exact))
        {
            var all = RankCorrelations(way, exact);
            var (median, lower, upper) = ExactInterval.OfMedian([.. all.Where(double.IsFinite)]);
            report.Say($"Rank correlation over cells of windows {way.Name} with {exact.Name}: "
                + $"{Numerals.Interval(median, lower, upper)}; "
                + $"no order, because all are equal, in {Numerals.Count(all.Count(r => !double.IsFinite(r)), "seed")} of "
                    + $"{all.Length}.");
        }
    }
}
