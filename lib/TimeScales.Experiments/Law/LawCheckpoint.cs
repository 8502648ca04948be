namespace TimeScales.Experiments.Law;

/// <summary>How sensitivities follow what is said to predict them, of one network.</summary>
/// <param name="Iteration">Updates made.</param>
/// <param name="ProbeLoss">Mean squared error on the probe sequences.</param>
/// <param name="Gate">g, mean over sequences, steps and units.</param>
/// <param name="Kept">What a unit keeps per step, mean likewise; 1 − g but for an LSTM.</param>
/// <param name="UngatedFactor">λ: the factor per step of the mean square gain of the products of D_t W_r.</param>
/// <param name="Factor">The factor per step of the sensitivities.</param>
/// <param name="MeanSquareFactor">The factor per step of the root mean square gain of the same products.</param>
/// <param name="LawFactor">1 − g + gλ.</param>
/// <param name="EdgeFactor">The geometric mean over steps of the edge z of the units' gates and slopes.</param>
/// <param name="MeanFieldFactor">The factor per step that the mean field gives to the root mean square gain.</param>
/// <param name="Exponent">s of S ~ P^s, measured.</param>
/// <param name="LawExponent">ln(1 − g + gλ)/ln g.</param>
/// <param name="Fits">How ln S follows each predictor.</param>
/// <param name="Lags">Lags of the profiles, steps.</param>
/// <param name="Profiles">ln of the median at each lag over that at the first of them.</param>
public sealed record LawCheckpoint(
    int Iteration,
    double ProbeLoss,
    double Gate,
    double Kept,
    double UngatedFactor,
    double Factor,
    double MeanSquareFactor,
    double LawFactor,
    double EdgeFactor,
    double MeanFieldFactor,
    double Exponent,
    double LawExponent,
    IReadOnlyList<PredictorFit> Fits,
    IReadOnlyList<int> Lags,
    IReadOnlyList<PredictorProfile> Profiles);

/// <summary>How ln S follows one predictor.</summary>
/// <param name="Predictor">Its name.</param>
/// <param name="Exponent">s that the predictor would have in place of S: its own fit on P.</param>
/// <param name="Slope">Of ln S on it, over all pairs.</param>
/// <param name="RSquared">Of that.</param>
/// <param name="WithinSlope">Of ln S on it within lags.</param>
/// <param name="WithinRSquared">Of that.</param>
public sealed record PredictorFit(string Predictor, double Exponent, double Slope, double RSquared, double WithinSlope,
    double WithinRSquared);

/// <summary>A profile over lags.</summary>
/// <param name="Predictor">Whose.</param>
/// <param name="Values">One per lag.</param>
public sealed record PredictorProfile(string Predictor, IReadOnlyList<double> Values);
