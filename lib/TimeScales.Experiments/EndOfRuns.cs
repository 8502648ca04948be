namespace TimeScales.Experiments;

/// <summary>Runs at their last checkpoint, as the console tells of them: summaries over seeds, and single runs.</summary>
internal sealed class EndOfRuns
{
    private readonly IReadOnlyList<Run> runs;

    private EndOfRuns(IReadOnlyList<Run> runs) => this.runs = runs;

    /// <summary>Number of runs.</summary>
    public int Count => runs.Count;

    /// <summary>The first run's configuration.</summary>
    public RunConfiguration Config => runs[0].Config;

    /// <summary>The last checkpoint.</summary>
    public int? Iteration => runs[0].Rows.Values.First().Iteration;

    /// <summary>All that reached their last checkpoint.</summary>
    public static EndOfRuns Of(IEnumerable<MeasuredRun> runs) => new([.. runs.Where(run => run.ReachedTheEnd).Select(run =>
    {
        var rows = run.Measurements.ToArray();
        var last = rows.Max(m => m.Iteration);
        return new Run(run.Config, rows.Where(m => m.Iteration == last).ToDictionary(m => (m.Cell, m.Quantity, m.Position)));
    })]);

    /// <summary>Parts of the runs, in the order in which they first appear.</summary>
    public IEnumerable<(TKey Key, EndOfRuns Runs)> By<TKey>(Func<RunConfiguration, TKey> key) =>
        runs.GroupBy(run => key(run.Config)).Select(group => (group.Key, new EndOfRuns([.. group])));

    /// <summary>The positions that every run has of a quantity, one null for a number without position; none where
    /// it was not measured.</summary>
    public IReadOnlyList<double?> Positions(string quantity, string beside = "") => [.. runs
        .Select(run => run.Rows.Keys.Where(key => key.Quantity == quantity && key.Cell == run.Config.CellName + beside)
            .Select(key => key.Position))
        .Aggregate((common, own) => common.Intersect(own))];

    /// <summary>A quantity over seeds, and over whatever else the runs differ in.</summary>
    /// <param name="quantity">Its name.</param>
    /// <param name="position">Lag or ε, where it has one.</param>
    /// <param name="beside">What follows the cell's name: " against adam".</param>
    public MeasurementSummary Of(string quantity, double? position = null, string beside = "") =>
        Summary(quantity, position, run => run.Value(quantity, position, beside));

    /// <summary>The ratio of two quantities, run by run.</summary>
    public MeasurementSummary Ratio(string above, string below) =>
        Summary($"{above}/{below}", null, run => run.Value(above) / run.Value(below));

    /// <summary>Each run with its value of a quantity.</summary>
    public IEnumerable<(RunConfiguration Config, double Value)> Values(string quantity, double? position = null) =>
        runs.Select(run => (run.Config, run.Value(quantity, position)));

    /// <summary>A row per cell: its name, seeds, last checkpoint and columns.</summary>
    public ReportTable ByCell(string title, string heading,
        IReadOnlyList<Column> columns, Func<string, string>? nameOf = null) => new(
        title, Keys: 3, [heading, "seeds", "updates", .. columns.Select(c => c.Name)],
        [.. By(run => run.CellName).Select(cell => (IReadOnlyList<TableCell>)
            [nameOf?.Invoke(cell.Key) ?? cell.Key, cell.Runs.Count, TableCell.Count(cell.Runs.Iteration),
                .. cell.Runs.Cells(columns)])]);

    /// <summary>What stands in columns.</summary>
    public IEnumerable<TableCell> Cells(IEnumerable<Column> columns) =>
        columns.Select(c => c.Cell(Of(c.Quantity, c.Position, c.Beside)));

    private MeasurementSummary Summary(string quantity, double? position, Func<Run, double> value) => MeasurementSummary.Of(
        new Measurement(Config.Experiment, Config.Protocol.Name, Config.TaskName, Config.CellName, 0, Iteration, quantity,
            position, 0),
        [.. runs.Select(value)]);

    private sealed record Run(RunConfiguration Config, Dictionary<(string Cell, string Quantity, double? Position),
        Measurement> Rows)
    {
        public double Value(string quantity, double? position = null, string beside = "") =>
            Rows.TryGetValue((Config.CellName + beside, quantity, position), out var row) ? row.Value : double.NaN;
    }
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Quantity">The quantity's name in results.</param>
/// <param name="Format">How numbers are written.</param>
/// <param name="Position">Lag or ε, where it has one.</param>
/// <param name="HasQuartiles">Whether quartiles stand behind the median.</param>
/// <param name="Beside">What follows the cell's name in results: " against adam".</param>
internal sealed record Column(string Name, string Quantity, string Format, double? Position = null, bool HasQuartiles = true,
    string Beside = "")
{
    /// <summary>What stands in it.</summary>
    public TableCell Cell(MeasurementSummary summary) => HasQuartiles ? TableCell.Spread(summary, Format)
        : TableCell.Median(summary, Format);
}
