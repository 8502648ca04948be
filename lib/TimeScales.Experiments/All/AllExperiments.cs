using TimeScales.Experiments.Analogies;
using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments.EnvelopeDecay;
using TimeScales.Experiments.Expansion;
using TimeScales.Experiments.Interventions;
using TimeScales.Experiments.Law;
using TimeScales.Experiments.Learned;
using TimeScales.Experiments.NetworkSizes;
using TimeScales.Experiments.Windows;

namespace TimeScales.Experiments.All;

/// <summary>The experiments, of which commands, files and notebooks know nothing but this list.</summary>
public static class AllExperiments
{
    /// <summary>Every experiment, in the order in which lists show them.</summary>
    public static IReadOnlyList<Experiment> List { get; } =
    [
        EffectiveRatesExperiment.Description,
        AnisotropyExperiment.Description,
        ExpansionExperiment.Description,
        AnalogiesExperiment.Description,
        LearnedExperiment.Description,
        LawExperiment.Description,
        InterventionsExperiment.Description,
        NetworkSizesExperiment.Description,
        EnvelopesExperiment.Description,
        WindowsExperiment.Description,
    ];

    /// <summary>Those of the paper that the released program has too.</summary>
    public static IEnumerable<Experiment> Released => List.Where(experiment => experiment.IsReleased);

    /// <summary>The experiment of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static Experiment ByName(string name) => Catalogue.Find(List, experiment => experiment.Name, "experiment", name);
}
