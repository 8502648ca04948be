using System.Collections.Concurrent;
using System.Text.Json;
using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Departures;

namespace TimeScales.Tests.Golden;

/// <summary>Sec. VII-B under the published protocol against the released program itself, seed 1.</summary>
/// <remarks>
/// <para>Skipped where shared/reference does not lie beside the checkout.</para>
/// <para>A run that ends after checkpoint 0 or 400 draws fewer jitters than the released program's 1201 updates, so later jitters,
/// of size 1e-6, differ; no digit that is compared shows it. A whole run takes ten CPU-seconds.</para>
/// </remarks>
internal sealed class AnisotropyReferenceTests
{
    /// <summary>Relative; float32 products of at most forty factors.</summary>
    private const double BeforeTraining = 1e-4;

    /// <summary>Relative; the rounding of 401 float32 updates.</summary>
    private const double AfterTraining = 1e-3;

    private static readonly ConcurrentDictionary<(string, string, int), AnisotropyCheckpoint> Runs = new();

    /// <summary>Largest seen: 1.4e-5, the gradient AI of plain + Adam on narma10; a wrong state in the gate term changes some by less than 2 %.</summary>
    [Test]
    public void At_checkpoint_0_every_AI_and_CE_is_the_released_program_s(
        [Values("adding", "narma10")] string task, [Values("plain", "scalar", "multi")] string cell)
    {
        var there = Reference(task, cell, 0);
        var here = Run(task, cell, 0);

        Assert.That(here.Lags, Is.EqualTo(there.Jacobian.GetProperty("h").Integers()));
        foreach (var (lag, ai, ce) in here.Lags.Zip(there.Jacobian.GetProperty("AI").Doubles(), there.Jacobian.GetProperty("CE").Doubles()))
        {
            var i = here.Lags.ToList().IndexOf(lag);
            AssertAnisotropy(here.JacobianAnisotropy[i], ai, $"AI at lag {lag}");
            AssertConcentration(here.JacobianConcentration[i], ce, $"CE at lag {lag}");
        }
        AssertAnisotropy(here.GradientAnisotropy, there.Gradient.GetProperty("AI").Double(), "gradient AI");
        AssertConcentration(here.GradientConcentration, there.Gradient.GetProperty("CE").Double(), "gradient CE");
    }

    /// <summary>Measured: 1.3e-6 (scalar) and 6e-8 (multi). Training in float32 amplifies rounding, so that plain + Adam on narma10 agrees only to a
    /// fifth in the median over lags at checkpoint 400.</summary>
    [Test]
    public void After_400_updates_the_median_over_lags_is_the_released_program_s([Values("scalar", "multi")] string cell)
    {
        var there = Reference("adding", cell, 400);
        var here = Run("adding", cell, 400);

        Assert.That(MedianDifference(here.JacobianAnisotropy, there.Jacobian.GetProperty("AI").Doubles()), Is.LessThan(AfterTraining), "AI");
        Assert.That(MedianDifference(here.JacobianConcentration, there.Jacobian.GetProperty("CE").Doubles()), Is.LessThan(AfterTraining), "CE");
        Assert.That(here.GradientAnisotropy, Is.EqualTo(there.Gradient.GetProperty("AI").Double()).Within(100 * AfterTraining).Percent);
        Assert.That(here.GradientConcentration, Is.EqualTo(there.Gradient.GetProperty("CE").Double()).Within(100 * AfterTraining).Percent);
    }

    [Test]
    public void Initial_weights_are_the_released_program_s([Values("plain", "scalar", "multi")] string cell)
    {
        var expected = ReferenceFile("trace.json").GetProperty("s2").GetProperty("seed1").GetProperty(cell);
        var network = new AnisotropyStreams(Configuration("adding", cell, [0])).Network;

        foreach (var block in network.Blocks)
        {
            var weights = network[block.Name].ToArray();
            var there = expected.GetProperty($"{block.Name}.weight");
            var head = there.GetProperty("head").Floats();
            Assert.That(weights[..head.Length], Is.EqualTo(head), block.Name);
            Assert.That(weights.Sum(w => (double)w), Is.EqualTo(there.GetProperty("sum").Double()).Within(1e-7), block.Name);
        }
    }

    /// <summary>The checkpoints of one run; the published protocol takes the one numbered 0 after the first update.</summary>
    private static AnisotropyCheckpoint Run(string task, string cell, int checkpoint) => Runs.GetOrAdd((task, cell, checkpoint), _ =>
    {
        var run = AnisotropyExperiment.Run(Configuration(task, cell, checkpoint == 0 ? [0] : [0, checkpoint]));
        Assert.That(run.DivergedAtIteration, Is.Null);
        return run.Checkpoints[^1];
    });

    private static AnisotropyConfiguration Configuration(string task, string cell, int[] checkpoints) =>
        new() { Protocol = Protocol.Published, Task = task, Cell = cell, Seed = 1, Checkpoints = checkpoints };

    /// <summary>Above 1e6 float32 has nothing left to say, and both must say so.</summary>
    private static void AssertAnisotropy(double here, double there, string what)
    {
        if (double.IsNaN(there))
            Assert.That(here, Is.NaN, what);
        else if (there > 1e6)
            Assert.That(here, Is.GreaterThan(1e6), what);
        else
            Assert.That(here, Is.EqualTo(there).Within(100 * BeforeTraining).Percent, what);
    }

    /// <summary>Below 1e-3 the denominator is the released program's offset, and both must say so.</summary>
    private static void AssertConcentration(double here, double there, string what)
    {
        if (double.IsNaN(there))
            Assert.That(here, Is.NaN, what);
        else if (there < 1e-3)
            Assert.That(here, Is.LessThan(1e-3), what);
        else
            Assert.That(here, Is.EqualTo(there).Within(100 * BeforeTraining).Percent, what);
    }

    private static double MedianDifference(IReadOnlyList<double> here, double[] there)
    {
        var differences = here.Zip(there, (h, t) => Math.Abs(h / t - 1)).Order().ToArray();
        Assert.That(differences, Has.Length.EqualTo(9).And.None.NaN);
        return differences[4];
    }

    private static (JsonElement Jacobian, JsonElement Gradient) Reference(string task, string cell, int checkpoint)
    {
        var at = ReferenceFile($"s2-{task}.json").GetProperty("1").GetProperty($"{checkpoint}");
        return (at.GetProperty("jacobian").GetProperty(cell), at.GetProperty("gradcov").GetProperty(cell));
    }

    private static JsonElement ReferenceFile(string name)
    {
        if (GoldenFile.ReadReference(name) is { } reference)
            return reference;
        Assert.Ignore($"No ../shared/reference/{name} beside the checkout: nothing to compare with.");
        throw new InvalidOperationException();
    }
}
