using System.CommandLine;
using TimeScales.Experiments.Anisotropy;

namespace TimeScales.Cli;

/// <summary><c>reproduce run anisotropy</c>: Sec. VII-B.</summary>
internal static class AnisotropyCommand
{
    public static ExperimentRun<AnisotropyConfiguration, AnisotropyCheckpoint> Experiment { get; } = new()
    {
        Preset = AnisotropyPlan.ByName,
        Compute = AnisotropyExperiment.Run,
        ComputeTogether = (engine, replicas, context) => engine.Run(replicas, context),
        Incomplete = AnisotropyExperiment.Incomplete,
        Tell = AnisotropyReport.Tell,
        Notebook = "notebooks/05-anisotropy-gates-and-adam.ipynb",
    };

    public static Command Create()
    {
        var options = new ExperimentOptions(() => AnisotropyConfiguration.Tasks.Select(t => t.Name), () => AnisotropyModel.All.Select(m => m.Cell));
        var sizes = new SizeOptions("H (paper: 64)", "T (paper: 120)", "paper: 0,400,800,1200", "paper: 1,2,4,8,12,16,24,32,40");
        var command = new Command("anisotropy", "Sec. VII-B: anisotropy of Jacobian products and of gradients, gates with SGD against plain with Adam.");
        sizes.AddTo(command);
        options.AddTo(command);
        command.SetInterruptibleAction((parsed, cancellation) => Experiment.Run(parsed, options, sizes, cancellation));
        return command;
    }
}
