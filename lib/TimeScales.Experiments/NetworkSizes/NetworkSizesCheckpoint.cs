namespace TimeScales.Experiments.NetworkSizes;

/// <summary>What is measured of a network of one size, along the products that end at its last step, M(T, T − h);
/// medians over sequences.</summary>
/// <param name="Iteration">Updates made.</param>
/// <param name="ProbeLoss">Mean squared error on the probe sequences.</param>
/// <param name="Gate">g, mean over sequences, steps and units.</param>
/// <param name="GateSpread">Standard deviation of ln g over the same.</param>
/// <param name="Kept">What a unit keeps per step, mean likewise.</param>
/// <param name="UngatedFactor">λ: the factor per step of the root mean square gain of the products of D_t W_r.</param>
/// <param name="InitialUngatedFactor">λ that slopes give with recurrent weights as they are drawn,
/// which depends on no width.</param>
/// <param name="Factor">The factor of S per step, over lags from the shortest that counts to half a sequence.</param>
/// <param name="ShortFactor">The same over lags that the shortest sequences have too.</param>
/// <param name="RedrawnShortFactor">That of products with the same gates and slopes and recurrent weights drawn anew.</param>
/// <param name="MeanSquareFactor">The factor per step of the root mean square gain of the same products.</param>
/// <param name="LawFactor">1 − g + gλ.</param>
/// <param name="EdgeFactor">z of gates and slopes, geometric mean over steps.</param>
/// <param name="InitialEdgeFactor">z with recurrent weights as they are drawn.</param>
/// <param name="Exponent">s of S ~ P^s, least squares over all lags and sequences.</param>
/// <param name="LawExponent">ln(1 − g + gλ)/ln g.</param>
/// <param name="ProfileLags">Lags of the profiles, steps.</param>
/// <param name="Sensitivity">ln of S at those lags over that at lag 1.</param>
/// <param name="Edge">ln of Π z at those lags over that at lag 1.</param>
/// <param name="SharesOfLength">Lags as shares of T.</param>
/// <param name="SensitivityAtShares">ln of S at those over that at lag 1.</param>
/// <param name="EdgeAtShares">ln of Π z at those over that at lag 1.</param>
/// <param name="Lags">Lags of the singular values, steps.</param>
/// <param name="Own">Of the network's products.</param>
/// <param name="Redrawn">Of those with recurrent weights drawn anew.</param>
public sealed record NetworkSizesCheckpoint(
    int Iteration,
    double ProbeLoss,
    double Gate,
    double GateSpread,
    double Kept,
    double UngatedFactor,
    double InitialUngatedFactor,
    double Factor,
    double ShortFactor,
    double RedrawnShortFactor,
    double MeanSquareFactor,
    double LawFactor,
    double EdgeFactor,
    double InitialEdgeFactor,
    double Exponent,
    double LawExponent,
    IReadOnlyList<int> ProfileLags,
    IReadOnlyList<double> Sensitivity,
    IReadOnlyList<double> Edge,
    IReadOnlyList<double> SharesOfLength,
    IReadOnlyList<double> SensitivityAtShares,
    IReadOnlyList<double> EdgeAtShares,
    IReadOnlyList<int> Lags,
    ProductShape Own,
    ProductShape Redrawn);

/// <summary>How unequal the singular values of products are, one number per lag.</summary>
/// <param name="Anisotropy">AI_r.</param>
/// <param name="Concentration">CE_r.</param>
/// <param name="AnisotropyOfShare">AI at the rank that is the same share of the width for all widths.</param>
public sealed record ProductShape(
    IReadOnlyList<double> Anisotropy, IReadOnlyList<double> Concentration, IReadOnlyList<double> AnisotropyOfShare);
