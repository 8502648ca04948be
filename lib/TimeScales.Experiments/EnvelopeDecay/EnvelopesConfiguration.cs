using TimeScales.Experiments.DelayedSums;
using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.EnvelopeDecay;

/// <summary>One run of the envelopes: a network learns delayed sums, and its effective learning rates over lag are
/// measured on the way.</summary>
public sealed record EnvelopesConfiguration : DelayedSumsConfiguration
{
    internal const string Name = "envelopes";

    /// <inheritdoc/>
    public override string Experiment => Name;

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>Sequences on which is measured.</summary>
    public int ProbeSize { get; init; } = 4;

    /// <summary>Steps t of each at which products end, evenly spaced from T/2 to T.</summary>
    public int Ends { get; init; } = 16;

    /// <summary>The longest lag: every lag is measured at the same ends, so the latest must leave room for it.</summary>
    internal int LongestLag => Steps / 2;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders => [Model];

    /// <summary>A run of a model.</summary>
    /// <exception cref="ArgumentException">There is no such model; the message lists those that exist.</exception>
    public static EnvelopesConfiguration Of(Protocol protocol, string model, uint seed)
    {
        var known = EnvelopesModel.ByName(model);
        return known.Apply(new EnvelopesConfiguration { Protocol = protocol, Model = model, Cell = known.Cell, Seed = seed });
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        EnvelopesModel.ByName(Model);
        base.Validate();
        RequireAtLeast(2, ProbeSize, "number of probe sequences");
        RequireAtLeast(1, Ends, "number of steps at which products end");
        if (Ends > Steps - LongestLag)
            throw new ArgumentException(
                $"There are {Ends} steps at which products end; with {Steps} steps there can be 1 … {Steps - LongestLag}.");
    }

    /// <inheritdoc/>
    public override RunCost EstimateCost() => (TrainingWork with
    {
        // A factor costs a product of two matrices: a sixth of what the rate for norms reckons per pair.
        AllPairs = (double)ProbeSize * Ends * LongestLag * (Cell == "lstm" ? 8 : 1) / ((double)Steps * Steps / 2),
    }).Cost;

    private protected override RunConfiguration PaperSizes() => Of(Protocol, Model, Seed);
}
