namespace TimeScales.Experiments.Expansion;

/// <summary>What one run of Appendix B measures.</summary>
/// <param name="Epsilons">ε.</param>
/// <param name="Errors">‖F(ε) − F₀ − εL‖_F, one per ε.</param>
/// <param name="Slope">The log-log slope of the errors over the smallest ε; 2 for a second-order remainder,
/// whatever the matrices.</param>
/// <param name="Remainders">C₂(ε) = error/ε², one per ε.</param>
/// <param name="NormsA">‖A_t‖₂, one per step.</param>
/// <param name="NormsB">‖B_t‖₂, one per step.</param>
/// <param name="RatioMedian">Median over steps of r_t = ‖B_t‖₂/‖A_t‖₂.</param>
/// <param name="RatioQuantile90">90 % quantile of r_t.</param>
/// <param name="RatioQuantile99">99 % quantile of r_t.</param>
/// <param name="RatioLargest">Largest r_t.</param>
/// <param name="RelativeErrorAtOne">Error at ε = 1 over ‖F(1)‖_F: what the first-order term misses of the
/// network's own product.</param>
public sealed record ExpansionMeasurement(
    IReadOnlyList<double> Epsilons,
    IReadOnlyList<double> Errors,
    double Slope,
    IReadOnlyList<double> Remainders,
    IReadOnlyList<double> NormsA,
    IReadOnlyList<double> NormsB,
    double RatioMedian,
    double RatioQuantile90,
    double RatioQuantile99,
    double RatioLargest,
    double RelativeErrorAtOne);
