namespace TimeScales;

/// <summary>The effective-rate envelope over lag, and how long each unit remembers.</summary>
/// <param name="Values">f(ℓ), one per lag reported: Σ_q |μ_q(t, t − ℓ)|, mean over sequences and t. H where all is kept.</param>
/// <param name="TimeConstants">τ_q, steps, one per unit: least squares of ln |μ_q| = a − ℓ/τ_q over all lags, |μ_q| the mean over
/// sequences and t. Infinite where a unit does not decay, NaN where fewer than five lags have a positive value.</param>
public sealed record EnvelopeProfile(IReadOnlyList<double> Values, IReadOnlyList<double> TimeConstants);
