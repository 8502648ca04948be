using NUnit.Framework;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.RandomStreams;
using TimeScales.Tests.Golden;

namespace TimeScales.Tests.Tasks;

internal sealed class TaskTests
{
    private const int B = 64, T = 21, N = 4;

    private static IEnumerable<SequenceTask> All => SequenceTask.All;

    private static Batch Draw(string name) => All.Single(task => task.Name == name).Draw(new TorchGenerator(77), B, T, N);

    /// <summary>Uniform inputs to the bit; a sine to the last place of its argument, up to 50 in float32 (3.8e-6); sums of 6 terms to 1e-6.</summary>
    [TestCase("adding", 0)]
    [TestCase("recall", 0)]
    [TestCase("short", 0)]
    [TestCase("sinmix", 4e-6)]
    public void A_batch_equals_the_task_written_in_torch(string name, double inputTolerance)
    {
        var golden = GoldenFile.Read("tasks.json");
        var shape = golden.GetProperty("shape").Integers();
        var generator = new TorchGenerator(golden.GetProperty("seed").GetUInt64());

        var batch = All.Single(task => task.Name == name).Draw(generator, shape[0], shape[1], shape[2]);

        Assert.That(batch.Inputs, Is.EqualTo(golden.GetProperty(name).GetProperty("u").Floats()).Within(inputTolerance));
        Assert.That(batch.Targets, Is.EqualTo(golden.GetProperty(name).GetProperty("y").Floats()).Within(1e-6));
    }

    [Test]
    public void Adding_marks_one_step_of_each_half()
    {
        var batch = Draw("adding");
        for (var b = 0; b < B; b++)
        {
            Assert.That(Marked(batch, b).Count(t => t < T / 2), Is.EqualTo(1));
            Assert.That(Marked(batch, b).Count(t => t >= T / 2), Is.EqualTo(1));
        }
    }

    [Test]
    public void Recall_marks_five_steps_of_the_first_third()
    {
        var batch = Draw("recall");
        for (var b = 0; b < B; b++)
            Assert.That(Marked(batch, b), Has.Length.EqualTo(5).And.All.LessThan(T / 3));
    }

    /// <summary>Catches the first mark taken for the last, and marks that leave no time for earlier ones.</summary>
    [Test]
    public void Latest_marks_three_steps_and_asks_for_the_value_at_the_last_of_them()
    {
        var batch = Draw("latest");
        for (var b = 0; b < B; b++)
        {
            Assert.That(Marked(batch, b), Has.Length.EqualTo(3));
            Assert.That(batch.Targets[b], Is.EqualTo(At(batch, b, Marked(batch, b)[^1], 0)));
        }
        var last = Enumerable.Range(0, B).Select(b => Marked(batch, b)[^1]).ToArray();
        Assert.That((last.Min(), last.Max()), Is.EqualTo((2, T - 1)), "of 64 sequences some end at every step but the first two");
        Assert.That(last.Average(), Is.EqualTo((T + 1) / 2.0).Within(3 * Math.Sqrt((19 * 19 - 1) / 12.0 / B)));
    }

    [Test]
    public void The_target_of_a_marking_task_is_the_sum_of_the_marked_first_channel([Values("adding", "recall")] string name)
    {
        var batch = Draw(name);
        for (var b = 0; b < B; b++)
            Assert.That(batch.Targets[b], Is.EqualTo(Marked(batch, b).Sum(t => (double)At(batch, b, t, 0))).Within(1e-6));
    }

    [Test]
    public void The_target_of_short_is_the_sum_of_the_last_six_values()
    {
        var batch = Draw("short");
        for (var b = 0; b < B; b++)
        {
            Assert.That(Marked(batch, b), Is.Empty);
            Assert.That(batch.Targets[b], Is.EqualTo(Enumerable.Range(T - 6, 6).Sum(t => (double)At(batch, b, t, 0))).Within(1e-6));
        }
    }

    /// <summary>s″ = −ω² s: for equal spacing s_{t+1} + s_{t−1} = 2 cos(ω/(T−1)) s_t, one constant per sequence and channel.</summary>
    [Test]
    public void The_value_channels_of_sinmix_are_sinusoids()
    {
        var batch = Draw("sinmix");
        for (var b = 0; b < B; b++)
        {
            for (var channel = 0; channel < 2; channel++)
            {
                var s = Enumerable.Range(0, T).Select(t => (double)At(batch, b, t, channel)).ToArray();
                var twiceCosine = Enumerable.Range(1, T - 2).Sum(t => (s[t + 1] + s[t - 1]) * s[t]) / s[1..^1].Sum(v => v * v);
                for (var t = 1; t < T - 1; t++)
                    Assert.That(s[t + 1] + s[t - 1], Is.EqualTo(twiceCosine * s[t]).Within(2e-5), $"sequence {b}, channel {channel}, step {t}");
            }
        }
    }

    /// <summary>The first batch of a stream leaves it where the second begins.</summary>
    [TestCaseSource(nameof(All))]
    public void Consecutive_batches_differ_and_equal_seeds_repeat_them(SequenceTask task)
    {
        var (once, again) = (new TorchGenerator(3), new TorchGenerator(3));
        var first = task.Draw(once, 2, T, N);
        var second = task.Draw(once, 2, T, N);

        Assert.That(second.Inputs, Is.Not.EqualTo(first.Inputs));
        Assert.That(task.Draw(again, 2, T, N).Inputs, Is.EqualTo(first.Inputs));
        Assert.That(task.Draw(again, 2, T, N).Targets, Is.EqualTo(second.Targets));
    }

    private static float At(Batch batch, int b, int t, int channel) => batch.Inputs[(b * T + t) * N + channel];

    private static int[] Marked(Batch batch, int b) => [.. Enumerable.Range(0, T).Where(t => At(batch, b, t, N - 1) == 1)];
}
