namespace TimeScales.Experiments.Analogies;

/// <summary>The gates' effect on backpropagation along one trajectory, relative to the same trajectory with the gates
/// removed.</summary>
/// <param name="Rates">The rates that gates give parameters and units.</param>
/// <param name="ScheduleBase">ρ of the exponential lag schedule R(h) ~ ρ^h that fits best, h = 0 … the longest lag.</param>
/// <param name="ScheduleRSquared">R² of that fit in the logarithm.</param>
/// <param name="LagShare">Share of the variance of ln rate over lags and units that lags alone explain.</param>
/// <param name="UnitShare">The share that units alone explain; the rest is different schedules of different units.</param>
/// <param name="SignalCosine">Cosine between the gated and the ungated backward signals at each reported lag: 1 for a pure
/// schedule.</param>
/// <param name="FilterError">Leaky: largest |x_t − Σ_j α(1 − α)^{t−j} φ_j| over the probes; NaN for a gate that is not
/// constant.</param>
/// <param name="Comparisons">The gates against each optimizer.</param>
public sealed record GateEffect(
    RateStatistics Rates,
    double ScheduleBase,
    double ScheduleRSquared,
    double LagShare,
    double UnitShare,
    IReadOnlyList<double> SignalCosine,
    double FilterError,
    IReadOnlyList<OptimizerComparison> Comparisons);

/// <summary>The gates' preconditioning against an optimizer's, both applied to the same ungated gradients.</summary>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Rates">The rates that the optimizer would give.</param>
/// <param name="ParameterCorrelation">Spearman's correlation of both rates over parameters; NaN where the optimizer's are all
/// equal.</param>
/// <param name="UnitCorrelation">The same over units.</param>
/// <param name="Overlap">Mean squared cosine of the principal angles between the leading subspaces of gated and of
/// preconditioned gradients.</param>
/// <param name="LargestAngle">The largest of these angles, degrees.</param>
/// <param name="OwnOverlap">The same mean between preconditioned and unpreconditioned ungated gradients: how far the
/// optimizer itself turns.</param>
public sealed record OptimizerComparison(
    string Optimizer, RateStatistics Rates, double ParameterCorrelation, double UnitCorrelation,
    double Overlap, double LargestAngle, double OwnOverlap);
