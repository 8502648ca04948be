using System.Text.Json.Nodes;
using TimeScales.Cli;
using TimeScales.Experiments.Analogies;
using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments.Expansion;
using TimeScales.Experiments.Learned;
using TimeScales.Experiments.Propagation;
using TimeScales.Experiments;
using TimeScales.Tests.Notebooks;

namespace TimeScales.Tests.Cli;

/// <summary>The console's tables against approved files, from numbers that tell where they belong.</summary>
/// <remarks>A number is its column's own plus a hundredth of the seed's square, at lag h plus h: of the seeds 1 … 5 the median ends on 09, the
/// quartiles on 04 and 16, so a lag, a quartile or a column that is off shows in the digits. A table that was changed on purpose is approved by
/// copying what the failure names over the file.</remarks>
[NonParallelizable]
internal sealed class ReportTests
{
    private const int Width = 80;
    private static readonly int[] Seeds = [1, 2, 3, 4, 5];
    private static readonly int[] Lags = [.. Enumerable.Range(1, 45)];

    [Test]
    public void Effective_rates() => Approve("effective-rates", report => Tell(EffectiveRatesExperiment.Description, 
        [.. from cell in new[] { "leaky", "multi" } from seed in Seeds select Result(
            new EffectiveRatesConfiguration { Protocol = Protocol.Corrected, Task = "adding", Cell = cell, Seed = (uint)seed },
            new EffectiveRatesCheckpoint(0, 0, 0, 0, Lags, AtLags(0, seed), 0, AtLags(0, seed), AtLags(0, seed), AtLags(0, seed)),
            new EffectiveRatesCheckpoint(800, 100 + Of(seed), Place(cell) + Of(seed), 2 + Of(seed), Lags, AtLags(Place(cell), seed), 200 + Of(seed), AtLags(300, seed), AtLags(400, seed), AtLags(500, seed)))],
        report));

    [Test]
    public void Anisotropy() => Approve("anisotropy", report => Tell(AnisotropyExperiment.Description, 
        [.. from cell in new[] { "plain", "multi" } from seed in Seeds select Result(
            new AnisotropyConfiguration { Protocol = Protocol.Corrected, Task = "ar2", Cell = cell, Seed = (uint)seed },
            new AnisotropyCheckpoint(1200, 700 + Of(seed), 2 * (3 + Of(seed)), 2, Lags, AtLags(Place(cell), seed), AtLags(500, seed), 6 + Of(seed), 800 + Of(seed), 0))],
        report));

    [Test]
    public void Expansion() => Approve("expansion", report => Tell(ExpansionExperiment.Description, 
        [.. from gate in new[] { "scalar", "multi" } from seed in Seeds select Result(
            new ExpansionConfiguration { Protocol = Protocol.Corrected, Gate = gate, Seed = (uint)seed },
            new ExpansionMeasurement([1], [9], Place(gate) + Of(seed), [9], [9], [9], 3 + Of(seed), 4 + Of(seed), 5 + Of(seed), 6 + Of(seed), 7 + Of(seed)))],
        report));

    [Test]
    public void Analogies() => Approve("analogies", report => Tell(AnalogiesExperiment.Description, 
        [.. from model in new[] { "plain-sgd", "multi-sgd" } from seed in Seeds select Result(
            new AnalogiesConfiguration { Protocol = Protocol.Corrected, Task = "adding", Model = model, Seed = (uint)seed },
            new AnalogiesCheckpoint(
                1200, 700 + Of(seed), 2 * (3 + Of(seed)), 2, [1, 12, 40], Products([1, 12, 40 + Of(seed)]), new(50 + Of(seed), 60 + Of(seed), 0, 0, 0), 70 + Of(seed), 80 + Of(seed), 4 + Of(seed),
                Rates(100, seed),
                model == "plain-sgd" ? null : new GateEffect(Rates(5, seed), 0, 0, 0, 0, [0, 0, 0], 0,
                [
                    new OptimizerComparison("sgd", Rates(6, seed), double.NaN, double.NaN, 9 + Of(seed), 0, 0),
                    new OptimizerComparison("adam", Rates(7, seed), 11 + Of(seed), 12 + Of(seed), 13 + Of(seed), 14 + Of(seed), 15 + Of(seed)),
                ]), 0))],
        report));

    [Test]
    public void Learned() => Approve("learned", report => Tell(LearnedExperiment.Description, 
        [.. from cell in new[] { "multi", "plain" } from seed in Seeds select Result(
            LearnedConfiguration.Of(Protocol.Corrected, "adding", cell, (uint)seed),
            new LearnedCheckpoint(
                100, 900, cell == "multi" && seed != 3 ? 100 * seed : null, 800 + Of(seed), 2 * (3 + Of(seed)), 2, Place(cell) + Of(seed), 4 + Of(seed), cell == "plain" ? double.NaN : 5 + Of(seed), 6 + Of(seed),
                Lags, AtLags(0, seed), 0, AtLags(200, seed), AtLags(300, seed),
                Envelope(100, seed), Envelope(400, seed), Envelope(700, seed),
                [1, 12, 40], Products([1, 12, 40 + Of(seed)]), [0, 0, 0], [1, 12, 41 + Of(seed)], [0, 0, 0], [0, 0, 0], new(0, 0, 0, 0, 0)))],
        report));

    [Test]
    public void Json_has_the_rows_of_the_table_with_all_digits()
    {
        var output = Capture(json: true, report => Tell(EffectiveRatesExperiment.Description, 
            [.. Seeds.Select(seed => Result(
                new EffectiveRatesConfiguration { Protocol = Protocol.Corrected, Task = "adding", Cell = "multi", Seed = (uint)seed },
                new EffectiveRatesCheckpoint(800, 0, Of(seed) / 3, seed == 2 ? double.NaN : 0.5, Lags, AtLags(0, seed), 0, AtLags(0, seed), AtLags(0, seed), AtLags(0, seed))))],
            report));

        var row = JsonNode.Parse(output)!["tables"]![0]!["rows"]![0]!;
        Assert.That((string?)row["cell"], Is.EqualTo("multi"));
        Assert.That((int?)row["seeds"], Is.EqualTo(5));
        Assert.That((double?)row["s"]!["median"], Is.EqualTo(0.09 / 3));
        Assert.That((double?)row["s"]!["lowerQuartile"], Is.EqualTo(0.04 / 3));
        Assert.That((double?)row["R²"], Is.EqualTo(0.5), "the seed without a value is left out");
        Assert.That((double?)row["h = 20"], Is.EqualTo(20.09));
    }

    [Test]
    public void What_was_not_measured_is_a_dash_and_one_seed_has_no_quartiles()
    {
        static MeasurementSummary Of(params double[] values) =>
            MeasurementSummary.Of(new Measurement("expansion", "corrected", "", "multi", 0, null, "slope", null, 0), values);

        Assert.That(TableCell.Spread(Of(double.NaN, double.PositiveInfinity), "0.0").Text, Is.EqualTo("–"));
        Assert.That(TableCell.Spread(Of(), "0.0").Text, Is.EqualTo("–"));
        Assert.That(TableCell.Median(Of(double.NaN), "0.0").Text, Is.EqualTo("–"));
        Assert.That(TableCell.Spread(Of(1.5), "0.0").Text, Is.EqualTo("1.5"));
        Assert.That(TableCell.Spread(Of(1.5, double.NaN), "0.0").Text, Is.EqualTo("1.5"));
        Assert.That(TableCell.Spread(Of(1, 2, 3, 4, 5), "0.0").Text, Is.EqualTo("3.0 [2.0, 4.0]"));
        Assert.That(TableCell.List([]).Text, Is.EqualTo("–"));
    }

    private static void Tell<TRun, TPoint>(Experiment<TRun, TPoint> experiment, IReadOnlyList<RunResult<TRun, TPoint>> results, Report report)
        where TRun : RunConfiguration
        where TPoint : class => experiment.Report([.. results.Select(experiment.Measured)], report);

    private static void Approve(string name, Action<Report> tell)
    {
        var text = Capture(json: false, tell);
        var received = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{name}.txt");
        File.WriteAllText(received, text);
        Assert.That(text.Split('\n').Select(line => line.Length), Is.All.AtMost(Width));
        Assert.That(text, Does.Not.Contain("NaN"));
        Assert.That(text, Is.EqualTo(File.ReadAllText(Repository.PathOf("lib.Tests", "Cli", "Approved", $"{name}.txt"))), $"what was printed is in {received}");
    }

    private static string Capture(bool json, Action<Report> tell)
    {
        var before = Console.Out;
        using var output = new StringWriter { NewLine = "\n" };
        try
        {
            Console.SetOut(output);
            var report = new Report(json);
            tell(report);
            report.Finish();
        }
        finally
        {
            Console.SetOut(before);
        }
        return output.ToString();
    }

    private static RunResult<TConfiguration, TCheckpoint> Result<TConfiguration, TCheckpoint>(TConfiguration config, params TCheckpoint[] checkpoints)
        where TConfiguration : RunConfiguration => RunResult<TConfiguration, TCheckpoint>.Embedded(config, checkpoints, null);

    private static double Of(int seed) => seed * seed / 100.0;

    private static double Place(string name) => name is "multi" ? 20 : 10;

    private static double[] AtLags(double offset, int seed) => [.. Lags.Select(lag => offset + lag + Of(seed))];

    private static RateStatistics Rates(double offset, int seed) => new(offset + Of(seed), 90, 91, 92);

    /// <summary>Of products only AI is told.</summary>
    private static ProductStatistics Products(double[] anisotropy)
    {
        double[] none = [0, 0, 0];
        return new(anisotropy, none, none, none, none, none, none);
    }

    private static EnvelopeProfile Envelope(double offset, int seed) => new(AtLags(offset, seed), []);
}
