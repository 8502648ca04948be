using System.Text.Json;
using TimeScales.Experiments.Anisotropy;
using TimeScales.RandomStreams;
using TimeScales.Tests.Golden;

namespace TimeScales.Tests.Tasks;

/// <summary>The tasks of Sec. VII-B.</summary>
internal sealed class AnisotropyTaskTests
{
    private const int B = 64, T = 120, N = 6;

    private static IEnumerable<SequenceTask> All => SequenceTask.All;

    private static readonly string[] Names = ["adding", "ar2", "movingavg", "delaysum", "narma10", "narma20"];

    [Test]
    public void The_tasks_are_the_six_of_the_experiment() => 
        Assert.That(AnisotropyConfiguration.Tasks.Take(6).Select(t => t.Name), Is.EqualTo(Names));

    [Test]
    public void Batches_are_the_released_program_s([ValueSource(nameof(Names))] string task, [Values("seed5", "unseeded")] string stream)
    {
        if (GoldenFile.ReadReference("trace.json") is not { } trace)
        {
            Assert.Ignore("No ../shared/reference/trace.json beside the checkout: nothing to compare with.");
            return;
        }
        var expected = trace.GetProperty("tasks_s2").GetProperty(task).GetProperty(stream);
        var batch = ByName(task).Draw(stream == "seed5" ? new TorchGenerator(5) : new TorchGenerator(), B, T, N);

        // Uniforms to the bit, sums written with nine digits.
        var u = expected.GetProperty("u");
        Assert.That(batch.Inputs[..8], Is.EqualTo(u.GetProperty("head").Floats()));
        Assert.That(batch.Inputs.Sum(x => (double)x), Is.EqualTo(u.GetProperty("sum").Double()).Within(1e-6).Percent);
        Assert.That(batch.Inputs.Sum(x => (double)x * x), Is.EqualTo(u.GetProperty("sumsq").Double()).Within(1e-6).Percent);
        foreach (var (actual, there) in batch.Targets.Zip(expected.GetProperty("y_head").Doubles()))
            AssertTarget(actual, there);
        AssertTarget(batch.Targets.Sum(y => (double)y), expected.GetProperty("y").GetProperty("sum").Double(), 64);
    }

    /// <summary>In float64 from the definitions; 120 float32 steps. Largest seen: 3e-6.</summary>
    [Test]
    public void Targets_follow_from_the_inputs_by_definition([Values("movingavg", "delaysum", "narma10")] string task)
    {
        var batch = ByName(task).Draw(new TorchGenerator(8), B, T, N);
        for (var b = 0; b < B; b++)
        {
            var v = Enumerable.Range(0, T).Select(t => (double)batch.Inputs[(b * T + t) * N]).ToArray();
            var expected = task switch
            {
                "movingavg" => v[^8..].Average(),
                "delaysum" => (v[T - 5] + v[T - 13] + v[T - 25] + v[T - 37]) / 4,
                _ => Narma10(v),
            };
            if (double.IsFinite(expected) && Math.Abs(expected) < 2)
                Assert.That(batch.Targets[b], Is.EqualTo(expected).Within(1e-5), $"sequence {b}");
        }
        Assert.That(Enumerable.Range(0, B * T).Sum(s => batch.Inputs.Skip(s * N + 1).Take(N - 1).Sum()), Is.Zero, "one channel");
    }

    /// <summary>Variance of z_{t+1} = 1.6 z_t − 0.7 z_{t−1} + ε: σ²(1 + 0.7)/((1 − 0.7)((1 + 0.7)² − 1.6²)), σ = 0.05; 8000 sequences, a band of four deviations.</summary>
    [Test]
    public void The_target_of_ar2_has_the_stationary_variance_and_nothing_to_do_with_the_inputs()
    {
        const int count = 8000, steps = 60;
        var batch = ByName("ar2").Draw(new TorchGenerator(2), count, steps, 1);
        var variance = batch.Targets.Average(y => (double)y * y);
        var inputs = Enumerable.Range(0, count).Select(b => batch.Inputs[(b + 1) * steps - 1] - 0.5).ToArray();
        var correlation = inputs.Zip(batch.Targets, (u, y) => u * y).Average() / Math.Sqrt(variance / 12);

        Assert.That(variance, Is.EqualTo(0.0025 * 1.7 / (0.3 * (1.7 * 1.7 - 1.6 * 1.6))).Within(400 * Math.Sqrt(2.0 / count)).Percent);
        Assert.That(correlation, Is.Zero.Within(4 / Math.Sqrt(count)));
    }

    [TestCaseSource(nameof(Names))]
    public void Where_nothing_runs_away_a_bounded_batch_is_the_drawn_one(string task)
    {
        foreach (var seed in new ulong[] { 1, 5, 9 })
        {
            var (plain, bounded) = (new TorchGenerator(seed), new TorchGenerator(seed));
            var drawn = ByName(task).Draw(plain, 8, 20, N);
            var same = ByName(task).DrawBounded(bounded, 8, 20, N, out var redrawn);

            Assert.That(redrawn, Is.Zero);
            Assert.That(same.Inputs, Is.EqualTo(drawn.Inputs));
            Assert.That(same.Targets, Is.EqualTo(drawn.Targets));
            Assert.That(bounded.NextInteger(0, int.MaxValue), Is.EqualTo(plain.NextInteger(0, int.MaxValue)), "the streams stand at one place");
        }
    }

    [Test]
    public void A_sequence_that_runs_away_is_drawn_again_until_it_is_bounded_and_every_redraw_counts()
    {
        var (stream, replay) = (new TorchGenerator(5), new TorchGenerator(5));
        var drawn = ByName("narma20").Draw(replay, B, T, N);
        var batch = ByName("narma20").DrawBounded(stream, B, T, N, out var redrawn);

        var changed = Enumerable.Range(0, B).Count(b => !batch.Inputs.AsSpan(b * T * N, T * N).SequenceEqual(drawn.Inputs.AsSpan(b * T * N, T * N)));
        Assert.That(batch.Targets, Has.All.InRange(0f, 10f));
        Assert.That(changed, Is.EqualTo(drawn.Targets.Count(y => !(Math.Abs(y) < 10))));
        Assert.That(redrawn, Is.GreaterThanOrEqualTo(changed));
        // Each redraw takes T uniforms from the same stream.
        replay.FillUniform(new float[redrawn * T].AsSpan());
        Assert.That(stream.NextInteger(0, int.MaxValue), Is.EqualTo(replay.NextInteger(0, int.MaxValue)));
        Assert.That(batch.Inputs.Where((_, i) => i % N == 0), Has.All.InRange(0f, 0.5f));
    }

    [Test]
    public void A_length_at_which_every_sequence_runs_away_is_refused_with_task_and_length()
    {
        var error = Assert.Throws<ArgumentException>(() => ByName("narma20").DrawBounded(new TorchGenerator(1), 1, 400, 1, out _));

        Assert.That(error.Message, Does.Contain("narma20").And.Contain("400 steps").And.Contain("100000"));
    }

    private static SequenceTask ByName(string name) => All.Single(task => task.Name == name);

    private static double Narma10(double[] v)
    {
        var y = new double[T + 1];
        for (var t = 0; t < T; t++)
        {
            var past = Enumerable.Range(0, 10).Where(i => t - i >= 0).Sum(i => y[t - i]);
            y[t + 1] = 0.3 * y[t] + 0.05 * y[t] * past + 1.5 * (t >= 9 ? v[t - 9] : 0) * v[t] + 0.1;
        }
        return y[T];
    }

    /// <summary>Float32 sums in another order; a runaway target is infinite for both, or has lost its digits: compared to a percent.</summary>
    private static void AssertTarget(double actual, double expected, int terms = 1)
    {
        if (double.IsFinite(expected) && Math.Abs(expected) < 10 * terms)
            Assert.That(actual, Is.EqualTo(expected).Within(2e-6 * terms));
        else if (double.IsFinite(expected))
            Assert.That(actual, Is.EqualTo(expected).Within(1).Percent);
        else
            Assert.That(double.IsFinite(actual), Is.False);
    }
}
