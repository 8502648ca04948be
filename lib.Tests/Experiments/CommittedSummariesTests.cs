using System.Globalization;
using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

/// <summary>The summaries in the repository are those that today's code makes of the numbers of single seeds beside
/// them.</summary>
internal sealed class CommittedSummariesTests
{
    /// <summary>Six digits are kept of every number, so two roundings lie between a summary and what it is compared
    /// with.</summary>
    private const double SixDigits = 1.1e-5;

    /// <summary>One in so many measurements: coprime to the number of quantities, so that all are among them.</summary>
    private const int Stride = 23;

    [Test]
    public void The_summary_is_that_of_the_seeds(
        [Values("effective-rates", "anisotropy", "expansion", "analogies", "learned")] string experiment)
    {
        var data = Repository.PathOf("figures", "data", experiment);
        var committed = CsvTable.Read($"{data}-summary.csv").ToDictionary(Key);
        var seeds = CsvTable.Read($"{data}-seeds.csv").GroupBy(Key).Where((_, i) => i % Stride == 0);

        foreach (var group in seeds)
        {
            var (key, row, actual) = (group.Key, committed[group.Key], MeasurementSummary.Of(group.Select(Measurement)).Single());
            Assert.That((Text(actual.Seeds), Text(actual.LeftOut)), Is.EqualTo((row["seeds"], row["leftOut"])), $"{key}");
            var values = group.Select(seed => Number(seed["value"])).Where(double.IsFinite).ToArray();
            foreach (var (name, value) in new[]
            {
                ("lowerQuartile", actual.LowerQuartile), ("median", actual.Median), ("upperQuartile", actual.UpperQuartile),
            })
            {
                var expected = Number(row[name]);
                // Between values of both signs digits cancel.
                var size = values.All(v => v >= 0) || values.All(v => v <= 0) ? Math.Abs(expected) : values.Max(Math.Abs);
                Assert.That(value,
                    double.IsNaN(expected) ? Is.NaN : Is.EqualTo(expected).Within(SixDigits * size), $"{name} of {key}");
            }
        }
    }

    private static (string, string, string, string, string, string) Key(IReadOnlyDictionary<string, string> row) =>
        (row["protocol"], row["task"], row["cell"], row["iteration"], row["quantity"], row["position"]);

    private static Measurement Measurement(IReadOnlyDictionary<string, string> row) => new(
        row["experiment"], row["protocol"], row["task"], row["cell"], uint.Parse(row["seed"], CultureInfo.InvariantCulture),
        row["iteration"].Length == 0 ? null : int.Parse(row["iteration"], CultureInfo.InvariantCulture), row["quantity"],
        row["position"].Length == 0 ? null : Number(row["position"]), Number(row["value"]));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
