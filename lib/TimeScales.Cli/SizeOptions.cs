using System.CommandLine;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>The options that change the size of an experiment: one for each size that its runs have.</summary>
internal sealed class SizeOptions
{
    private readonly Option<string> hidden = new("--hidden");
    private readonly Option<string> steps = new("--steps");
    private readonly Option<string> checkpoints = new("--checkpoints");
    private readonly Option<string> lags = new("--lags");
    private readonly List<Option> options = [];

    public SizeOptions(Experiment experiment)
    {
        var usual = experiment.Tasks.DefaultIfEmpty("")
            .Select(task => experiment.PaperRun(Protocol.Corrected, task, experiment.Cells[0], 0).Sizes).ToArray();
        void Offer(Option option, string description, Func<Sizes, object?> size)
        {
            if (size(usual[0]) is null)
                return;
            option.Description =
                $"{description} (paper preset: {string.Join(" or ", usual.Select(sizes => Text(size(sizes)!)).Distinct())})";
            options.Add(option);
        }

        Offer(hidden, "Hidden units H", sizes => sizes.Hidden);
        Offer(steps, "Steps of a sequence T", sizes => sizes.Steps);
        Offer(checkpoints, experiment.CheckpointsAre, sizes => sizes.Checkpoints);
        Offer(lags, "Lags in steps, below T", sizes => sizes.Lags);
    }

    /// <summary>Every size, for commands that take several experiments.</summary>
    public SizeOptions()
    {
        (hidden.Description, steps.Description) = ("Hidden units H (preset: its own)", "Steps of a sequence T (preset: its own)");
        (checkpoints.Description, lags.Description) = ("Checkpoints (preset: its own)",
            "Lags in steps, below T (preset: its own)");
        options.AddRange(hidden, steps, checkpoints, lags);
    }

    public void AddTo(Command command) => options.ForEach(command.Options.Add);

    /// <summary>What the user chose.</summary>
    public Sizes Of(ParseResult parsed) => new(
        ExperimentOptions.WholeNumber(parsed, hidden, least: 1), ExperimentOptions.WholeNumber(parsed, steps, least: 4),
        ExperimentOptions.WholeNumbers(parsed, checkpoints, least: 0), ExperimentOptions.WholeNumbers(parsed, lags, least: 1));

    private static string Text(object size) => size is IReadOnlyList<int> list ? list.Count == 0 ? "all" : string.Join(',', list)
        : $"{size}";
}
