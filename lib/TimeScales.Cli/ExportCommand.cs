using System.CommandLine;
using System.Globalization;
using System.Text;
using TimeScales.Analogies;
using TimeScales.Anisotropy;
using TimeScales.EffectiveRates;
using TimeScales.Expansion;
using TimeScales.Experiments;
using TimeScales.Learned;

namespace TimeScales.Cli;

/// <summary><c>reproduce export</c>: a folder of results as tidy CSV, one row per measurement.</summary>
internal static class ExportCommand
{
    private const string Header = "experiment,protocol,task,cell,seed,iteration,quantity,position,value";
    private const string SummaryHeader =
        "experiment,protocol,task,cell,iteration,quantity,position,seeds,leftOut,lowerQuartile,median,upperQuartile,intervalLower,intervalUpper";

    public static Command Create()
    {
        var results = new Option<string>("--out") { Description = "The folder of results", DefaultValueFactory = _ => "results" };
        var target = new Option<string>("--to") { Description = "The folder of the CSV files", DefaultValueFactory = _ => "export" };
        var summary = new Option<bool>("--summary") { Description = "Medians, quartiles and 95 % intervals over seeds instead of one row per seed; of every seed only its last numbers" };
        var command = new Command("export", "Write results as tidy CSV: one file per experiment, one row per measurement.") { results, target, summary };
        command.SetAction(parsed => Run(new ResultStore(parsed.GetValue(results)!), parsed.GetValue(target)!, parsed.GetValue(summary)));
        return command;
    }

    private static int Run(ResultStore store, string target, bool summary)
    {
        var written = 0;
        written += Write("effective-rates", Read<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>(store, "effective-rates").SelectMany(EffectiveRatesMeasurements.Of), target, summary);
        written += Write("anisotropy", Read<AnisotropyConfiguration, AnisotropyCheckpoint>(store, "anisotropy").SelectMany(AnisotropyMeasurements.Of), target, summary);
        written += Write("expansion", Read<ExpansionConfiguration, ExpansionMeasurement>(store, "expansion").SelectMany(ExpansionMeasurements.Of), target, summary);
        written += Write("analogies", Read<AnalogiesConfiguration, AnalogiesCheckpoint>(store, "analogies").SelectMany(AnalogiesMeasurements.Of), target, summary);
        written += Write("learned", Read<LearnedConfiguration, LearnedCheckpoint>(store, "learned").SelectMany(LearnedMeasurements.Of), target, summary);
        if (written == 0)
            throw new ArgumentException($"The folder '{store.Folder}' holds no results; compute some with 'reproduce run', or name another folder with --out.");
        return CommandLine.Success;
    }

    private static IEnumerable<RunResult<TConfiguration, TCheckpoint>> Read<TConfiguration, TCheckpoint>(ResultStore store, string experiment)
        where TConfiguration : RunConfiguration =>
        store.ReadAll<TConfiguration, TCheckpoint>(experiment, sentence => Console.Error.WriteLine($"Warning: {sentence}"));

    /// <summary>Writes one experiment's file; nothing where it has no results.</summary>
    private static int Write(string experiment, IEnumerable<Measurement> measurements, string target, bool summary)
    {
        if (!summary)
            return Save(Path.Combine(target, $"{experiment}.csv"), Header, measurements.Select(Line));
        var all = measurements.ToList();
        return Save(Path.Combine(target, $"{experiment}-summary.csv"), SummaryHeader, MeasurementSummary.Of(all).Select(Line))
            + Save(Path.Combine(target, $"{experiment}-seeds.csv"), Header, SeedRows.AtTheEnd(all).Select(ShortLine));
    }

    private static int Save(string path, string header, IEnumerable<string> lines)
    {
        var text = new StringBuilder(header).Append('\n');
        var rows = 0;
        foreach (var line in lines)
        {
            text.Append(line).Append('\n');
            rows++;
        }
        if (rows == 0)
            return 0;
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text.ToString()));
        Console.WriteLine($"{rows} rows in {path}");
        return rows;
    }

    // No name or number holds a comma, a quote or a line break, so no field needs quoting.
    private static string Line(Measurement m) =>
        Row($"{m.Experiment},{m.Protocol},{m.Task},{m.Cell},{m.Seed},{m.Iteration},{m.Quantity},{m.Position:R},{m.Value:R}");

    private static string ShortLine(Measurement m) =>
        Row($"{m.Experiment},{m.Protocol},{m.Task},{m.Cell},{m.Seed},{m.Iteration},{m.Quantity},{m.Position:R},{m.Value:G6}");

    private static string Line(MeasurementSummary m) => Row(
        $"{m.Experiment},{m.Protocol},{m.Task},{m.Cell},{m.Iteration},{m.Quantity},{m.Position:R},{m.Seeds},{m.LeftOut},{m.LowerQuartile:G6},{m.Median:G6},{m.UpperQuartile:G6},{m.IntervalLower:G6},{m.IntervalUpper:G6}");

    private static string Row(FormattableString row) => row.ToString(CultureInfo.InvariantCulture);
}
