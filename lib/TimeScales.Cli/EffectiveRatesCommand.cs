using System.CommandLine;
using TimeScales.EffectiveRates;

namespace TimeScales.Cli;

/// <summary><c>reproduce run effective-rates</c>: Sec. VII-A.</summary>
internal static class EffectiveRatesCommand
{
    public static Command Create()
    {
        var options = new RunOptions();
        var sizes = new SizeOptions("H (paper: 64)", "T (paper: 80)", "paper: 0,50,200,400,600,800", "default: all");
        var command = new Command("effective-rates", "Sec. VII-A: effective-learning-rate profiles along training by plain SGD.");
        sizes.AddTo(command);
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, options, sizes, cancellation)));
        return command;
    }

    /// <summary>Runs it; without sizes as the preset has them.</summary>
    public static int Run(ParseResult parsed, RunOptions options, SizeOptions? sizes, CancellationToken cancellation)
    {
        var preset = EffectiveRatesPlan.ByName(options.Preset(parsed));
        var plan = preset with
        {
            Protocols = options.Protocols(parsed) ?? preset.Protocols,
            Tasks = options.Tasks(parsed) ?? preset.Tasks,
            Cells = options.Cells(parsed) ?? preset.Cells,
            Seeds = options.Seeds(parsed) ?? preset.Seeds,
            Hidden = sizes?.Hidden(parsed) ?? preset.Hidden,
            Steps = sizes?.Steps(parsed) ?? preset.Steps,
            Checkpoints = sizes?.Checkpoints(parsed) ?? preset.Checkpoints,
            Lags = sizes?.Lags(parsed) ?? preset.Lags,
        };
        return ExperimentRun.Run(
            parsed, options, plan.Runs(), EffectiveRatesExperiment.Run, EffectiveRatesExperiment.Incomplete, EffectiveRatesReport.Print, cancellation);
    }
}
