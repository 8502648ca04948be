using Deedle;
using TimeScales.Experiments;
using TimeScales.Figures;

namespace TimeScales.Notebooks;

/// <summary>Results as Deedle frames: one row per number, one column per property of <see cref="Measurement"/>.</summary>
/// <remarks>Numbers that a run does not have (NaN) and properties that a quantity does not have (null) are missing
/// values.</remarks>
public static class MeasurementFrames
{
    /// <summary>An experiment's medians, quartiles and intervals over seeds at its last checkpoint: one row per number.</summary>
    /// <param name="data">What <see cref="Reproduction"/> gives.</param>
    /// <param name="experiment">The experiment's name.</param>
    /// <remarks><c>Text</c> is the median with its interval as a reader sees it. Deedle's own functions filter, group, pivot and
    /// join.</remarks>
    public static Frame<int, string> Frame(this FigureData data, string experiment) =>
        data.Summaries(experiment).GroupBy(row => (row.Task, row.Protocol)).SelectMany(AtTheEnd).ToFrame();

    /// <summary>The same over all checkpoints.</summary>
    public static Frame<int, string> FrameOverTraining(this FigureData data, string experiment) =>
        data.Summaries(experiment).ToFrame();

    /// <summary>An experiment's numbers at its last checkpoint, seed by seed.</summary>
    public static Frame<int, string> FrameOfSeeds(this FigureData data, string experiment) =>
        data.SeedBySeed(experiment).ToFrame();

    private static IEnumerable<MeasurementSummary> AtTheEnd(IEnumerable<MeasurementSummary> rows)
    {
        var last = rows.Max(row => row.Iteration);
        return rows.Where(row => row.Iteration is null || row.Iteration == last);
    }

    /// <summary>Measurements as a frame, rows numbered from 0.</summary>
    public static Frame<int, string> ToFrame(this IEnumerable<Measurement> measurements) => FrameOf(measurements);

    /// <summary>Summaries over seeds as a frame, rows numbered from 0.</summary>
    public static Frame<int, string> ToFrame(this IEnumerable<MeasurementSummary> summaries) => FrameOf(summaries);

    /// <summary>Runs of an experiment as a frame.</summary>
    /// <param name="results">What the experiment's <c>Run</c> returned.</param>
    /// <param name="experiment">The experiment's description.</param>
    public static Frame<int, string> ToFrame<TRun, TPoint>(
        this IEnumerable<RunResult<TRun, TPoint>> results, Experiment<TRun, TPoint> experiment)
        where TRun : RunConfiguration
        where TPoint : class => results.SelectMany(experiment.Measurements).ToFrame();

    /// <summary>Deedle takes internal properties too; a frame should have the public ones.</summary>
    private static Frame<int, string> FrameOf<T>(IEnumerable<T> records) =>
        Deedle.Frame.FromRecords(records).Columns[typeof(T).GetProperties().Select(property => property.Name)];
}
