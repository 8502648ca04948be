using System.CommandLine;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary><c>reproduce run NAME</c>: one experiment.</summary>
internal static class ExperimentCommand
{
    public static Command Create(Experiment experiment)
    {
        var (options, sizes) = (new ExperimentOptions(experiment.KnownTasks, experiment.KnownCells), new SizeOptions(experiment));
        var command = new Command(experiment.Name, experiment.Title);
        sizes.AddTo(command);
        options.AddTo(command);
        command.SetInterruptibleAction((parsed, cancellation) =>
        {
            options.Announce(parsed);
            var report = options.Report(parsed);
            Run(experiment, parsed, options, sizes.Of(parsed), report, cancellation);
            return report.Finish();
        });
        return command;
    }

    /// <summary>Runs the preset with what the options change, and adds to a report.</summary>
    public static void Run(Experiment experiment, ParseResult parsed, ExperimentOptions options, Sizes sizes, Report report,
        CancellationToken cancellation)
    {
        var plan = options.Plan(parsed, experiment, sizes);
        var runs = options.Shard(parsed).Of(plan.Runs());
        var results = experiment.Compute(runs, options.Queue(parsed, experiment, runs), cancellation);
        Tell(results, options.Store(parsed), report);
        experiment.Report(results, report);
        if (results.Count == 0)
        {
            report.Say("This shard has no runs; there are fewer runs than shards.");
            return;
        }
        var shows = experiment.Notebook is { } notebook ? $"{notebook} shows it in figures, " : "";
        report.Say(plan.Name switch
        {
            "smoke" => $"The smoke preset shows that everything runs; its numbers mean nothing. "
                + $"Next: 'reproduce run {experiment.Name}'.",
            "quick" => $"Next: {shows}'reproduce run {experiment.Name} --preset paper' computes all seeds and updates.",
            _ => $"Next: {shows}'reproduce export --out {options.Store(parsed).Folder}' writes all numbers as CSV.",
        });
    }

    /// <summary>Says what diverged and where results are.</summary>
    public static void Tell(IReadOnlyList<MeasuredRun> results, ResultStore store, Report report)
    {
        foreach (var diverged in results.Where(r => r.DivergedAtIteration is not null))
            report.Say($"Diverged: {diverged.Config.Label} at update {diverged.DivergedAtIteration}");
        report.Say($"{Numerals.Count(results.Count, "result")} in {store.Folder}");
    }
}
