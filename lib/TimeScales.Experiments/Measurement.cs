using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments;

/// <summary>One number of one run: a row of a tidy table.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Protocol">The protocol's name.</param>
/// <param name="Task">The task; empty where there is none.</param>
/// <param name="Cell">The cell, which names the model or the gate too.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Iteration">The checkpoint; null where there is no training.</param>
/// <param name="Quantity">What was measured, by its name in the results.</param>
/// <param name="Position">Lag in steps, ε, or step, by quantity; null where there is one number.</param>
/// <param name="Value">The number; NaN where the run has none.</param>
public sealed record Measurement(
    string Experiment, string Protocol, string Task, string Cell, uint Seed, int? Iteration, string Quantity, double? Position,
        double Value)
{
    /// <summary>The configuration's settings, where results of several lie side by side; empty where that is known.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>The key that all seeds of this measurement share.</summary>
    internal Measurement WithoutSeed => this with { Seed = 0, Value = 0 };
}
