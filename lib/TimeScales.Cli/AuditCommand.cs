using System.CommandLine;
using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Audit;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments.Expansion;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary><c>reproduce run audit</c>: each departure of the released program switched on alone.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var options = new ExperimentOptions(AnisotropyExperiment.Description.KnownTasks, []);
        var command = new Command("audit",
            "Each departure of the released program alone, and what it does to the conclusions; writes audit.json and audit.md. "
            + "--task chooses the tasks of the anisotropy part.");
        options.AddTo(command);
        command.SetInterruptibleAction((parsed, cancellation) => Run(parsed, options, cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, ExperimentOptions options, CancellationToken cancellation)
    {
        if (options.Protocols(parsed) is not null || options.Cells(parsed) is not null)
            throw new ArgumentException(
                "'run audit' takes protocols and cells from its plan, because it compares all "
                + "of them; leave --protocol and --cell out.");
        if (options.Shard(parsed) != Shard.Whole)
            throw new ArgumentException(
                "'run audit' compares all of its runs, so it cannot be sharded; shard the experiments and merge their folders.");
        options.Announce(parsed);
        var report = options.Report(parsed);
        var plan = AuditPlan.Create(options.Preset(parsed), options.Seeds(parsed), options.Tasks(parsed));

        var entries = AuditTable.Summarize(
            Results(EffectiveRatesExperiment.Description, plan.EffectiveRates),
            Results(AnisotropyExperiment.Description, plan.Anisotropy),
            Results(ExpansionExperiment.Description, plan.Expansion));
        var folder = Path.Combine(options.Store(parsed).Folder, "audit");
        AuditFile.Save(folder, entries);
        report.Say($"{entries.Count} entries in {Path.Combine(folder, "audit.json")}; the tables to read are in "
            + $"{Path.Combine(folder, "audit.md")}, and notebooks/07-audit.ipynb shows them in figures.");
        return report.Finish();

        IReadOnlyList<RunResult<TRun, TPoint>> Results<TRun, TPoint>(
            Experiment<TRun, TPoint> experiment, IReadOnlyList<TRun> runs)
            where TRun : RunConfiguration
            where TPoint : class
        {
            var results = experiment.Results(runs, options.Queue(parsed, experiment, runs), cancellation);
            ExperimentCommand.Tell([.. results.Select(experiment.Measured)], options.Store(parsed), report);
            return results;
        }
    }
}
