using System.CommandLine;

namespace TimeScales.Cli;

/// <summary><c>reproduce run</c>: computes an experiment.</summary>
internal static class RunCommand
{
    public static Command Create() => new("run", "Compute an experiment; what is already in the output folder is not computed again.")
    {
        EffectiveRatesCommand.Create(),
        AnisotropyCommand.Create(),
        ExpansionCommand.Create(),
        AnalogiesCommand.Create(),
        LearnedCommand.Create(),
        AllCommand.Create(),
        AuditCommand.Create(),
    };
}
