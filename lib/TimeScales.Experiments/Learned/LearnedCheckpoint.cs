using TimeScales.Experiments.Propagation;

namespace TimeScales.Experiments.Learned;

/// <summary>What is measured at one share of the way until the task is solved.</summary>
/// <param name="Iteration">The share, per cent.</param>
/// <param name="Updates">Updates made then.</param>
/// <param name="UpdatesUntilSolved">Updates that this run needs to solve its task; null where all of its
/// updates do not suffice.</param>
/// <param name="ValidationError">Error on the set that says when the task is solved: mean squared, or the
/// share of wrong classes.</param>
/// <param name="TestError">The same on the test set, which decides nothing.</param>
/// <param name="ConstantError">The test error of the best output that is always the same: the variance of the targets, or the
/// share of all but the commonest class.</param>
/// <param name="Slope">s of S ≈ c·P^s, P the gate product.</param>
/// <param name="RSquared">R² of that fit in the logarithms.</param>
/// <param name="CarrySlope">The same with the carry product C in the place of P.</param>
/// <param name="CarryRSquared">R² of that fit.</param>
/// <param name="Lags">h, steps, of profiles and envelopes.</param>
/// <param name="Sensitivity">Median of S(t,k) at lag h over that at lag 1.</param>
/// <param name="SensitivityAtLag1">The median of S(t,k) at lag 1 itself.</param>
/// <param name="GateProduct">Median of P(t,k) at lag h over that at lag 1.</param>
/// <param name="CarryProduct">Median of C(t,k) at lag h over that at lag 1.</param>
/// <param name="ZerothOrder">The envelope of what the gates carry.</param>
/// <param name="FirstOrder">The envelope with one detour through a unit's own recurrent weight.</param>
/// <param name="Exact">The envelope of the exact products.</param>
/// <param name="ProductLags">Lags of the products, steps.</param>
/// <param name="Products">Of Jacobian products, one number per product lag.</param>
/// <param name="ExpansionErrorZeroth">Median over products of what the gates alone miss, relative in
/// norm, one per product lag.</param>
/// <param name="ExpansionError">The same of the first-order expansion at ε = 1.</param>
/// <param name="ExpansionErrorSecond">The same of the second-order expansion.</param>
/// <param name="ExpansionRatio">Median over those products' last factors of ‖B_t‖₂/‖A_t‖₂.</param>
/// <param name="Gradients">Of the matrix of single-sequence gradients.</param>
public sealed record LearnedCheckpoint(
    int Iteration,
    int Updates,
    int? UpdatesUntilSolved,
    double ValidationError,
    double TestError,
    double ConstantError,
    double Slope,
    double RSquared,
    double CarrySlope,
    double CarryRSquared,
    IReadOnlyList<int> Lags,
    IReadOnlyList<double> Sensitivity,
    double SensitivityAtLag1,
    IReadOnlyList<double> GateProduct,
    IReadOnlyList<double> CarryProduct,
    EnvelopeProfile ZerothOrder,
    EnvelopeProfile FirstOrder,
    EnvelopeProfile Exact,
    IReadOnlyList<int> ProductLags,
    ProductStatistics Products,
    IReadOnlyList<double> ExpansionErrorZeroth,
    IReadOnlyList<double> ExpansionError,
    IReadOnlyList<double> ExpansionErrorSecond,
    IReadOnlyList<double> ExpansionRatio,
    GradientStatistics Gradients);
