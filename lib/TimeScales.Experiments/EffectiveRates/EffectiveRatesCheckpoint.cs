namespace TimeScales.Experiments.EffectiveRates;

/// <summary>What is measured at one checkpoint of Sec. VII-A; profiles are relative to lag 1 and one
/// number per lag reported.</summary>
/// <param name="Iteration">Updates made so far.</param>
/// <param name="ProbeLoss">Mean squared error on the probe sequences.</param>
/// <param name="Slope">s of S ≈ c·P^s.</param>
/// <param name="RSquared">R² of that fit in the logarithms.</param>
/// <param name="Lags">h = t − k, steps.</param>
/// <param name="Sensitivity">μ̃_eff(h): median of S(t,k) at lag h over that at lag 1.</param>
/// <param name="SensitivityAtLag1">The median of S(t,k) at lag 1 itself.</param>
/// <param name="GateProduct">Zeroth-order prediction: median of P(t,k) at lag h over that at lag 1.</param>
/// <param name="FittedPower">The gate product to the power s.</param>
/// <param name="CarryProduct">Median of C(t,k) at lag h over that at lag 1.</param>
public sealed record EffectiveRatesCheckpoint(
    int Iteration,
    double ProbeLoss,
    double Slope,
    double RSquared,
    IReadOnlyList<int> Lags,
    IReadOnlyList<double> Sensitivity,
    double SensitivityAtLag1,
    IReadOnlyList<double> GateProduct,
    IReadOnlyList<double> FittedPower,
    IReadOnlyList<double> CarryProduct);
