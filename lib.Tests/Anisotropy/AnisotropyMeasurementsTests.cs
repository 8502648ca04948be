using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments;

namespace TimeScales.Tests.Anisotropy;

internal sealed class AnisotropyMeasurementsTests
{
    /// <summary>No two numbers of the checkpoint are equal. Catches a number under another's name or at another's lag.</summary>
    [Test]
    public void Every_number_of_a_checkpoint_is_a_row_under_its_own_name_and_lag()
    {
        var config = new AnisotropyConfiguration { Protocol = Protocol.Corrected, Task = "adding", Cell = "multi", Seed = 1, Checkpoints = [5] };
        var checkpoint = new AnisotropyCheckpoint(5, 1, 6, 4, [1, 12], [10, 11], [20, 21], 30, 31, 32);

        var rows = AnisotropyExperiment.Description.Measurements(RunResult<AnisotropyConfiguration, AnisotropyCheckpoint>.Embedded(config, [checkpoint], null));

        string[] expected =
        [
            "jacobianAnisotropy at 1 10", "jacobianAnisotropy at 12 11", "jacobianConcentration at 1 20", "jacobianConcentration at 12 21",
            "gradientAnisotropy 30", "gradientConcentration 31", "trainLoss 1", "testLoss 6", "targetVariance 4", "testLossOverVariance 1.5",
            "redrawnSequences 32",
        ];
        Assert.That(rows.Select(r => FormattableString.Invariant($"{r.Quantity}{(r.Position is { } p ? $" at {p}" : "")} {r.Value}")),
            Is.EquivalentTo(expected));
    }
}
