using System.CommandLine;
using TimeScales.Experiments.Learned;

namespace TimeScales.Cli;

/// <summary><c>reproduce run learned</c>: networks that learn their task.</summary>
internal static class LearnedCommand
{
    public static ExperimentRun<LearnedConfiguration, LearnedCheckpoint> Experiment { get; } = new()
    {
        Preset = LearnedPlan.ByName,
        Compute = LearnedExperiment.Run,
        Incomplete = LearnedExperiment.Incomplete,
        Tell = LearnedReport.Tell,
        Notebook = "notebooks/08-networks-that-learn.ipynb",
    };

    public static Command Create()
    {
        var options = new ExperimentOptions(() => LearnedTask.All.Select(t => t.Task.Name), () => LearnedModel.All.Select(m => m.Cell));
        var sizes = new SizeOptions("H (default: 64)", "T (default: 80; digits have 28)", "per cent of the way until solved; default: 0,10,50,100", "default: all");
        var command = new Command("learned", "Beyond the paper: every measurement on networks that learn their task, GRU and LSTM among them.");
        sizes.AddTo(command);
        options.AddTo(command);
        command.SetInterruptibleAction((parsed, cancellation) => Experiment.Run(parsed, options, sizes, cancellation));
        return command;
    }
}
