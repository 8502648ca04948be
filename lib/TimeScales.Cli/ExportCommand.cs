using System.CommandLine;
using System.Globalization;
using System.Text;
using TimeScales.Experiments.All;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary><c>reproduce export</c>: a folder of results as tidy CSV, one row per measurement.</summary>
internal sealed class ExportCommand(ResultStore store, string target, bool summary, IReadOnlyList<string>? configurations)
{
    private const string Header = "experiment,protocol,task,cell,seed,iteration,quantity,position,value";
    private const string SummaryHeader =
        "experiment,protocol,task,cell,iteration,quantity,position,seeds,leftOut,lowerQuartile,median,upperQuartile";

    private readonly SortedSet<string> found = new(StringComparer.Ordinal);
    private int written;

    public static Command Create()
    {
        var results = new Option<string>("--out") { Description = "The folder of results", DefaultValueFactory = _ => "results" };
        var target = new Option<string>("--to") { Description = "The folder of the CSV files", DefaultValueFactory = _ =>
            "export" };
        var summary =
            new Option<bool>(
            "--summary") { Description = "Medians, quartiles and 95 % intervals over seeds instead of one row per seed; of "
            + "every seed only its last numbers" };
        var configurations = new Option<string?>("--configuration")
        {
            Description =
                "Only these configurations, separated by commas, like paper or hidden-16; where a cell has results of several, "
                + "a column says which a row belongs to",
        };
        var command = new Command("export",
            "Write results as tidy CSV: one file per experiment, one row per measurement.") { results, target, summary,
            configurations };
        command.SetAction(parsed => new ExportCommand(
            new ResultStore(parsed.GetValue(results)!), parsed.GetValue(target)!, parsed.GetValue(summary),
                parsed.GetValue(configurations)?.Split(',')).Run());
        return command;
    }

    private int Run()
    {
        foreach (var experiment in AllExperiments.List)
            Write(experiment);
        var unknown = (configurations ?? []).Except(found).ToArray();
        if (written > 0)
        {
            if (unknown.Length > 0)
                Terminal.Complain("Warning:",
                    $"There are no results of the configuration '{string.Join(',', unknown)}'; there are: "
                    + $"{string.Join(", ", found)}.");
            return CommandLine.Success;
        }
        throw new ArgumentException(found.Count == 0
            ? $"The folder '{store.Folder}' holds no results; compute some with 'reproduce "
                + $"run', or name another folder with --out."
            : $"The folder '{store.Folder}' holds no results of the configuration '{string.Join(',', unknown)}'; it holds: "
                + $"{string.Join(", ", found)}.");
    }

    /// <summary>Writes one experiment's files; nothing where it has no results.</summary>
    private void Write(Experiment experiment)
    {
        var results = experiment.ReadAll(store, sentence => Terminal.Complain("Warning:", sentence)).ToList();
        found.UnionWith(results.Select(r => r.Config.Settings));
        if (configurations is not null)
            results.RemoveAll(r => !configurations.Contains(r.Config.Settings));
        // A single departure of the audit may have sizes of its own; where no other result is like it, nothing is mixed.
        var isMixed = results.GroupBy(r => (r.Config.Protocol, Cell: string.Join('/', r.Config.Folders)))
            .Any(cell => cell.Select(r => r.Config.Settings).Distinct().Count() > 1);
        var measurements = results.SelectMany(r =>
            r.Measurements.Select(m => isMixed ? m with { Configuration = r.Config.Settings } : m));
        var last = isMixed ? ",configuration" : "";
        if (!summary)
        {
            Save($"{experiment.Name}.csv", Header + last, measurements.Select(m => Line(m) + Last(m.Configuration)));
            return;
        }
        var all = measurements.ToList();
        Save($"{experiment.Name}-summary.csv", SummaryHeader + last,
            MeasurementSummary.Of(all).Select(m => Line(m) + Last(m.Configuration)));
        Save($"{experiment.Name}-seeds.csv", Header + last, experiment.SeedRows(all)
            .Select(m => ShortLine(m) + Last(m.Configuration)));
    }

    private static string Last(string configuration) => configuration.Length == 0 ? "" : $",{configuration}";

    private void Save(string name, string header, IEnumerable<string> lines)
    {
        var path = Path.Combine(target, name);
        var text = new StringBuilder(header).Append('\n');
        var rows = 0;
        foreach (var line in lines)
        {
            text.Append(line).Append('\n');
            rows++;
        }
        if (rows == 0)
            return;
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text.ToString()));
        Console.WriteLine($"{rows} rows in {path}");
        written += rows;
    }

    // No name or number holds a comma, a quote or a line break, so no field needs quoting.
    private static string Line(Measurement m) =>
        Row($"{m.Experiment},{m.Protocol},{m.Task},{m.Cell},{m.Seed},{m.Iteration},{m.Quantity},{m.Position:R},{m.Value:R}");

    private static string ShortLine(Measurement m) =>
        Row($"{m.Experiment},{m.Protocol},{m.Task},{m.Cell},{m.Seed},{m.Iteration},{m.Quantity},{m.Position:R},{m.Value:G6}");

    private static string Line(MeasurementSummary m) => string.Create(CultureInfo.InvariantCulture,
        $"{m.Experiment},{m.Protocol},{m.Task},{m.Cell},{m.Iteration},{m.Quantity},{m.Position:R},"
        + $"{m.Seeds},{m.LeftOut},{m.LowerQuartile:G6},{m.Median:G6},{m.UpperQuartile:G6}");

    private static string Row(FormattableString row) => row.ToString(CultureInfo.InvariantCulture);
}
