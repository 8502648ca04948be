using System.CommandLine;
using TimeScales.Anisotropy;

namespace TimeScales.Cli;

/// <summary><c>reproduce run anisotropy</c>: Sec. VII-B.</summary>
internal static class AnisotropyCommand
{
    public static Command Create()
    {
        var options = new RunOptions();
        var sizes = new SizeOptions("H (paper: 64)", "T (paper: 120)", "paper: 0,400,800,1200", "paper: 1,2,4,8,12,16,24,32,40");
        var command = new Command("anisotropy", "Sec. VII-B: anisotropy of Jacobian products and of gradients, gates with SGD against plain with Adam.");
        sizes.AddTo(command);
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, options, sizes, cancellation)));
        return command;
    }

    /// <summary>Runs it; without sizes as the preset has them.</summary>
    public static int Run(ParseResult parsed, RunOptions options, SizeOptions? sizes, CancellationToken cancellation)
    {
        var preset = AnisotropyPlan.ByName(options.Preset(parsed));
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
            parsed, options, plan.Runs(), AnisotropyExperiment.Run, AnisotropyExperiment.Incomplete, AnisotropyReport.Print, cancellation);
    }
}
