using TimeScales.Experiments.DelayedSums;

namespace TimeScales.Experiments.EnvelopeDecay;

/// <summary>A network whose envelope is asked for, by what differs from a cell as it stands.</summary>
/// <remarks>To add one, add a line to <see cref="All"/>. A leaky cell is scalar and multi with frozen gates: these start as one
/// constant for all, which nothing moves.</remarks>
/// <param name="Name">Its name, which stands where other experiments have a cell.</param>
/// <param name="Cell">Its cell.</param>
/// <param name="Apply">Its run.</param>
public sealed record EnvelopesModel(string Name, string Cell, Func<EnvelopesConfiguration, EnvelopesConfiguration> Apply)
{
    private static readonly string[] WidthCells = ["multi", "gru"];
    private static readonly int[] Widths = [16, 32, 64, 128, 256];

    /// <summary>The five cells, then those with something else: gates that stay as they started or are only shaken, gates that
    /// start at the second paper's value, widths.</summary>
    public static IReadOnlyList<EnvelopesModel> All { get; } =
    [
        .. DelayedSumsNetwork.Cells.Select(cell => new EnvelopesModel(cell, cell, run => run)),
        .. new[] { "gru", "lstm" }
            .Select(cell => new EnvelopesModel($"{cell}-frozen", cell, run => run with { AreGatesFrozen = true })),
        .. new[] { ("normal", 2.0), ("heavy", 1.4) }.Select(noise => new EnvelopesModel(
            $"gru-{noise.Item1}-noise", "gru", run => run with { AreGatesFrozen = true, GateNoiseTail = noise.Item2 })),
        .. new[] { "multi", "gru" }
            .Select(cell => new EnvelopesModel($"{cell}-shut", cell, run => run with { GateStart = 0.005 })),
        .. OfWidths("multi"),
        .. OfWidths("gru"),
    ];

    /// <summary>These, and behind them the cells that have none.</summary>
    public static IReadOnlyList<EnvelopesModel> Known { get; } =
        [.. All, .. DelayedSumsNetwork.KnownCells.Except(DelayedSumsNetwork.Cells)
            .Select(cell => new EnvelopesModel(cell, cell, run => run))];

    /// <summary>The model of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static EnvelopesModel ByName(string name) => Catalogue.Find(Known, model => model.Name, "cell of envelopes", name);

    /// <summary>The widths of a cell, narrowest first; none where it is not asked for them.</summary>
    internal static IReadOnlyList<(string Name, int Hidden)> WidthsOf(string cell) =>
        WidthCells.Contains(cell) ? [.. Widths.Select(hidden => ($"{cell}-{hidden}", hidden))] : [];

    /// <summary>Shorter and sooner ended than the others, because the widest takes sixty times as
    /// long as one of 32 units.</summary>
    private static IEnumerable<EnvelopesModel> OfWidths(string cell) => WidthsOf(cell)
        .Select(width => new EnvelopesModel(width.Name, cell, run =>
            run with { Hidden = width.Hidden, Steps = 256, Checkpoints = [0, 300], ProbeSize = 2, Ends = 8 }));
}
