using System.CommandLine;
using TimeScales.Experiments.Expansion;

namespace TimeScales.Cli;

/// <summary><c>reproduce run expansion</c>: Appendix B.</summary>
internal static class ExpansionCommand
{
    public static ExperimentRun<ExpansionConfiguration, ExpansionMeasurement> Experiment { get; } = new()
    {
        Preset = ExpansionPlan.ByName,
        Compute = ExpansionExperiment.Run,
        Incomplete = ExpansionExperiment.Incomplete,
        Tell = ExpansionReport.Tell,
        Notebook = "notebooks/03-first-order-expansion.ipynb",
    };

    public static Command Create()
    {
        var options = new ExperimentOptions(() => [], () => ExpansionConfiguration.Gates);
        var command = new Command("expansion", "Appendix B: the first-order expansion of Jacobian products (--cell names the gate: scalar, multi).");
        options.AddTo(command);
        command.SetInterruptibleAction((parsed, cancellation) =>
        {
            if (options.Tasks(parsed) is { } tasks)
                throw new ArgumentException($"The expansion experiment has no task, so '{string.Join(',', tasks)}' cannot be chosen; leave --task out.");
            return Experiment.Run(parsed, options, null, cancellation);
        });
        return command;
    }
}
