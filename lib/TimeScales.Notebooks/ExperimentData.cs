using Deedle;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments;
using TimeScales.Figures;

namespace TimeScales.Notebooks;

/// <summary>An experiment's numbers over seeds, chosen step by step:
/// <c>data.Task("adding").Cell("multi").Value("slope")</c>.</summary>
/// <remarks>Corrected and at the last checkpoint, where nothing else is asked for.</remarks>
/// <param name="All">Everything there is, which figures and verdicts are made of.</param>
/// <param name="Experiment">The experiment's name.</param>
public sealed record ExperimentData(FigureData All, string Experiment)
{
    private string protocol = Protocol.Corrected.Name;
    private string task = "";
    private string cell = "";

    /// <summary>The tasks there are.</summary>
    public IReadOnlyList<string> Tasks => All.Tasks(Experiment);

    /// <summary>The same as the released program measures it.</summary>
    public ExperimentData Published => Under(Protocol.Published.Name);

    /// <summary>The same under a protocol.</summary>
    public ExperimentData Under(string name) => this with { protocol = name };

    /// <summary>One task's, or what stands in the task's place.</summary>
    public ExperimentData Task(string name) => this with { task = name };

    /// <summary>One cell's, or the model's or gate's in its place.</summary>
    public ExperimentData Cell(string name) => this with { cell = name };

    /// <summary>A number over seeds: median, quartiles and interval; <c>Text</c> is how a reader sees it.</summary>
    /// <param name="quantity">What was measured.</param>
    /// <param name="at">Lag, ε or step, where the quantity has one.</param>
    /// <exception cref="ArgumentException">It was not measured; the message names what was.</exception>
    public MeasurementSummary Value(string quantity, double? at = null)
    {
        var measured = All.Summaries(Experiment).Select(row => row.Quantity).Distinct();
        Catalogue.Find(measured, name => name, $"quantity of {Experiment}", quantity);
        return All.Value(Experiment, protocol, task, cell, quantity, at);
    }

    /// <summary>The same number of every seed.</summary>
    public IReadOnlyDictionary<uint, double> Seeds(string quantity, double? at = null) =>
        All.Seeds(Experiment, protocol, task, cell, quantity, at);

    /// <summary>A quantity over lag, ε or step; empty where it was not measured.</summary>
    public SeedCurve Curve(string quantity) => All.AtTheEnd(Experiment, protocol, task, cell, quantity);

    /// <summary>A quantity over training.</summary>
    public SeedCurve OverTraining(string quantity, double? at = null) =>
        All.OverTraining(Experiment, protocol, task, cell, quantity, at);

    /// <summary>Every number of the experiment as a frame, to filter, pivot and join with Deedle's own functions.</summary>
    public Frame<int, string> Frame() => All.Frame(Experiment);
}
