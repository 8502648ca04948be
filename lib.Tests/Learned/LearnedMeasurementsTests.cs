using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Learned;
using TimeScales.Experiments;

namespace TimeScales.Tests.Learned;

internal sealed class LearnedMeasurementsTests
{
    /// <summary>No two numbers of the checkpoint are equal. Catches a number under another's name or at another's lag.</summary>
    [Test]
    public void Every_number_of_a_checkpoint_is_a_row_under_its_own_name_and_lag()
    {
        double[] units = [10, 20, 30, 40, 50];
        EnvelopeProfile Envelope(double value) => new([value, value + 1], [.. units.Select(unit => unit + value)]);
        var checkpoint = new LearnedCheckpoint(
            50, 1, 2, 3, 4, 5, 6, 7, 8, 9, [1, 3], [100, 101], 102, [200, 201], [300, 301], Envelope(400), Envelope(500), Envelope(600),
            [2, 4],
            new([700, 701], [800, 801], [900, 901], [1000, 1001], [1100, 1101], [1200, 1201], [1300, 1301]),
            [1400, 1401], [1500, 1501], [1600, 1601], [1700, 1701], new(10, 11, 12, 13, 14));
        var config = new LearnedConfiguration
        {
            Protocol = Protocol.Corrected, Task = "adding", Cell = "multi", Seed = 1, Inputs = 2, Steps = 5, TestSize = 1, SolvedBelow = 0.1,
            Checkpoints = [50], Lags = [1, 3], ProductLags = [2, 4],
        };

        var rows = LearnedExperiment.Description.Measurements(RunResult<LearnedConfiguration, LearnedCheckpoint>.Embedded(config, [checkpoint], null));

        string[] expected =
        [
            "updates 1", "updatesUntilSolved 2", "validationError 3", "testError 4", "constantError 5",
            "slope 6", "rSquared 7", "carrySlope 8", "carryRSquared 9", "sensitivityAtLag1 102", "gradientAnisotropy 10", "gradientConcentration 11", "gradientOutside 12",
            "recurrentGradientAnisotropy 13", "recurrentGradientOutside 14",
            .. AtLags("sensitivity", 1, 3, 100), .. AtLags("gateProduct", 1, 3, 200), .. AtLags("carryProduct", 1, 3, 300),
            .. AtLags("envelopeZeroth", 1, 3, 400), .. AtLags("envelopeFirst", 1, 3, 500), .. AtLags("envelopeExact", 1, 3, 600),
            .. AtLags("jacobianAnisotropy", 2, 4, 700), .. AtLags("jacobianConcentration", 2, 4, 800), .. AtLags("jacobianOutside", 2, 4, 900),
            .. AtLags("largestExponent", 2, 4, 1000), .. AtLags("rankExponent", 2, 4, 1100), .. AtLags("lossShare", 2, 4, 1200),
            .. AtLags("lossShareByChance", 2, 4, 1300), .. AtLags("expansionErrorZeroth", 2, 4, 1400), .. AtLags("expansionError", 2, 4, 1500),
            .. AtLags("expansionErrorSecond", 2, 4, 1600), .. AtLags("expansionRatio", 2, 4, 1700),
            .. Quantiles("timeConstantZeroth", 400), .. Quantiles("timeConstantFirst", 500), .. Quantiles("timeConstantExact", 600),
        ];
        Assert.That(rows.Select(r => FormattableString.Invariant($"{r.Quantity}{(r.Position is { } p ? $" at {p}" : "")} {r.Value}")),
            Is.EquivalentTo(expected));
    }

    private static string[] AtLags(string quantity, int first, int second, int value) =>
        [$"{quantity} at {first} {value}", $"{quantity} at {second} {value + 1}"];

    /// <summary>Of five units 10 apart: a tenth of the way is 4 beyond the first.</summary>
    private static string[] Quantiles(string quantity, int value) =>
    [
        $"{quantity} at 10 {value + 14}", $"{quantity} at 25 {value + 20}", $"{quantity} at 50 {value + 30}", $"{quantity} at 75 {value + 40}",
        $"{quantity} at 90 {value + 46}",
    ];
}
