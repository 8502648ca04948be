using System.Collections.Concurrent;
using System.Text.Json;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Expansion;

namespace TimeScales.Tests.Golden;

/// <summary>Appendix B under the published protocol against the released program itself, in float64, seed for seed.</summary>
/// <remarks>Skipped where shared/reference does not lie beside the checkout.</remarks>
internal sealed class ExpansionReferenceTests
{
    private static readonly ConcurrentDictionary<(string Gate, uint Seed), ExpansionMeasurement> Runs = new();

    private static readonly string[] Gates = ["scalar", "multi"];
    private static readonly uint[] Seeds = [0, 1, 2, 3, 4];

    /// <summary>Written with nine digits.</summary>
    private const double NineDigits = 1e-6;

    /// <summary>The released program subtracts products that agree in all but ten digits at ε = 1e-5: its own error there is 1e-16/1e-12
    /// of the difference. Largest seen: 1.0e-4 at 1e-5, 1.0e-5 at 3e-5, 4e-7 at 1e-4.</summary>
    private const double ItsCancellation = 2e-4;

    [Test]
    public void Errors_are_the_released_program_s([ValueSource(nameof(Gates))] string gate, [ValueSource(nameof(Seeds))] uint seed)
    {
        var (expected, actual) = (Reference(gate, seed).GetProperty("errs").Doubles(), Run(gate, seed));
        Assert.That(actual.Errors, Has.Count.EqualTo(expected.Length));
        for (var i = 0; i < expected.Length; i++)
        {
            var tolerance = actual.Epsilons[i] < 1e-4 ? ItsCancellation : NineDigits;
            Assert.That(actual.Errors[i], Is.EqualTo(expected[i]).Within(tolerance * expected[i]), $"ε = {actual.Epsilons[i]}");
        }
    }

    [Test]
    public void Norms_are_the_released_program_s([ValueSource(nameof(Gates))] string gate, [ValueSource(nameof(Seeds))] uint seed)
    {
        var (expected, actual) = (Reference(gate, seed), Run(gate, seed));
        foreach (var (name, norms) in new[] { ("A", actual.NormsA), ("B", actual.NormsB) })
        {
            var there = expected.GetProperty(name).Doubles();
            Assert.That(norms, Has.Count.EqualTo(there.Length));
            for (var t = 0; t < there.Length; t++)
                Assert.That(norms[t], Is.EqualTo(there[t]).Within(NineDigits * there[t]), $"‖{name}‖ at step {t + 1}");
        }
    }

    /// <summary>Two to 6e-5: what the third order adds below ε = 1e-3.</summary>
    [Test]
    public void The_slope_is_two_here_and_the_released_program_s_there([ValueSource(nameof(Gates))] string gate, [ValueSource(nameof(Seeds))] uint seed)
    {
        var actual = Run(gate, seed);

        Assert.That(actual.Slope, Is.EqualTo(Reference(gate, seed).GetProperty("slope").Double()).Within(1e-4));
        Assert.That(actual.Slope, Is.EqualTo(2).Within(1e-4));
    }

    private static ExpansionMeasurement Run(string gate, uint seed) => Runs.GetOrAdd(
        (gate, seed),
        _ => ExpansionExperiment.Run(new ExpansionConfiguration { Protocol = Protocol.Published, Gate = gate, Seed = seed }).Checkpoints[0]);

    private static JsonElement Reference(string gate, uint seed)
    {
        if (GoldenFile.ReadReference("expansion.json") is { } reference)
            return reference.GetProperty(gate).GetProperty($"{seed}");
        Assert.Ignore("No ../shared/reference/expansion.json beside the checkout: nothing to compare with.");
        throw new InvalidOperationException();
    }
}
