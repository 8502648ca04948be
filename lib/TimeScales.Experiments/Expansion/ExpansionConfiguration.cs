using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.Expansion;

/// <summary>One run of Appendix B: how well the first-order expansion of a product of Jacobians A_t + ε
/// B_t approximates it.</summary>
public sealed record ExpansionConfiguration : RunConfiguration
{
    internal const string Name = "expansion";

    /// <summary>The gates, by their cells' names, the paper's first; without a gate that sees the state the
    /// gate-induced term is zero.</summary>
    public static IReadOnlyList<string> Gates { get; } = [.. Catalogue.StartingWith(Cell.All, cell =>
        cell.Name, "scalar", "multi").Select(cell => cell.Name)];

    /// <inheritdoc/>
    public override string Experiment => Name;

    /// <summary>The gate, by its cell's name.</summary>
    public required string Gate { get; init; }

    /// <summary>H, hidden units. Paper.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>N, input channels. Released program.</summary>
    public int Inputs { get; init; } = 3;

    /// <summary>T, number of factors. Paper.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>Standard deviation of all weights. Released program.</summary>
    public double WeightDeviation { get; init; } = 0.2;

    /// <summary>The values of ε; 1 is the network itself. Paper.</summary>
    public IReadOnlyList<double> Epsilons { get; init; } = [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1, 1];

    /// <summary>How many of the smallest ε the log-log slope is fitted to. Released program.</summary>
    public int SlopePoints { get; init; } = 5;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders => [Gate];

    /// <inheritdoc/>
    public override void Validate()
    {
        Catalogue.Find(Gates, gate => gate, $"gate of {Experiment}", Gate);
        RequireAtLeast(1, Hidden, "hidden size");
        RequireAtLeast(2, Inputs, "number of input channels");
        RequireAtLeast(2, Steps, "number of steps T");
        if (Epsilons.Count < 2 || Epsilons[0] <= 0 || Epsilons[^1] != 1 || !Epsilons.Zip(Epsilons.Skip(1))
            .All(pair => pair.First < pair.Second))
            throw new ArgumentException(
                $"The values of ε are '{string.Join(',', Epsilons)}'; they must be positive, rise, and end with 1.");
        if (SlopePoints < 2 || SlopePoints > Epsilons.Count)
            throw new ArgumentException(
                $"The slope is to be fitted to {SlopePoints} values of ε; with {Epsilons.Count} it can be 2 … {Epsilons.Count}.");
    }

    /// <inheritdoc/>
    public override RunCost EstimateCost() =>
        new RunWork(Hidden, Inputs, Steps) { Factors = (double)Epsilons.Count * Steps }.Cost;

    private protected override RunConfiguration PaperSizes() => ExpansionExperiment.Description.New(Protocol, "", Gate, Seed);
}
