namespace TimeScales.Experiments.Analogies;

/// <summary>What is measured of one model at one checkpoint; AI and CE as in Sec. VII-B.</summary>
/// <param name="Iteration">Updates made so far.</param>
/// <param name="TrainLoss">Mean squared error on the batch of the last update, before it.</param>
/// <param name="TestLoss">Mean squared error on the probe sequences.</param>
/// <param name="TargetVariance">Variance of the probe targets: the test loss of the best constant.</param>
/// <param name="Lags">h, steps.</param>
/// <param name="JacobianAnisotropy">Median over triples of AI_r of M(t, t−h), one per lag.</param>
/// <param name="JacobianConcentration">Median over triples of CE_r, one per lag.</param>
/// <param name="LossAlignment">Median over triples of the alignment of M(t, t−h) with ∂L/∂x_t, one per lag; 0.5 by chance.</param>
/// <param name="GradientAnisotropy">AI_r of the matrix of single-sequence gradients.</param>
/// <param name="GradientConcentration">CE_r of that matrix.</param>
/// <param name="UpdateAnisotropy">AI_r of the same gradients after the optimizer's preconditioner: of what moves the weights.</param>
/// <param name="UpdateConcentration">CE_r of those.</param>
/// <param name="UpdateMemory">Mean cosine of consecutive updates of W_r, W_i and W_o over the window.</param>
/// <param name="OptimizerRates">How unequal the optimizer's own per-parameter step sizes are.</param>
/// <param name="Gates">What the gates do to the gradient; null for the plain cell and where an optimizer other than SGD interferes.</param>
/// <param name="RedrawnSequences">Sequences drawn again so far because their targets ran away.</param>
public sealed record AnalogiesCheckpoint(
    int Iteration,
    double TrainLoss,
    double TestLoss,
    double TargetVariance,
    IReadOnlyList<int> Lags,
    IReadOnlyList<double> JacobianAnisotropy,
    IReadOnlyList<double> JacobianConcentration,
    IReadOnlyList<double> LossAlignment,
    double GradientAnisotropy,
    double GradientConcentration,
    double UpdateAnisotropy,
    double UpdateConcentration,
    double UpdateMemory,
    RateStatistics OptimizerRates,
    GateEffect? Gates,
    int RedrawnSequences);

/// <summary>The gates' effect on backpropagation along one trajectory, relative to the same trajectory with the gates removed.</summary>
/// <param name="Rates">The rates that gates give parameters and units.</param>
/// <param name="ScheduleBase">ρ of the exponential lag schedule R(h) ~ ρ^h that fits best, h = 0 … the longest lag.</param>
/// <param name="ScheduleRSquared">R² of that fit in the logarithm.</param>
/// <param name="LagShare">Share of the variance of ln rate over lags and units that lags alone explain.</param>
/// <param name="UnitShare">The share that units alone explain; the rest is different schedules of different units.</param>
/// <param name="SignalCosine">Cosine between the gated and the ungated backward signals at each reported lag: 1 for a pure schedule.</param>
/// <param name="FilterError">Leaky: largest |x_t − Σ_j α(1 − α)^{t−j} φ_j| over the probes; NaN for a gate that is not constant.</param>
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
/// <param name="ParameterCorrelation">Spearman's correlation of both rates over parameters; NaN where the optimizer's are all equal.</param>
/// <param name="UnitCorrelation">The same over units.</param>
/// <param name="Overlap">Mean squared cosine of the principal angles between the leading subspaces of gated and of preconditioned gradients.</param>
/// <param name="LargestAngle">The largest of these angles, degrees.</param>
/// <param name="OwnOverlap">The same mean between preconditioned and unpreconditioned ungated gradients: how far the optimizer itself turns.</param>
public sealed record OptimizerComparison(
    string Optimizer, RateStatistics Rates, double ParameterCorrelation, double UnitCorrelation, double Overlap, double LargestAngle, double OwnOverlap);
