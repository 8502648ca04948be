namespace TimeScales.Experiments.Anisotropy;

/// <summary>What is measured at one checkpoint of Sec. VII-B.</summary>
/// <param name="Iteration">The checkpoint's number.</param>
/// <param name="TrainLoss">Mean squared error on the batch of the last update, before it; NaN before the first.</param>
/// <param name="TestLoss">Mean squared error on the probe sequences.</param>
/// <param name="TargetVariance">Variance of the probe targets: the test loss of the best constant.</param>
/// <param name="Lags">h, steps.</param>
/// <param name="JacobianAnisotropy">Median over triples of AI_r = σ_1/σ_r of M(t, t−h), one per lag. NaN where a product is zero
/// or not finite; under departure 7 such products are left out, as in the released program.</param>
/// <param name="JacobianConcentration">Median over triples of CE_r, one per lag.</param>
/// <param name="GradientAnisotropy">AI_r of the matrix of single-sequence gradients.</param>
/// <param name="GradientConcentration">CE_r of that matrix.</param>
/// <param name="RedrawnSequences">Sequences drawn again so far because their targets ran away.</param>
public sealed record AnisotropyCheckpoint(
    int Iteration,
    double TrainLoss,
    double TestLoss,
    double TargetVariance,
    IReadOnlyList<int> Lags,
    IReadOnlyList<double> JacobianAnisotropy,
    IReadOnlyList<double> JacobianConcentration,
    double GradientAnisotropy,
    double GradientConcentration,
    int RedrawnSequences);
