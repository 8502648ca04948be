using System.CommandLine;
using TimeScales.Expansion;

namespace TimeScales.Cli;

/// <summary><c>reproduce run expansion</c>: Appendix B.</summary>
internal static class ExpansionCommand
{
    public static Command Create()
    {
        var options = new RunOptions();
        var command = new Command("expansion", "Appendix B: the first-order expansion of Jacobian products (--cell names the gate: scalar, multi).");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            if (options.Tasks(parsed) is { } tasks)
                throw new ArgumentException($"The expansion experiment has no task, so '{string.Join(',', tasks)}' cannot be chosen; leave --task out.");
            return Task.FromResult(Run(parsed, options, options.Seeds(parsed), options.Cells(parsed), cancellation));
        });
        return command;
    }

    /// <summary>Runs it with the preset's seeds and gates where none are given.</summary>
    public static int Run(ParseResult parsed, RunOptions options, IReadOnlyList<uint>? seeds, IReadOnlyList<string>? gates, CancellationToken cancellation)
    {
        var preset = ExpansionPlan.ByName(options.Preset(parsed));
        var plan = preset with
        {
            Protocols = options.Protocols(parsed) ?? preset.Protocols,
            Gates = gates ?? preset.Gates,
            Seeds = seeds ?? preset.Seeds,
        };
        return ExperimentRun.Run(
            parsed, options, plan.Runs(), ExpansionExperiment.Run, ExpansionExperiment.Incomplete, ExpansionReport.Print, cancellation);
    }
}
