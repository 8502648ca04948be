using Deedle;
using TimeScales.Anisotropy;
using TimeScales.EffectiveRates;
using TimeScales.Expansion;
using TimeScales.Experiments;

namespace TimeScales.Interactive;

/// <summary>Results as Deedle frames: one row per number, one column per property of <see cref="Measurement"/>.</summary>
/// <remarks>Numbers that a run does not have (NaN) and properties that a quantity does not have (null) are missing values.</remarks>
public static class MeasurementFrames
{
    /// <summary>Measurements as a frame, rows numbered from 0.</summary>
    public static Frame<int, string> ToFrame(this IEnumerable<Measurement> measurements) => FrameOf(measurements);

    /// <summary>Summaries over seeds as a frame, rows numbered from 0.</summary>
    public static Frame<int, string> ToFrame(this IEnumerable<MeasurementSummary> summaries) => FrameOf(summaries);

    /// <summary>Runs of Sec. VII-A as a frame.</summary>
    public static Frame<int, string> ToFrame(this IEnumerable<RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>> results) =>
        results.SelectMany(EffectiveRatesMeasurements.Of).ToFrame();

    /// <summary>Runs of Sec. VII-B as a frame.</summary>
    public static Frame<int, string> ToFrame(this IEnumerable<RunResult<AnisotropyConfiguration, AnisotropyCheckpoint>> results) =>
        results.SelectMany(AnisotropyMeasurements.Of).ToFrame();

    /// <summary>Runs of Appendix B as a frame.</summary>
    public static Frame<int, string> ToFrame(this IEnumerable<RunResult<ExpansionConfiguration, ExpansionMeasurement>> results) =>
        results.SelectMany(ExpansionMeasurements.Of).ToFrame();

    /// <summary>Deedle takes internal properties too; a frame should have the public ones.</summary>
    private static Frame<int, string> FrameOf<T>(IEnumerable<T> records) =>
        Frame.FromRecords(records).Columns[typeof(T).GetProperties().Select(property => property.Name)];
}
