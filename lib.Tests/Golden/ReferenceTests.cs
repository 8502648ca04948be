using System.Collections.Concurrent;
using System.Text.Json;
using NUnit.Framework;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments;
using TimeScales.RandomStreams;

namespace TimeScales.Tests.Golden;

/// <summary>The published protocol against the released program itself, seed for seed.</summary>
/// <remarks>Its measurements (float32, torch 1.13, one thread, run unchanged) lie in shared/reference beside the checkout; where
/// they do not, there is nothing to compare with and the tests are skipped.</remarks>
[Parallelizable(ParallelScope.Children)]
internal sealed class ReferenceTests
{
    private static readonly ConcurrentDictionary<string, Lazy<RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>>> Runs = new();

    private static readonly string[] Cells = ["leaky", "scalar", "multi"];
    private static readonly uint[] Seeds = [1, 2];

    /// <summary>Whole runs are compared for one seed: where a seed goes, the streams of two show.</summary>
    private const uint MeasuredSeed = 1;

    /// <summary>The sums were written with nine digits.</summary>
    private const double NineDigits = 1e-8;

    [Test]
    public void Initial_weights_are_the_released_program_s([ValueSource(nameof(Cells))] string cell, [ValueSource(nameof(Seeds))] uint seed)
    {
        var expected = Trace(cell, seed).GetProperty("init");
        var network = InitialNetwork(cell, seed);

        Assert.That(expected.EnumerateObject().Select(w => w.Name), Is.EquivalentTo(network.Blocks.Select(b => $"{b.Name}.weight")));
        foreach (var block in network.Blocks)
            AssertSame(network[block.Name].ToArray(), expected.GetProperty($"{block.Name}.weight"), block.Name);
    }

    [Test]
    public void Probe_sequences_and_first_outputs_are_the_released_program_s([ValueSource(nameof(Cells))] string cell, [ValueSource(nameof(Seeds))] uint seed)
    {
        var expected = Trace(cell, seed).GetProperty("probe");
        var probe = new AddingTask().Draw(new TorchGenerator(seed + 999), 12, 80, 4);
        var unroll = new Unroll<float>(Cell.ByName(cell), 64, 4, 12, 80);
        unroll.Forward(InitialNetwork(cell, seed), probe.Inputs);

        AssertSame(probe.Inputs, expected.GetProperty("u"), "u");
        AssertSame(probe.Targets, expected.GetProperty("y"), "y");
        Assert.That(unroll.Outputs[..8], Is.EqualTo(expected.GetProperty("yhat0").GetProperty("head").Floats()).Within(3e-7), "ŷ");
    }

    /// <summary>Relative. Two float32 programs that sum in different orders.</summary>
    [Test]
    public void The_first_losses_and_the_first_gradient_are_the_released_program_s([ValueSource(nameof(Cells))] string cell, [ValueSource(nameof(Seeds))] uint seed)
    {
        var expected = Trace(cell, seed);
        var network = InitialNetwork(cell, seed);
        var training = new TorchGenerator(seed + 123);
        var unroll = new Unroll<float>(network.Cell, 64, 4, 64, 80);
        var optimizer = new GradientDescent<float>(1e-2);
        var gradient = new float[network.Weights.Length];
        for (var update = 0; update < 5; update++)
        {
            var batch = new AddingTask().Draw(training, 64, 80, 4);
            unroll.Forward(network, batch.Inputs);
            var loss = expected.GetProperty("loss").GetProperty($"{update}").GetDouble();
            Assert.That(unroll.Loss(batch.Targets), Is.EqualTo(loss).Within(1e-5 * loss), $"loss {update}");

            unroll.Backward(network, batch.Targets, gradient);
            if (update == 0)
            {
                foreach (var block in network.Blocks)
                    AssertClose(gradient[block.Offset..(block.Offset + block.Length)], expected.GetProperty("grad0").GetProperty($"{block.Name}.weight"), block.Name);
            }
            optimizer.Update(network.Weights, gradient);
        }
    }

    [Test]
    public void Slope_and_fit_are_the_released_program_s_within_one_percent([ValueSource(nameof(Cells))] string cell)
    {
        foreach (var (checkpoint, expected) in Checkpoints(cell))
        {
            Assert.That(checkpoint.Slope, Is.EqualTo(expected.GetProperty("slope").Double()).Within(1).Percent, $"slope at {checkpoint.Iteration}");
            Assert.That(checkpoint.RSquared, Is.EqualTo(expected.GetProperty("R2").Double()).Within(1).Percent, $"R² at {checkpoint.Iteration}");
        }
    }

    /// <summary>Values above 1e-4: below, the released program's power iteration in float32 is noise. Rounding differences grow with training.</summary>
    [Test]
    public void Profiles_are_the_released_program_s_within_a_few_percent([ValueSource(nameof(Cells))] string cell)
    {
        foreach (var (checkpoint, expected) in Checkpoints(cell))
        {
            var percent = checkpoint.Iteration <= 50 ? 2 : 5;
            AssertProfile(checkpoint.Sensitivity, "S_norm");
            AssertProfile(checkpoint.GateProduct, "P0_norm");
            AssertProfile(checkpoint.FittedPower, "Pf_norm");

            void AssertProfile(IReadOnlyList<double> actual, string name)
            {
                var profile = expected.GetProperty(name).Doubles();
                Assert.That(actual, Has.Count.EqualTo(profile.Length));
                for (var i = 0; i < profile.Length; i++)
                {
                    if (profile[i] > 1e-4)
                        Assert.That(actual[i], Is.EqualTo(profile[i]).Within(percent).Percent, $"{name} at lag {i + 1}, checkpoint {checkpoint.Iteration}");
                }
            }
        }
    }

    [Test]
    public void Probe_losses_are_the_released_program_s_within_a_tenth_of_a_percent([ValueSource(nameof(Cells))] string cell)
    {
        var expected = Trace(cell, MeasuredSeed).GetProperty("probe_mse");
        foreach (var checkpoint in Run(cell).Checkpoints)
            Assert.That(checkpoint.ProbeLoss, Is.EqualTo(expected.GetProperty($"{checkpoint.Iteration}").Double()).Within(0.1).Percent, $"at {checkpoint.Iteration}");
    }

    [Test]
    public void Batches_are_the_released_program_s([Values("adding", "recall", "short", "sinmix")] string task)
    {
        var expected = Reference("trace.json").GetProperty("tasks_s1").GetProperty(task);
        var batch = EffectiveRatesConfiguration.Tasks.Single(t => t.Name == task).Draw(new TorchGenerator(5), 12, 80, 4);

        if (task == "sinmix")
        {
            // Sines of arguments up to 50 in float32.
            Assert.That(batch.Inputs[..8], Is.EqualTo(expected.GetProperty("u").GetProperty("head").Floats()).Within(4e-6));
            Assert.That(batch.Inputs.Sum(u => (double)u * u), Is.EqualTo(expected.GetProperty("u").GetProperty("sumsq").Double()).Within(1e-5).Percent);
        }
        else
            AssertSame(batch.Inputs, expected.GetProperty("u"), "u");
        Assert.That(batch.Targets, Is.EqualTo(expected.GetProperty("y_all").Floats()).Within(1e-6), "y");
    }

    /// <summary>The same numbers: nine digits tell two float32 apart, and sums in float64 leave no room.</summary>
    private static void AssertSame(float[] actual, JsonElement expected, string what)
    {
        var head = expected.GetProperty("head").Floats();
        Assert.That(actual[..head.Length], Is.EqualTo(head), what);
        var (sum, squares) = (expected.GetProperty("sum").Double(), expected.GetProperty("sumsq").Double());
        Assert.That(actual.Sum(x => (double)x), Is.EqualTo(sum).Within(NineDigits * Math.Max(1, Math.Abs(sum))), $"sum of {what}");
        Assert.That(actual.Sum(x => (double)x * x), Is.EqualTo(squares).Within(NineDigits * squares), $"sum of squares of {what}");
    }

    /// <summary>The same to float32 rounding: of thousands of terms in a sum (seen: 1.5e-5 of the length), twice in a square (seen: 5e-6).</summary>
    private static void AssertClose(float[] actual, JsonElement expected, string what)
    {
        var squares = expected.GetProperty("sumsq").Double();
        var head = expected.GetProperty("head").Floats();
        Assert.That(actual[..head.Length], Is.EqualTo(head).Within(3e-6 * Math.Sqrt(squares)), what);
        Assert.That(actual.Sum(x => (double)x), Is.EqualTo(expected.GetProperty("sum").Double()).Within(3e-5 * Math.Sqrt(squares)), $"sum of {what}");
        Assert.That(actual.Sum(x => (double)x * x), Is.EqualTo(squares).Within(1e-5 * squares), $"sum of squares of {what}");
    }

    private static Network<float> InitialNetwork(string cell, uint seed) => new Network<float>(Cell.ByName(cell), 64, 4).Initialize(new TorchGenerator(seed));

    private static IEnumerable<(EffectiveRatesCheckpoint Actual, JsonElement Expected)> Checkpoints(string cell)
    {
        var expected = Reference("s1-adding.json").GetProperty(NameThere(cell)).GetProperty($"{MeasuredSeed}");
        var run = Run(cell);
        Assert.That(run.DivergedAtIteration, Is.Null);
        Assert.That(run.Checkpoints.Select(c => $"{c.Iteration}"), Is.EqualTo(expected.EnumerateObject().Select(c => c.Name)));
        return run.Checkpoints.Select(c => (c, expected.GetProperty($"{c.Iteration}")));
    }

    /// <summary>Two CPU-seconds each: every run is made once and shared by the tests.</summary>
    private static RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint> Run(string cell) =>
        Runs.GetOrAdd(cell, _ => new(() => EffectiveRatesExperiment.Run(
            new EffectiveRatesConfiguration { Protocol = Protocol.Published, Task = "adding", Cell = cell, Seed = MeasuredSeed }))).Value;

    private static JsonElement Trace(string cell, uint seed) => Reference("trace.json").GetProperty("s1").GetProperty($"{NameThere(cell)}/seed{seed}");

    private static string NameThere(string cell) => cell == "multi" ? "multigate" : cell;

    private static JsonElement Reference(string name)
    {
        if (GoldenFile.ReadReference(name) is { } reference)
            return reference;
        Assert.Ignore($"No ../shared/reference/{name} beside the checkout: nothing to compare with.");
        throw new InvalidOperationException();
    }
}
