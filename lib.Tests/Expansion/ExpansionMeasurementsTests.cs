using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Expansion;
using TimeScales.Experiments;

namespace TimeScales.Tests.Expansion;

internal sealed class ExpansionMeasurementsTests
{
    /// <summary>No two numbers are equal. Catches a number under another's name, or at another's ε or step.</summary>
    [Test]
    public void Every_number_is_a_row_under_its_own_name_and_place()
    {
        var config = new ExpansionConfiguration { Protocol = Protocol.Corrected, Gate = "multi", Seed = 1 };
        var measured = new ExpansionMeasurement([0.5, 1], [10, 11], 2, [20, 21], [30, 31], [40, 41], 3, 4, 5, 6, 7);

        var rows = ExpansionExperiment.Description.Measurements(RunResult<ExpansionConfiguration, ExpansionMeasurement>.Embedded(config, [measured], null));

        string[] expected =
        [
            "slope 2", "ratioMedian 3", "ratioQuantile90 4", "ratioQuantile99 5", "ratioLargest 6", "relativeErrorAtOne 7",
            "error at 0.5 10", "error at 1 11", "remainder at 0.5 20", "remainder at 1 21",
            "normA at 1 30", "normA at 2 31", "normB at 1 40", "normB at 2 41",
        ];
        Assert.That(rows.Select(r => FormattableString.Invariant($"{r.Quantity}{(r.Position is { } p ? $" at {p}" : "")} {r.Value}")),
            Is.EquivalentTo(expected));
    }
}
