using System.CommandLine;
using TimeScales.EffectiveRates;

namespace TimeScales.Cli;

/// <summary><c>reproduce run effective-rates</c>: Sec. VII-A.</summary>
internal static class EffectiveRatesCommand
{
    public static ExperimentRun<EffectiveRatesConfiguration, EffectiveRatesCheckpoint> Experiment { get; } = new()
    {
        Preset = EffectiveRatesPlan.ByName,
        Compute = EffectiveRatesExperiment.Run,
        Incomplete = EffectiveRatesExperiment.Incomplete,
        Report = EffectiveRatesReport.Print,
    };

    public static Command Create()
    {
        var options = new ExperimentOptions();
        var sizes = new SizeOptions("H (paper: 64)", "T (paper: 80)", "paper: 0,50,200,400,600,800", "default: all");
        var command = new Command("effective-rates", "Sec. VII-A: effective-learning-rate profiles along training by plain SGD.");
        sizes.AddTo(command);
        options.AddTo(command);
        command.SetInterruptibleAction((parsed, cancellation) => Experiment.Run(parsed, options, sizes, cancellation));
        return command;
    }
}
