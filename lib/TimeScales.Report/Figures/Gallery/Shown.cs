using TimeScales.Experiments;

namespace TimeScales.Figures.Gallery;

/// <summary>What figures show: what the paper's presets have and, so that nothing is dropped in silence,
/// whatever else the data has.</summary>
internal static class Shown
{
    /// <summary>The tasks of an experiment.</summary>
    public static IReadOnlyList<string> Tasks(FigureData data, Experiment experiment) =>
        [.. experiment.Tasks.Union(data.Tasks(experiment.Name))];

    /// <summary>The cells, models or gates of an experiment.</summary>
    /// <param name="data">The data.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="chosen">Those of the presets that are shown; null for all.</param>
    public static IReadOnlyList<string> Cells(FigureData data, Experiment experiment, IEnumerable<string>? chosen = null) =>
        [.. chosen ?? experiment.Cells, .. data.Cells(experiment.Name).Except(experiment.Cells)];
}
