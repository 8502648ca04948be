using System.Globalization;
using System.Text.Json;
using TimeScales.Audit;
using TimeScales.Experiments;

namespace TimeScales.Figures;

/// <summary>What figures are drawn from: medians, quartiles and intervals over seeds, and the audit.</summary>
public sealed class FigureData
{
    /// <summary>The files that <c>reproduce export --summary</c> writes.</summary>
    private static readonly string[] SummaryFiles = ["effective-rates-summary.csv", "anisotropy-summary.csv", "expansion-summary.csv", "analogies-summary.csv", "learned-summary.csv"];

    private const string AuditFileName = "audit.json";
    private const int Fields = 14;

    private readonly ILookup<(string Experiment, string Protocol, string Task, string Cell, string Quantity), MeasurementSummary> rows;

    /// <param name="rows">Measurements over seeds.</param>
    /// <param name="audit">Entries of the audit; empty where there is none.</param>
    public FigureData(IEnumerable<MeasurementSummary> rows, IReadOnlyList<AuditEntry> audit)
    {
        this.rows = rows.ToLookup(r => (r.Experiment, r.Protocol, r.Task, r.Cell, r.Quantity));
        Audit = audit;
    }

    /// <summary>Entries of the audit.</summary>
    public IReadOnlyList<AuditEntry> Audit { get; }

    /// <summary>Reads what a folder holds of the summaries and audit.json.</summary>
    /// <exception cref="ArgumentException">The folder holds none of them, or one is not what its name says; the message names it.</exception>
    public static FigureData Read(string folder)
    {
        var summaries = SummaryFiles.Select(name => Path.Combine(folder, name)).Where(File.Exists).ToArray();
        var audit = Path.Combine(folder, AuditFileName);
        if (summaries.Length == 0 && !File.Exists(audit))
        {
            throw new ArgumentException(
                $"The folder '{folder}' holds none of {string.Join(", ", SummaryFiles)} and {AuditFileName}; 'reproduce export --summary --to {folder}' writes the tables.");
        }
        return new FigureData(summaries.SelectMany(ReadSummary).ToArray(), File.Exists(audit) ? ReadAudit(audit) : []);
    }

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
    public SeedCurve OverTraining(string experiment, string protocol, string task, string cell, string quantity, double? position = null) =>
        new([.. rows[(experiment, protocol, task, cell, quantity)].Where(r => r.Position == position).OrderBy(r => r.Iteration)], r => r.Iteration ?? double.NaN);

    /// <summary>A quantity over lag, one curve per checkpoint in their order.</summary>
    public IReadOnlyList<SeedCurve> ByCheckpoint(string experiment, string protocol, string task, string cell, string quantity) =>
        [.. rows[(experiment, protocol, task, cell, quantity)].GroupBy(r => r.Iteration).OrderBy(g => g.Key)
            .Select(g => new SeedCurve([.. g.OrderBy(r => r.Position)], r => r.Position ?? double.NaN))];

    private static IEnumerable<MeasurementSummary> ReadSummary(string path)
    {
        var lines = File.ReadAllLines(path);
        for (var i = 1; i < lines.Length; i++)
        {
            var f = lines[i].Split(',');
            if (f.Length != Fields)
                throw new ArgumentException($"Line {i + 1} of '{path}' has {f.Length} fields instead of {Fields}; write the file anew with 'reproduce export --summary'.");
            MeasurementSummary row;
            try
            {
                row = new MeasurementSummary(
                    f[0], f[1], f[2], f[3], f[4].Length == 0 ? null : int.Parse(f[4], CultureInfo.InvariantCulture), f[5],
                    f[6].Length == 0 ? null : Number(f[6]), int.Parse(f[7], CultureInfo.InvariantCulture), int.Parse(f[8], CultureInfo.InvariantCulture),
                    Number(f[9]), Number(f[10]), Number(f[11]), Number(f[12]), Number(f[13]));
            }
            catch (FormatException e)
            {
                throw new ArgumentException($"Line {i + 1} of '{path}' holds something that is no number: {AtomicFile.FirstSentence(e)}", e);
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
            throw new ArgumentException($"The file '{path}' is not an audit as 'reproduce run audit' writes it: {AtomicFile.FirstSentence(e)}", e);
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
