using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Learned;

namespace TimeScales.Experiments.Interventions;

/// <summary>One run of the interventions: a network learns adding with something about its gates changed.</summary>
/// <remarks>Task, sizes, Adam and when it is solved are those of the learned regime.</remarks>
public sealed record InterventionsConfiguration : RunConfiguration
{
    internal const string Name = "interventions";

    /// <inheritdoc/>
    public override string Experiment => Name;

    /// <summary>The task's name.</summary>
    public required string Task { get; init; }

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>H, hidden units.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>T, steps of a sequence.</summary>
    public int Steps { get; init; } = 80;

    /// <summary>Adam's step size.</summary>
    public double StepSize { get; init; } = 3e-3;

    /// <summary>Updates after which a run that has not solved its task ends.</summary>
    public int MostUpdates { get; init; } = 3000;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders => [Task, Model];

    /// <summary>The run of the learned regime whose task, streams and limits it has.</summary>
    internal LearnedConfiguration Learned =>
        (LearnedConfiguration)LearnedConfiguration.Of(Protocol, Task, "multi", Seed)
            .With(new(Hidden, Steps)) with { StepSize = StepSize, MostUpdates = MostUpdates };

    /// <inheritdoc/>
    public override void Validate()
    {
        InterventionModel.ByName(Model);
        Learned.Validate();
    }

    /// <inheritdoc/>
    public override void RequireData() => Learned.RequireData();

    /// <inheritdoc/>
    public override RunCost EstimateCost() => Learned.EstimateCost();

    private protected override RunConfiguration PaperSizes() =>
        new InterventionsConfiguration { Protocol = Protocol, Task = Task, Model = Model, Seed = Seed };
}
