using TimeScales.Experiments.DelayedSums;
using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.Windows;

/// <summary>One run: a network learns delayed sums, and its matched statistics are held against chance.</summary>
public sealed record WindowsConfiguration : DelayedSumsConfiguration
{
    internal const string Name = "windows";

    /// <inheritdoc/>
    public override string Experiment => Name;

    /// <summary>A run of a cell, measured before and after training.</summary>
    public static WindowsConfiguration Of(Protocol protocol, string cell, uint seed) =>
        new() { Protocol = protocol, Cell = cell, Seed = seed, Checkpoints = [0, 900] };

    /// <summary>Sequences on which is measured, new ones. The paper: 8,000.</summary>
    public int Sequences { get; init; } = 256;

    /// <summary>Steps per sequence whose errors are matched, equally far apart, the last at the end. The paper: all, which
    /// are not independent.</summary>
    public int Ends { get; init; } = 8;

    /// <summary>Sequences of a batch that is turned by the sign of its own mean, as the author's program does: a
    /// quarter. There 128 of 8,000.</summary>
    public int TurnedTogether { get; init; } = 64;

    /// <summary>Times that errors are shuffled, for a threshold.</summary>
    public int Draws { get; init; } = 199;

    /// <summary>Sequences of whose products the exact envelope is taken.</summary>
    public int EnvelopeSequences { get; init; } = 1;

    /// <summary>The longest lag: half of a sequence, twice the task's longest.</summary>
    internal int LongestLag => Steps / 2;

    /// <summary>The steps t whose errors are matched.</summary>
    internal int[] EndSteps => [.. Enumerable.Range(0, Ends).Select(i => Steps - i * ((Steps - LongestLag - 1) / Ends)).Order()];

    /// <summary>Numbers of sequences with which lags are tested: all, and halves of that down to one sixteenth.</summary>
    internal int[] Tested => [.. new[] { 16, 8, 4, 2, 1 }.Select(parts => Sequences / parts)];

    /// <summary>Lags that are reported; all are measured.</summary>
    internal int[] ReportedLags =>
        [.. new[] { 1, 2, 4 }.Concat(Enumerable.Range(1, LongestLag / Spacing).Select(i => Spacing * i)).Distinct().Order()];

    private int Spacing => Math.Max(1, LongestLag / 32);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders => [Cell];

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        RequireAtLeast(32, Sequences, "number of sequences that are measured");
        RequireAtLeast(1, Ends, "number of steps whose errors are matched");
        if (Ends > Steps - LongestLag - 1)
            throw new ArgumentException(
                $"The number of steps whose errors are matched is {Ends}; after the longest lag there are "
                + $"{Steps - LongestLag - 1}.");
        RequireAtLeast(1, TurnedTogether, "number of sequences turned together");
        RequireAtLeast(19, Draws, "number of draws");
        if (EnvelopeSequences < 1 || EnvelopeSequences > Sequences)
            throw new ArgumentException($"The exact envelope is taken of {EnvelopeSequences} sequences; there are {Sequences}.");
    }

    /// <inheritdoc/>
    public override RunCost EstimateCost()
    {
        var training = TrainingWork.Cost;
        // Per checkpoint: forward passes with derivatives, adjoints of every end, and 256 fits of 4 kernels.
        var weights = TrainingWork.Blocks * Hidden * (Hidden + Inputs);
        var measuring = Checkpoints.Count * (Sequences * (double)(Steps * 3 + Ends * LongestLag) * (2 * weights
            + 200.0 * Hidden) / 4e9 + 6e-8 * Sequences * Ends * 40.0 * LongestLag);
        return new RunCost(training.Bytes + 40.0 * Sequences * Ends * LongestLag, training.Seconds + measuring);
    }

    private protected override RunConfiguration PaperSizes() => Of(Protocol, Cell, Seed);
}
