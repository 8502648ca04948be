using System.CommandLine;
using TimeScales.Experiments.Analogies;

namespace TimeScales.Cli;

/// <summary><c>reproduce run analogies</c>: Sec. VI.</summary>
internal static class AnalogiesCommand
{
    public static ExperimentRun<AnalogiesConfiguration, AnalogiesCheckpoint> Experiment { get; } = new()
    {
        Preset = AnalogiesPlan.ByName,
        Compute = AnalogiesExperiment.Run,
        Incomplete = AnalogiesExperiment.Incomplete,
        Tell = AnalogiesReport.Tell,
        Notebook = "notebooks/06-analogies.ipynb",
    };

    public static Command Create()
    {
        var options = new ExperimentOptions(() => AnalogiesConfiguration.Tasks.Select(t => t.Name), () => AnalogiesModel.All.Select(m => m.Name));
        var sizes = new SizeOptions("H (paper: 64)", "T (paper: 120)", "paper: 400,1200", "paper: 1,12,40");
        var command = new Command("analogies", "Sec. VI: gates against learning-rate schedules, momentum and adaptive optimizers (--cell names cell and optimizer, like multi-sgd).");
        sizes.AddTo(command);
        options.AddTo(command);
        command.SetInterruptibleAction((parsed, cancellation) => Experiment.Run(parsed, options, sizes, cancellation));
        return command;
    }
}
