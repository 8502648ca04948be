using TimeScales.Experiments.Propagation;

namespace TimeScales.Experiments.Analogies;

/// <summary>What is measured of one model at one checkpoint; AI and CE as in Sec. VII-B.</summary>
/// <param name="Iteration">Updates made so far.</param>
/// <param name="TrainLoss">Mean squared error on the batch of the last update, before it.</param>
/// <param name="TestLoss">Mean squared error on the probe sequences.</param>
/// <param name="TargetVariance">Variance of the probe targets: the test loss of the best constant.</param>
/// <param name="Lags">h, steps.</param>
/// <param name="Products">Of Jacobian products, one number per lag.</param>
/// <param name="Gradients">Of the matrix of single-sequence gradients.</param>
/// <param name="UpdateAnisotropy">AI_r of the same gradients after the optimizer's preconditioner: of
/// what moves the weights.</param>
/// <param name="UpdateConcentration">CE_r of those.</param>
/// <param name="UpdateMemory">Mean cosine of consecutive updates of W_r, W_i and W_o over the window.</param>
/// <param name="OptimizerRates">How unequal the optimizer's own per-parameter step sizes are.</param>
/// <param name="Gates">What the gates do to the gradient; null for the plain cell and where an optimizer
/// other than SGD interferes.</param>
/// <param name="RedrawnSequences">Sequences drawn again so far because their targets ran away.</param>
public sealed record AnalogiesCheckpoint(
    int Iteration,
    double TrainLoss,
    double TestLoss,
    double TargetVariance,
    IReadOnlyList<int> Lags,
    ProductStatistics Products,
    GradientStatistics Gradients,
    double UpdateAnisotropy,
    double UpdateConcentration,
    double UpdateMemory,
    RateStatistics OptimizerRates,
    GateEffect? Gates,
    int RedrawnSequences);
