using System.CommandLine;
using TimeScales.Experiments.All;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary><c>reproduce run all</c>: every experiment of the paper.</summary>
internal static class AllCommand
{
    public static Command Create()
    {
        var options = new ExperimentOptions([], []);
        var command = new Command("all", "Every experiment of the paper with the preset's tasks, cells and seeds.");
        options.AddTo(command);
        command.SetInterruptibleAction((parsed, cancellation) =>
        {
            if (options.Tasks(parsed) is not null || options.Cells(parsed) is not null || options.Seeds(parsed) is not null)
            {
                throw new ArgumentException(
                    "'run all' takes tasks, cells and seeds from the preset, because the experiments have different ones; "
                    + "name one experiment to choose them.");
            }
            if (options.Engine(parsed) is { IsNamed: true, Engine: { } engine }
                && AllExperiments.Released.FirstOrDefault(e => !e.RunsOn(engine)) is { } without)
            {
                throw new ArgumentException(
                    $"'run all' has the {without.Name} experiment, which the {engine.Name} engine does not compute; "
                    + "name one experiment, or leave --engine out.");
            }
            options.Announce(parsed);
            var report = options.Report(parsed);
            foreach (var experiment in AllExperiments.Released)
                ExperimentCommand.Run(experiment, parsed, options, new Sizes(), report, cancellation);
            return report.Finish();
        });
        return command;
    }
}
