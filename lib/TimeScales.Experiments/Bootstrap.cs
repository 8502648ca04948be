using TimeScales.RandomStreams;

namespace TimeScales.Experiments;

/// <summary>Percentile bootstrap intervals over seeds.</summary>
/// <remarks><b>Source.</b> Efron and Tibshirani, An Introduction to the Bootstrap (1993), ch. 13. Resamples are drawn from a
/// fixed stream out of the sorted values, so equal values give equal intervals in whatever order they come.</remarks>
public static class Bootstrap
{
    private const int Resamples = 2000;
    private const double Tail = 0.025;

    /// <summary>The median and its 95 % interval; NaN for no values or where one is NaN.</summary>
    public static (double Median, double Lower, double Upper) Median(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
            return (double.NaN, double.NaN, double.NaN);
        double[] sorted = [.. values.Order()];
        var generator = new TorchGenerator(0);
        var medians = new double[Resamples];
        var resample = new double[values.Count];
        for (var r = 0; r < Resamples; r++)
        {
            for (var i = 0; i < resample.Length; i++)
                resample[i] = sorted[generator.NextInteger(0, sorted.Length)];
            medians[r] = Statistics.Median(resample);
        }
        return (Statistics.Median(sorted), Statistics.Quantile(medians, Tail), Statistics.Quantile(medians, 1 - Tail));
    }
}
