using System.CommandLine;
using TimeScales.EffectiveRates;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary><c>reproduce run effective-rates</c>: Sec. VII-A.</summary>
internal static class EffectiveRatesCommand
{
    public static Command Create()
    {
        var options = new RunOptions();
        var hidden = new Option<string>("--hidden") { Description = "Hidden units H (paper: 64)" };
        var steps = new Option<string>("--steps") { Description = "Steps of a sequence T (paper: 80)" };
        var checkpoints = new Option<string>("--checkpoints") { Description = "Numbers of updates at which to measure (paper: 0,50,200,400,600,800)" };
        var lags = new Option<string>("--lags") { Description = "Lags to report, below T (default: all)" };
        var command = new Command("effective-rates", "Sec. VII-A: effective-learning-rate profiles along training by plain SGD.")
        {
            hidden,
            steps,
            checkpoints,
            lags,
        };
        options.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            options.RequireEngine(parsed);
            var preset = EffectiveRatesPlan.ByName(options.Preset(parsed));
            var plan = preset with
            {
                Protocols = options.Protocols(parsed) ?? preset.Protocols,
                Tasks = options.Tasks(parsed) ?? preset.Tasks,
                Cells = options.Cells(parsed) ?? preset.Cells,
                Seeds = options.Seeds(parsed) ?? preset.Seeds,
                Hidden = RunOptions.WholeNumber(parsed, hidden, least: 1) ?? preset.Hidden,
                Steps = RunOptions.WholeNumber(parsed, steps, least: 4) ?? preset.Steps,
                Checkpoints = RunOptions.WholeNumbers(parsed, checkpoints, least: 0) ?? preset.Checkpoints,
                Lags = RunOptions.WholeNumbers(parsed, lags, least: 1) ?? preset.Lags,
            };
            var queue = new RunQueue<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>
            {
                Compute = EffectiveRatesExperiment.Run,
                Incomplete = EffectiveRatesExperiment.Incomplete,
                Store = options.Store(parsed),
                Threads = options.Threads(parsed),
                Fresh = options.Fresh(parsed),
                Observer = new ConsoleObserver(),
            };
            var results = queue.Run(options.Shard(parsed).Of(plan.Runs()), cancellation);
            EffectiveRatesReport.Print(results, queue.Store.Folder);
            return Task.FromResult(CommandLine.Success);
        });
        return command;
    }
}
