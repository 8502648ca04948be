using System.CommandLine;
using TimeScales.Experiments.All;

namespace TimeScales.Cli;

/// <summary><c>reproduce run</c>: computes an experiment.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Compute an experiment; what is already in the output folder is not computed again.");
        foreach (var experiment in AllExperiments.List)
            command.Subcommands.Add(ExperimentCommand.Create(experiment));
        command.Subcommands.Add(AllCommand.Create());
        command.Subcommands.Add(AuditCommand.Create());
        return command;
    }
}
