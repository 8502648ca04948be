using NUnit.Framework;
using TimeScales.Experiments.DelayedSums;
using TimeScales.Experiments.Windows;
using TimeScales.RandomStreams;

namespace TimeScales.Tests.Windows;

/// <summary>Thresholds on data in which nothing is to be found, or one lag.</summary>
internal sealed class DetectionTests
{
    private const int Sequences = 40, Ends = 3, Lags = 20;

    /// <summary>Of 400 data sets without a signal 5 % are detected, per lag and at any lag. The bands are three deviations of the count, of
    /// one lag and of any. Errors of a sequence are correlated and heavy-tailed, kernels differ in scale from lag to lag: nothing of that may matter.</summary>
    [TestCase(2.0)] [TestCase(1.3)]
    public void Without_a_signal_five_per_cent_are_detected(double tail)
    {
        foreach (var chance in new[] { Chance.Shuffles, Chance.Signs })
        {
            var generator = new TorchGenerator(31);
            var (alone, any) = (new int[Lags], 0);
            const int Repeats = 400;
            for (var repeat = 0; repeat < Repeats; repeat++)
            {
                var test = Noise(tail, generator).Test(chance, 99, generator);
                for (var lag = 1; lag <= Lags; lag++)
                    alone[lag - 1] += test.IsDetectedAlone(lag) ? 1 : 0;
                any += test.Window(test.IsDetected) > 0 ? 1 : 0;
            }

            var deviation = Math.Sqrt(0.05 * 0.95 / Repeats);
            Assert.That(alone.Average() / Repeats, Is.EqualTo(0.05).Within(3 * deviation), $"{chance}, one lag");
            Assert.That(any / (double)Repeats, Is.EqualTo(0.05).Within(3 * deviation), $"{chance}, any lag");
        }
    }

    [Test]
    public void A_lag_that_follows_the_errors_is_found_and_no_other()
    {
        var generator = new TorchGenerator(5);
        var errors = Normals(generator, Sequences, Ends);
        var kernel = Normals(generator, Sequences * Ends, Lags);
        for (var row = 0; row < kernel.Length; row++)
            kernel[row][6] += 0.8 * errors[row / Ends][row % Ends];

        var test = new MatchedStatistic(errors, kernel).Test(Chance.Shuffles, 199, generator);

        Assert.That(Enumerable.Range(1, Lags).Where(test.IsDetected), Is.EqualTo(new[] { 7 }));
        Assert.That(test.Window(test.IsDetected), Is.EqualTo(7));
    }

    /// <summary>Longest of the lags that noise passes at 5 % each: of 20 about the last, which is why a window needs the family.</summary>
    [Test]
    public void The_longest_lag_of_single_tests_is_long_without_any_signal()
    {
        var generator = new TorchGenerator(8);
        var windows = Enumerable.Range(0, 100).Select(_ => Noise(2, generator).Test(Chance.Signs, 99, generator)).Select(test => test.Window(test.IsDetectedAlone));

        // Of 20 lags, 1 − 0.95²⁰ = 64 % of data sets have one at least.
        Assert.That(windows.Count(window => window > 0), Is.EqualTo(64).Within(15));
    }

    [Test]
    public void Parts_values_and_means_are_those_of_the_products()
    {
        var generator = new TorchGenerator(4);
        var (errors, kernel) = (Normals(generator, 6, 2), Normals(generator, 12, 3));
        var part = new MatchedStatistic(errors, kernel).Part(2, 3);

        double Product(int b, int end, int lag) => errors[b][end] * kernel[b * 2 + end][lag - 1];
        double[] expected = [.. from b in new[] { 2, 3, 4 } from end in new[] { 0, 1 } select Product(b, end, 2)];
        Assert.That(part.Values(2), Is.EqualTo(expected));
        Assert.That(part.Means()[1], Is.EqualTo(expected.Average()).Within(1e-15));
    }

    [TestCase(2.0, 100, 1600)] [TestCase(1.5, 100, 1600)]
    public void The_ratio_reaches_a_threshold_at_the_number_needed(double tail, double threshold, double count)
    {
        var ratio = new SignalToNoise(-0.3, new StableLaw(tail, 0.02));

        Assert.That(ratio.Of(ratio.Needed(threshold)), Is.EqualTo(threshold).Within(1e-9 * threshold));
        Assert.That(ratio.Of(count), Is.EqualTo(0.3 * Math.Pow(count, 1 - 1 / tail) / 0.02).Within(1e-9));
        Assert.That(new SignalToNoise(0, new StableLaw(tail, 1)).Needed(0.1), Is.EqualTo(double.PositiveInfinity));
    }

    /// <summary>Turned batch by batch, pure noise has SNR(N) = E|X| (N/n)^(1 − 1/α), n values a batch, however many batches: so it passes 0.1 at
    /// every lag from N = n (0.1/E|X|)^κ on. Of 400 batches; three deviations for the normal law, more for heavy tails.</summary>
    [TestCase(2.0, 0.12)] [TestCase(1.7, 0.25)]
    public void Turned_by_its_own_sign_noise_has_the_ratio_of_the_formula(double tail, double within)
    {
        const int PerBatch = 200;
        var (law, values) = (new StableLaw(tail, 3), new double[400 * PerBatch]);
        law.Fill(new TorchGenerator(2), values);

        var turned = new SignalToNoise(SignalToNoise.TurnedMean(values, PerBatch), law).Of(1000);

        Assert.That(turned / (law.MeanModulus * Math.Pow(1000.0 / PerBatch, 1 - 1 / tail)), Is.EqualTo(1).Within(within));
        Assert.That(SignalToNoise.TurnedMean([1, 2, -6, 1, -3], 2), Is.EqualTo((3 + 5 + 3) / 5.0));
    }

    private static MatchedStatistic Noise(double tail, TorchGenerator generator)
    {
        var errors = Normals(generator, Sequences, Ends);
        var shared = new double[Sequences];
        new StableLaw(tail, 1).Fill(generator, shared);
        for (var b = 0; b < Sequences; b++)
            errors[b] = Array.ConvertAll(errors[b], e => e + shared[b]);
        var kernel = Normals(generator, Sequences * Ends, Lags);
        for (var row = 0; row < kernel.Length; row++)
            kernel[row] = [.. kernel[row].Select((g, i) => g * (1 + i))];
        return new MatchedStatistic(errors, kernel);
    }

    private static double[][] Normals(TorchGenerator generator, int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ =>
    {
        var row = new double[columns];
        generator.FillNormal(row.AsSpan());
        return row;
    })];
}
