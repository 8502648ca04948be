namespace TimeScales.Experiments.NetworkSizes;

/// <content>What is measured, and how it is told.</content>
public static partial class NetworkSizesExperiment
{
    private const string Reference = "leaky";
    private const int ToldLag = 12;

    private static readonly string[] Affordable = [.. NetworkSizesConfiguration.Grid.Where(size => size.Hidden < 512)
        .Select(NetworkSizesConfiguration.NameOf)];
    private static readonly string[] Widest = [.. NetworkSizesConfiguration.Grid.Where(size => size.Hidden >= 512)
        .Select(NetworkSizesConfiguration.NameOf)];

    /// <summary>The experiment.</summary>
    public static Experiment<NetworkSizesConfiguration, NetworkSizesCheckpoint> Description { get; } = new()
    {
        Name = NetworkSizesConfiguration.Name,
        Section = "beyond",
        Title = "Beyond the paper: whether profiles, the law and anisotropy depend on the width H and the length T.",
        Notebook = "notebooks/04-effective-learning-rates.ipynb",
        Tasks = [.. NetworkSizesConfiguration.Grid.Select(NetworkSizesConfiguration.NameOf)],
        Cells = ["leaky", "scalar", "multi", "gru", "lstm"],
        KnownTasks = NetworkSizesConfiguration.Known,
        KnownCells = [.. Cell.All.Select(cell => cell.Name)],
        New = NetworkSizesConfiguration.Of,
        Presets =
        [
            // Whether everything runs. The numbers mean nothing.
            new("smoke", "1") { Tasks = ["64x40"], Cells = ["leaky", "multi"], Sizes = new(Hidden: 16, Checkpoints: [0, 5]) },
            new("quick", "1..3") { Tasks = ["32x80", "64x80", "128x80", "64x40", "64x160"],
                Cells = ["leaky", "scalar", "multi"] },
            // Six seeds are the fewest of whose median there is an exact interval.
            new("paper", "1..6") { Tasks = Affordable },
            // Eleven minutes of one core. An LSTM's products have twice as many components as units and take
            // eight times as long: --cell lstm.
            new("wide", "1..3") { Tasks = Widest, Cells = ["leaky", "scalar", "multi", "gru"] },
        ],
        Run = Run,
        Checkpoints = (run => run.Checkpoints, point => point.Iteration),
        Quantities =
        [
            new("probeLoss", point => point.ProbeLoss),
            new("gate", point => point.Gate),
            new("gateSpread", point => point.GateSpread),
            new("kept", point => point.Kept),
            new("ungatedFactor", point => point.UngatedFactor),
            new("initialUngatedFactor", point => point.InitialUngatedFactor),
            new("factor", point => point.Factor),
            new("shortFactor", point => point.ShortFactor),
            new("redrawnShortFactor", point => point.RedrawnShortFactor),
            new("meanSquareFactor", point => point.MeanSquareFactor),
            new("lawFactor", point => point.LawFactor),
            new("edgeFactor", point => point.EdgeFactor),
            new("initialEdgeFactor", point => point.InitialEdgeFactor),
            new("exponent", point => point.Exponent),
            new("exponentByLaw", point => point.LawExponent),
            new("value per profile lag", run => ProfileLags.Where(lag => lag < run.Steps).Select(lag => (double)lag), point =>
                point.ProfileLags.Select(lag => (double)lag),
                new("sensitivityProfile", point => point.Sensitivity, OfSeeds: true), new("edgeProfile", point => point.Edge)),
            new("value per share of the length", _ => SharesOfLength, point => point.SharesOfLength,
                new("sensitivityAtShare", point => point.SensitivityAtShares, OfSeeds: true),
                    new("edgeAtShare", point => point.EdgeAtShares)),
            new("value per lag", run => run.Lags.Select(lag => (double)lag), point => point.Lags.Select(lag => (double)lag),
                [.. Shape("", point => point.Own), .. Shape("redrawn", point => point.Redrawn)]),
        ],
        ComparedPositions = [1, 12, 40, .. SharesOfLength],
        Tell = Tell,
    };

    private static Profile<NetworkSizesCheckpoint>[] Shape(string of, Func<NetworkSizesCheckpoint, ProductShape> shape)
    {
        string Name(string name) => of.Length == 0 ? name : $"{of}{char.ToUpperInvariant(name[0])}{name[1..]}";
        return
        [
            new(Name("anisotropy"), point => shape(point).Anisotropy, OfSeeds: true),
            new(Name("concentration"), point => shape(point).Concentration, OfSeeds: true),
            new(Name("anisotropyOfShare"), point => shape(point).AnisotropyOfShare, OfSeeds: true),
        ];
    }

    private static void Tell(EndOfRuns runs, IReport report)
    {
        Column[] factors =
        [
            new("factor", "factor", "0.000"), new("h ≤ 20", "shortFactor", "0.000"),
                new("redrawn", "redrawnShortFactor", "0.000", HasQuartiles: false),
            new("1−g+gλ", "lawFactor", "0.000", HasQuartiles: false), new("z", "initialEdgeFactor", "0.000", HasQuartiles: false),
            new("s", "exponent", "0.000"), new("SD ln g", "gateSpread", "0.000", HasQuartiles: false),
        ];
        Column[] shapes =
        [
            new("AI", "anisotropy", "0.00", ToldLag), new("redrawn", "redrawnAnisotropy", "0.00", ToldLag, HasQuartiles: false),
            new("AI, r ∝ H", "anisotropyOfShare", "0.00", ToldLag), new("CE", "concentration", "0.000", ToldLag),
        ];
        var leaky = runs.Values("anisotropy", ToldLag).Where(run => run.Config.CellName == Reference)
            .ToDictionary(run => (run.Config.TaskName, run.Config.Settings, run.Config.Seed), run => run.Value);
        foreach (var (cell, group) in runs.By(run => run.CellName))
        {
            report.Add(BySize(group, $"{cell}: factor of S per step and s of S ~ P^s; median [quartiles] over seeds", factors,
                _ => []));
            report.Add(BySize(group, $"{cell}: AI = σ_1/σ_10 and CE of products at lag {ToldLag}; median [quartiles] over seeds",
                shapes,
                size => [TableCell.Spread(OverReference(size), "0.00")], [$"AI/{Reference}'s"]));
        }
        var told = runs.By(run => run.CellName).Select(cell =>
        {
            var medians = cell.Runs.By(run => run.TaskName).Select(size => size.Runs.Of("shortFactor").Median).ToArray();
            return FormattableString.Invariant($"{cell.Key} {medians.Min():0.000} to {medians.Max():0.000}");
        });
        report.Say($"Over all sizes the factor of S per step up to lag {LongestSharedLag} goes from {string.Join(", ", told)}.");

        MeasurementSummary OverReference(EndOfRuns size)
        {
            var ratios = size.Values("anisotropy", ToldLag)
                .Select(run => leaky.TryGetValue((run.Config.TaskName, run.Config.Settings, run.Config.Seed), out var value)
                    ? run.Value / value : double.NaN);
            return MeasurementSummary.Of(
                new Measurement(size.Config.Experiment, size.Config.Protocol.Name, size.Config.TaskName, size.Config.CellName, 0,
                    size.Iteration, "ratio", ToldLag, 0), [.. ratios]);
        }
    }

    private static ReportTable BySize(
        EndOfRuns cell, string title,
            IReadOnlyList<Column> columns, Func<EndOfRuns, IReadOnlyList<TableCell>> others,
            IReadOnlyList<string>? names = null) => new(
        title, Keys: 3, ["H x T", "seeds", "updates", .. columns.Select(c => c.Name), .. names ?? []],
        [.. cell.By(run => run.TaskName).Select(size => (IReadOnlyList<TableCell>)
            [size.Key, size.Runs.Count, TableCell.Count(size.Runs.Iteration), .. size.Runs.Cells(columns),
                .. others(size.Runs)])]);
}
