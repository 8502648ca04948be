using System.Globalization;
using System.Text.Json;
using TimeScales.Experiments.All;
using TimeScales.Experiments.Audit;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments;

namespace TimeScales.Figures;

/// <summary>What figures are drawn from: medians, quartiles and intervals over seeds, and the audit.</summary>
public sealed class FigureData
{
    /// <summary>The files that <c>reproduce export --summary</c> writes.</summary>
    private static readonly string[] SummaryFiles = [.. AllExperiments.List.Select(experiment =>
        $"{experiment.Name}-summary.csv")];

    /// <summary>Numbers of every seed at the last checkpoint, written beside each summary.</summary>
    private static readonly string[] SeedFiles = [.. AllExperiments.List.Select(experiment => $"{experiment.Name}-seeds.csv")];

    private const string AuditFileName = "audit.json";
    private const int SummaryFields = 12;
    private const int SeedFields = 9;

    private readonly ILookup<(string Experiment, string Protocol, string Task, string Cell, string Quantity),
        MeasurementSummary> rows;
    private readonly ILookup<(string Experiment, string Protocol, string Task, string Cell, string Quantity), Measurement> seeds;

    /// <param name="rows">Measurements over seeds.</param>
    /// <param name="audit">Entries of the audit; empty where there is none.</param>
    /// <param name="seeds">Measurements of single seeds at their last checkpoint; empty where there are none.</param>
    public FigureData(
        IEnumerable<MeasurementSummary> rows, IReadOnlyList<AuditEntry> audit, IEnumerable<Measurement>? seeds = null)
    {
        this.rows = rows.ToLookup(r => (r.Experiment, r.Protocol, r.Task, r.Cell, r.Quantity));
        this.seeds = (seeds ?? []).ToLookup(m => (m.Experiment, m.Protocol, m.Task, m.Cell, m.Quantity));
        Audit = audit;
    }

    /// <summary>The data of measurements that were just made.</summary>
    public static FigureData Of(IReadOnlyList<Measurement> measurements, IReadOnlyList<AuditEntry> audit) =>
        new(MeasurementSummary.Of(measurements), audit,
            measurements.GroupBy(m => m.Experiment).SelectMany(group => AllExperiments.ByName(group.Key).SeedRows([.. group])));

    /// <summary>Entries of the audit.</summary>
    public IReadOnlyList<AuditEntry> Audit { get; }

    /// <summary>Reads what a folder holds of the summaries and audit.json.</summary>
    /// <exception cref="ArgumentException">The folder holds none of them, or one is not what its name says;
    /// the message names it.</exception>
    public static FigureData Read(string folder)
    {
        var summaries = SummaryFiles.Select(name => Path.Combine(folder, name)).Where(File.Exists).ToArray();
        var audit = Path.Combine(folder, AuditFileName);
        if (summaries.Length == 0 && !File.Exists(audit))
        {
            throw new ArgumentException(
                $"The folder '{folder}' holds none of {string.Join(", ", SummaryFiles)} and {AuditFileName}; 'reproduce export "
                    + $"--summary --to {folder}' writes the tables.");
        }
        var rows = summaries.SelectMany(ReadSummary).ToArray();
        var seeds = SeedFiles.Select(name => Path.Combine(folder, name)).Where(File.Exists).SelectMany(ReadSeeds).ToArray();
        return new FigureData(WithIntervals(rows, seeds), File.Exists(audit) ? ReadAudit(audit) : [], seeds);
    }

    /// <summary>Every summary of an experiment, in the order of the data.</summary>
    public IEnumerable<MeasurementSummary> Summaries(string experiment) =>
        rows.Where(group => group.Key.Experiment == experiment).SelectMany(group => group);

    /// <summary>Every number of a single seed at the last checkpoint of an experiment.</summary>
    public IEnumerable<Measurement> SeedBySeed(string experiment) =>
        seeds.Where(group => group.Key.Experiment == experiment).SelectMany(group => group);

    /// <summary>The tasks of an experiment, in the order of the data.</summary>
    public IReadOnlyList<string> Tasks(string experiment) =>
        [.. rows.Where(group => group.Key.Experiment == experiment).Select(group => group.Key.Task).Distinct()];

    /// <summary>The cells, models or gates of an experiment, in the order of the data.</summary>
    public IReadOnlyList<string> Cells(string experiment) =>
        [.. rows.Where(group => group.Key.Experiment == experiment && !group.Key.Cell.Contains(' '))
            .Select(group => group.Key.Cell).Distinct()];

    /// <summary>A single number at the last checkpoint, over seeds.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="task">The task; empty for the expansion.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="quantity">What was measured.</param>
    /// <param name="position">Lag, ε or step, where the quantity has one.</param>
    /// <exception cref="ArgumentException">It was not measured.</exception>
    public MeasurementSummary Value(string experiment, string protocol, string task, string cell, string quantity,
        double? position = null) =>
        AtTheEnd(experiment, protocol, task, cell, quantity).Rows.FirstOrDefault(r => r.Position == position)
        ?? throw new ArgumentException(
            $"The data has no {quantity}{(position is null ? "" : FormattableString.Invariant($" at {position}"))} of "
            + $"{experiment}, {protocol}, {task}, {cell}.");

    /// <summary>The same number of every seed.</summary>
    public IReadOnlyDictionary<uint, double> Seeds(string experiment, string protocol, string task, string cell, string quantity,
        double? position = null) =>
        seeds[(experiment, protocol, task, cell, quantity)].Where(m => m.Position == position)
            .ToDictionary(m => m.Seed, m => m.Value);

    /// <summary>A quantity over lag, ε or step at the last checkpoint, or where there is no training.</summary>
    public SeedCurve AtTheEnd(string experiment, string protocol, string task, string cell, string quantity)
    {
        var all = rows[(experiment, protocol, task, cell, quantity)];
        var last = all.Select(r => r.Iteration).DefaultIfEmpty(null).Max();
        return new SeedCurve([.. all.Where(r => r.Iteration == last).OrderBy(r => r.Position)], r => r.Position ?? double.NaN);
    }

    /// <summary>A quantity over training.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="task">The task.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="quantity">What was measured.</param>
    /// <param name="position">The lag, where the quantity has one.</param>
    public SeedCurve OverTraining(string experiment, string protocol, string task, string cell, string quantity,
        double? position = null) =>
        new([.. rows[(experiment, protocol, task, cell, quantity)].Where(r => r.Position == position).OrderBy(r => r.Iteration)],
            r => r.Iteration ?? double.NaN);

    /// <summary>A quantity over lag, one curve per checkpoint in their order.</summary>
    public IReadOnlyList<SeedCurve> ByCheckpoint(string experiment, string protocol, string task, string cell, string quantity) =>
        [.. rows[(experiment, protocol, task, cell, quantity)].GroupBy(r => r.Iteration).OrderBy(g => g.Key)
            .Select(g => new SeedCurve([.. g.OrderBy(r => r.Position)], r => r.Position ?? double.NaN))];

    /// <summary>Intervals need the seeds' own numbers, which are kept at the last checkpoint.</summary>
    private static MeasurementSummary[] WithIntervals(IEnumerable<MeasurementSummary> rows, IEnumerable<Measurement> seeds)
    {
        var intervals = MeasurementSummary.Of(seeds).ToDictionary(Key);
        return [.. rows.Select(row => intervals.TryGetValue(Key(row), out var exact)
            ? row with { IntervalLower = exact.IntervalLower, IntervalUpper = exact.IntervalUpper }
            : row)];

        static object Key(MeasurementSummary row) =>
            (row.Experiment, row.Protocol, row.Task, row.Cell, row.Iteration, row.Quantity, row.Position);
    }

    private static IEnumerable<MeasurementSummary> ReadSummary(string path) =>
        ReadRows(path, SummaryFields, f => new MeasurementSummary(
        f[0], f[1], f[2], f[3], f[4].Length == 0 ? null : Integer(f[4]), f[5], f[6].Length == 0 ? null : Number(f[6]),
            Integer(f[7]), Integer(f[8]),
        Number(f[9]), Number(f[10]), Number(f[11]), double.NaN, double.NaN));

    private static IEnumerable<Measurement> ReadSeeds(string path) => ReadRows(path, SeedFields, f => new Measurement(
        f[0], f[1], f[2], f[3], (uint)Integer(f[4]), f[5].Length == 0 ? null : Integer(f[5]), f[6],
            f[7].Length == 0 ? null : Number(f[7]), Number(f[8])));

    private static IEnumerable<T> ReadRows<T>(string path, int fields, Func<string[], T> read)
    {
        var lines = File.ReadAllLines(path);
        if (lines.Length > 0 && lines[0].EndsWith(",configuration", StringComparison.Ordinal))
        {
            var configurations = lines.Skip(1).Select(line => line[(line.LastIndexOf(',') + 1)..]).Distinct();
            throw new ArgumentException(
                $"The file '{path}' has rows of several configurations; write it with one of them, by 'reproduce export "
                + $"--summary --configuration' and one of {string.Join(", ", configurations)}.");
        }
        for (var i = 1; i < lines.Length; i++)
        {
            var f = lines[i].Split(',');
            if (f.Length != fields)
                throw new ArgumentException(
                    $"Line {i + 1} of '{path}' has {f.Length} fields instead of {fields}; write the file "
                    + $"anew with 'reproduce export --summary'.");
            T row;
            try
            {
                row = read(f);
            }
            catch (FormatException e)
            {
                throw new ArgumentException(
                    $"Line {i + 1} of '{path}' holds something that is no number: {AtomicFile.FirstSentence(e)}", e);
            }
            yield return row;
        }
    }

    private static IReadOnlyList<AuditEntry> ReadAudit(string path)
    {
        try
        {
            return CanonicalJson.Deserialize<List<AuditEntry>>(File.ReadAllBytes(path));
        }
        catch (JsonException e)
        {
            throw new ArgumentException(
                $"The file '{path}' is not an audit as 'reproduce run audit' writes it: {AtomicFile.FirstSentence(e)}", e);
        }
    }

    private static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
