using System.CommandLine;
using TimeScales.Experiments.EffectiveRates;

namespace TimeScales.Cli;

/// <summary><c>reproduce run effective-rates</c>: Sec. VII-A.</summary>
internal static class EffectiveRatesCommand
{
    public static ExperimentRun<EffectiveRatesConfiguration, EffectiveRatesCheckpoint> Experiment { get; } = new()
    {
        Preset = EffectiveRatesPlan.ByName,
        Compute = EffectiveRatesExperiment.Run,
        ComputeTogether = (engine, replicas, context) => engine.Run(replicas, context),
        Incomplete = EffectiveRatesExperiment.Incomplete,
        Tell = EffectiveRatesReport.Tell,
        Notebook = "notebooks/04-effective-learning-rates.ipynb",
    };

    public static Command Create()
    {
        var options = new ExperimentOptions(() => EffectiveRatesConfiguration.Tasks.Select(t => t.Name), () => EffectiveRatesConfiguration.Cells);
        var sizes = new SizeOptions("H (paper: 64)", "T (paper: 80)", "paper: 0,50,200,400,600,800", "default: all");
        var command = new Command("effective-rates", "Sec. VII-A: effective-learning-rate profiles along training by plain SGD.");
        sizes.AddTo(command);
        options.AddTo(command);
        command.SetInterruptibleAction((parsed, cancellation) => Experiment.Run(parsed, options, sizes, cancellation));
        return command;
    }
}
