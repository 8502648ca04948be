using System.Globalization;
using TimeScales.Experiments.All;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments;
using TimeScales.Figures;
using TimeScales.Tests.Notebooks;

namespace TimeScales.Tests.Cli;

/// <summary>Results become tables: the text itself, and that figures and verdicts read what was measured.</summary>
[NonParallelizable]
internal sealed class ExportTests
{
    private static readonly string[] Kinds = ["", "-seeds", "-summary"];

    /// <summary>Seeds 1 to 5 with the slopes 1 to 5, whose quartiles are 2, 3 and 4 and whose median may by chance be any of
    /// them: no two columns of a row are equal. Seed 4 diverges between the checkpoints.</summary>
    [Test]
    public void The_tables_are_these_lines()
    {
        using var results = new TemporaryFolder();
        var store = new ResultStore(results.Path);
        for (var seed = 1u; seed <= 5; seed++)
        {
            var config = new EffectiveRatesConfiguration
            {
                Protocol = Protocol.Corrected, Task = "adding", Cell = "multi", Seed = seed, Checkpoints = [0, 50], Lags = [1, 11],
            };
            EffectiveRatesCheckpoint At(int iteration) =>
                new(iteration, 1 / 3.0, seed, 0.98, [1, 11], [1, seed * 1e-9], 12345678.9 * seed, [1, 0.5], [1, 0.25], [1, 0]);
            store.Save(RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>.Embedded(
                config, seed == 4 ? [At(0)] : [At(0), At(50)], seed == 4 ? 20 : null));
        }

        var tables = Export(results.Path);

        Assert.That(tables.Keys,
            Is.EquivalentTo(new[] { "effective-rates.csv", "effective-rates-seeds.csv", "effective-rates-summary.csv" }));
        Assert.That(Lines(tables["effective-rates.csv"], ",2,0,"), Is.EqualTo(new[]
        {
            "experiment,protocol,task,cell,seed,iteration,quantity,position,value",
            "effective-rates,corrected,adding,multi,2,0,probeLoss,,0.3333333333333333",
            "effective-rates,corrected,adding,multi,2,0,slope,,2",
            "effective-rates,corrected,adding,multi,2,0,rSquared,,0.98",
            "effective-rates,corrected,adding,multi,2,0,sensitivityAtLag1,,24691357.8",
            "effective-rates,corrected,adding,multi,2,0,sensitivity,1,1",
            "effective-rates,corrected,adding,multi,2,0,gateProduct,1,1",
            "effective-rates,corrected,adding,multi,2,0,fittedPower,1,1",
            "effective-rates,corrected,adding,multi,2,0,carryProduct,1,1",
            "effective-rates,corrected,adding,multi,2,0,sensitivity,11,2E-09",
            "effective-rates,corrected,adding,multi,2,0,gateProduct,11,0.5",
            "effective-rates,corrected,adding,multi,2,0,fittedPower,11,0.25",
            "effective-rates,corrected,adding,multi,2,0,carryProduct,11,0",
        }));
        // The last checkpoint alone, six digits, and of profiles the lags of the paper's comparisons.
        Assert.That(Lines(tables["effective-rates-seeds.csv"], ",4,50,"), Is.EqualTo(new[]
        {
            "experiment,protocol,task,cell,seed,iteration,quantity,position,value",
            "effective-rates,corrected,adding,multi,4,50,probeLoss,,NaN",
            "effective-rates,corrected,adding,multi,4,50,slope,,NaN",
            "effective-rates,corrected,adding,multi,4,50,rSquared,,NaN",
            "effective-rates,corrected,adding,multi,4,50,sensitivityAtLag1,,NaN",
            "effective-rates,corrected,adding,multi,4,50,sensitivity,1,NaN",
        }));
        Assert.That(tables["effective-rates-seeds.csv"],
            Does.Not.Contain(",0,slope").And.Contain(",5,50,sensitivityAtLag1,,6.17284E+07\n"));
        Assert.That(Lines(tables["effective-rates-summary.csv"], ",slope,"), Is.EqualTo(new[]
        {
            "experiment,protocol,task,cell,iteration,quantity,position,seeds,leftOut,lowerQuartile,median,upperQuartile",
            "effective-rates,corrected,adding,multi,0,slope,,5,0,2,3,4",
            "effective-rates,corrected,adding,multi,50,slope,,4,1,1.75,2.5,3.5",
        }));
        Assert.That(tables["effective-rates-summary.csv"],
            Does.Contain(",0,probeLoss,,5,0,0.333333,0.333333,0.333333\n")
            .And.Contain(",0,sensitivity,11,5,0,2E-09,3E-09,4E-09\n"));
    }

    /// <summary>Seeds are kept at the last checkpoint, so only there is an interval: of six, from the least to the largest. Catches one that is
    /// given to every checkpoint.</summary>
    [Test]
    public void An_interval_is_that_of_the_checkpoint_whose_seeds_are_kept()
    {
        using var results = new TemporaryFolder();
        for (var seed = 1u; seed <= 6; seed++)
        {
            var config = new EffectiveRatesConfiguration
            {
                Protocol = Protocol.Corrected, Task = "adding", Cell = "multi", Seed = seed, Checkpoints = [0, 50], Lags = [1],
            };
            EffectiveRatesCheckpoint At(int iteration) => new(iteration, 1, iteration + seed, 1, [1], [1], 1, [1], [1], [1]);
            new ResultStore(results.Path).Save(RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>.Embedded(config, [At(0), At(50)], null));
        }
        using var tables = new TemporaryFolder();
        Export(results.Path, tables.Path);

        var slopes = FigureData.Read(tables.Path).OverTraining("effective-rates", "corrected", "adding", "multi", "slope").Rows;

        Assert.That(slopes.Select(row => (row.Median, row.IntervalLower, row.IntervalUpper)),
            Is.EqualTo(new[] { (3.5, double.NaN, double.NaN), (53.5, 51, 56) }));
    }

    /// <summary>Catches a column that is written in the place of another or read from it, a row that is lost or double, and a
    /// digit too few: of a number, or of a position, which are shares of a length in sizes.</summary>
    [TestCase("effective-rates", "--task adding --cell scalar --protocol corrected,published --seeds 1..3")]
    [TestCase("anisotropy", "--task adding --cell multi,plain --seeds 1..3")]
    [TestCase("expansion", "--protocol corrected,published --seeds 0..4")]
    [TestCase("analogies", "--task adding --cell multi-sgd,plain-hgm --seeds 1..3")]
    [TestCase("learned", "--task adding --cell multi,lstm --seeds 1..3")]
    [TestCase("sizes", "--task 64x80 --cell multi,leaky --seeds 1..3")]
    public void What_is_read_from_the_tables_is_what_was_measured(string experiment, string options)
    {
        using var results = new TemporaryFolder();
        var (code, _, error) = Reproduce.Run(["run", experiment, "--preset", "smoke", "--out", results.Path, .. options.Split(' ')]);
        Assert.That(code, Is.Zero, error);
        var measured = AllExperiments.ByName(experiment).ReadAll(new ResultStore(results.Path), Assert.Fail).SelectMany(run => run.Measurements).ToArray();
        using var tables = new TemporaryFolder();
        var texts = Export(results.Path, tables.Path);

        Assert.That(texts.Keys, Is.EquivalentTo(Kinds.Select(kind => $"{experiment}{kind}.csv")));
        Assert.That(CsvTable.Read(Path.Combine(tables.Path, $"{experiment}.csv")).Select(Measurement), Is.EqualTo(measured));

        var data = FigureData.Read(tables.Path);
        var summaries = MeasurementSummary.Of(measured);
        foreach (var group in summaries.GroupBy(r => (r.Protocol, r.Task, r.Cell, r.Quantity)))
        {
            var (protocol, task, cell, quantity) = group.Key;
            var read = data.ByCheckpoint(experiment, protocol, task, cell, quantity).SelectMany(curve => curve.Rows);
            Assert.That(read,
                Is.EqualTo(group.OrderBy(r => r.Iteration).ThenBy(r => r.Position).Select(Rounded)), $"{group.Key}");
        }
        Assert.That(CsvTable.Read(Path.Combine(tables.Path, $"{experiment}-summary.csv")), Has.Count.EqualTo(summaries.Count));
        var kept = AllExperiments.ByName(experiment).SeedRows(measured).ToArray();
        foreach (var group in kept.GroupBy(m => m.WithoutSeed))
        {
            var key = group.Key;
            var read = data.Seeds(experiment, key.Protocol, key.Task, key.Cell, key.Quantity, key.Position);
            Assert.That(read, Is.EquivalentTo(group.ToDictionary(m => m.Seed, m => SixDigits(m.Value))), $"{key}");
        }
        Assert.That(CsvTable.Read(Path.Combine(tables.Path, $"{experiment}-seeds.csv")), Has.Count.EqualTo(kept.Length));
    }

    private static SortedDictionary<string, string> Export(string results, string? tables = null)
    {
        using var folder = new TemporaryFolder();
        tables ??= folder.Path;
        foreach (var options in (string[][])[[], ["--summary"]])
        {
            var (code, _, error) = Reproduce.Run(["export", "--out", results, "--to", tables, .. options]);
            Assert.That((code, error), Is.EqualTo((0, "")));
        }
        return new(Directory.GetFiles(tables).ToDictionary(path => Path.GetFileName(path), File.ReadAllText));
    }

    /// <summary>The header and the lines that hold a text.</summary>
    private static string[] Lines(string table, string text) =>
        [.. table.TrimEnd('\n').Split('\n').Where((line, i) => i == 0 || line.Contains(text, StringComparison.Ordinal))];

    private static Measurement Measurement(IReadOnlyDictionary<string, string> row) => new(
        row["experiment"], row["protocol"], row["task"], row["cell"], uint.Parse(row["seed"], CultureInfo.InvariantCulture),
        row["iteration"].Length == 0 ? null : int.Parse(row["iteration"], CultureInfo.InvariantCulture), row["quantity"],
        row["position"].Length == 0 ? null : Number(row["position"]), Number(row["value"]));

    private static MeasurementSummary Rounded(MeasurementSummary r) => r with
    {
        LowerQuartile = SixDigits(r.LowerQuartile),
        Median = SixDigits(r.Median),
        UpperQuartile = SixDigits(r.UpperQuartile),
        // Not in the file: they follow from the seeds' own numbers.
        IntervalLower = double.NaN,
        IntervalUpper = double.NaN,
    };

    private static double SixDigits(double value) => Number(value.ToString("G6", CultureInfo.InvariantCulture));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
