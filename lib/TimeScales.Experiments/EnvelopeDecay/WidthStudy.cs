using TimeScales.RandomStreams;

namespace TimeScales.Experiments.EnvelopeDecay;

/// <summary>How spectra of time constants concentrate as networks become wider.</summary>
public static class WidthStudy
{
    private const int Resamples = 2000;
    private const double Tail = 0.025;

    /// <summary>W₁ between two spectra given by the same quantiles, evenly spaced: the mean distance
    /// between quantiles, steps.</summary>
    public static double Distance(IReadOnlyList<double> one, IReadOnlyList<double> other) =>
        one.Zip(other, (a, b) => Math.Abs(a - b)).Average();

    /// <summary>The standard deviation over seeds.</summary>
    public static double Spread(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    /// <summary>κ of spread ∝ H^κ, with its 95 % interval by the bootstrap over seeds; NaN where seeds do not differ.</summary>
    /// <param name="widths">H.</param>
    /// <param name="values">What spreads over seeds, [widths][seeds], the seeds in the same order.</param>
    public static (double Exponent, double Lower, double Upper) Exponent(
        IReadOnlyList<int> widths, IReadOnlyList<double[]> values)
    {
        var logWidths = widths.Select(hidden => Math.Log(hidden)).ToArray();
        double Slope(int[] seeds) =>
            Statistics.FitLine(logWidths, [.. values.Select(v => Math.Log(Spread([.. seeds.Select(seed => v[seed])])))]).Slope;
        var (generator, count) = (new TorchGenerator(0), values[0].Length);
        var slopes = Enumerable.Range(0, Resamples)
            .Select(_ => Slope([.. Enumerable.Range(0, count).Select(_ => generator.NextInteger(0, count))]))
            .Where(double.IsFinite).ToArray();
        var own = Slope([.. Enumerable.Range(0, count)]);
        return double.IsFinite(own) ? (own, Statistics.Quantile(slopes, Tail), Statistics.Quantile(slopes, 1 - Tail))
            : (double.NaN, double.NaN, double.NaN);
    }
}
