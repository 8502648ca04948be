using Plotly.NET;
using TimeScales.Figures;
using TimeScales.Figures.Gallery;

namespace TimeScales.Notebooks;

/// <summary>The figures of <see cref="FigureGallery"/> by name, as Plotly.NET charts to show, restyle, combine and
/// save.</summary>
public static class Gallery
{
    /// <summary>Appendix B: the error of the first-order expansion over ε.</summary>
    public static GenericChart ExpansionErrors(ExperimentData data) => Find(data.All, "expansion");

    /// <summary>Appendix B: how large the gate-induced terms are beside the others.</summary>
    public static GenericChart ExpansionSizes(ExperimentData data) => Find(data.All, "expansion-sizes");

    /// <summary>Sec. VII-A: sensitivities over lag at the end of training, with what the gates predict.</summary>
    public static GenericChart EffectiveRateProfiles(ExperimentData data, string task) =>
        Find(data.All, $"effective-rates-profiles-{task}");

    /// <summary>Sec. VII-A: sensitivities over lag and training.</summary>
    public static GenericChart EffectiveRatesOverTraining(ExperimentData data) => Find(data.All, "effective-rates-training");

    /// <summary>Sec. VII-A: the exponent s over training.</summary>
    public static GenericChart ExponentsOverTraining(ExperimentData data) => Find(data.All, "effective-rates-slopes");

    /// <summary>Sec. VII-B: anisotropy of Jacobian products over lag.</summary>
    public static GenericChart AnisotropyOverLag(ExperimentData data) => Find(data.All, "anisotropy-products");

    /// <summary>Sec. VII-B: concentration of Jacobian products over lag.</summary>
    public static GenericChart ConcentrationOverLag(ExperimentData data) => Find(data.All, "concentration-products");

    /// <summary>Sec. VII-B: anisotropy and concentration of gradients over training.</summary>
    public static GenericChart GradientSpectra(ExperimentData data) => Find(data.All, "anisotropy-gradients");

    /// <summary>Sec. VII-B: the anisotropy of multi + SGD over that of plain + Adam.</summary>
    public static GenericChart MultiOverPlain(ExperimentData data) => Find(data.All, "anisotropy-multi-over-plain");

    /// <summary>Sec. VI: cells and optimizers combined.</summary>
    public static GenericChart CombinedModels(ExperimentData data) => Find(data.All, "analogies-models");

    /// <summary>Sec. VI: what gates and optimizers do to the same gradients.</summary>
    public static GenericChart GatesAgainstOptimizers(ExperimentData data) => Find(data.All, "analogies-rates");

    /// <summary>The audit: what each departure of the released program alone does to Sec. VII-A.</summary>
    public static GenericChart DeparturesInEffectiveRates(FigureData data) => Find(data, "audit-effective-rates");

    /// <summary>The audit: the same for Sec. VII-B.</summary>
    public static GenericChart DeparturesInAnisotropy(FigureData data) => Find(data, "audit-anisotropy");

    /// <summary>The audit: the same for Appendix B.</summary>
    public static GenericChart DeparturesInExpansion(FigureData data) => Find(data, "audit-expansion");

    /// <summary>Networks that learn: sensitivities over lag before and after.</summary>
    public static GenericChart LearnedProfiles(ExperimentData data, string task) => Find(data.All, $"learned-profiles-{task}");

    /// <summary>Networks that learn: envelopes of the units' effective learning rates.</summary>
    public static GenericChart LearnedEnvelopes(ExperimentData data, string task) => Find(data.All, $"learned-envelopes-{task}");

    /// <summary>Networks that learn: the units' time constants.</summary>
    public static GenericChart LearnedTimeConstants(ExperimentData data, string task) =>
        Find(data.All, $"learned-time-constants-{task}");

    /// <summary>Networks that learn: every measurement over the way until the task is solved.</summary>
    public static GenericChart LearnedOverTheWay(ExperimentData data, string task) =>
        Find(data.All, $"learned-over-the-way-{task}");

    /// <summary>The law: how far the past reaches, with what predicts it.</summary>
    public static GenericChart Reach(ExperimentData data) => Find(data.All, "reach");

    /// <summary>The law: how sensitivities follow their predictors within lags.</summary>
    public static GenericChart WithinLags(ExperimentData data) => Find(data.All, "within-lags");

    /// <summary>The law, the exponent and anisotropy over width and length.</summary>
    public static GenericChart WidthAndLength(ExperimentData data) => Find(data.All, "width-and-length");

    /// <summary>What is left of learning when gates, the backward pass or the optimizer are changed.</summary>
    public static GenericChart Interventions(ExperimentData data, string task) => Find(data.All, $"interventions-{task}");

    /// <summary>How effective learning rates decay with lag, approximated and exactly.</summary>
    public static GenericChart Envelopes(ExperimentData data) => Find(data.All, "envelopes");

    /// <summary>Which lags a gradient can tell from noise, by exact products and otherwise.</summary>
    public static GenericChart Windows(ExperimentData data) => Find(data.All, "windows");

    private static GenericChart Find(FigureData data, string name) => FigureGallery.Chart(data, name);
}
