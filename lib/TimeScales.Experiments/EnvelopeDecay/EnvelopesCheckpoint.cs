namespace TimeScales.Experiments.EnvelopeDecay;

/// <summary>The envelopes of one network.</summary>
/// <param name="Iteration">Updates made.</param>
/// <param name="ValidationError">Mean squared error on the validation set.</param>
/// <param name="ConstantError">The same of the output zero.</param>
/// <param name="Lags">Lags of the envelopes, steps.</param>
/// <param name="Orders">Zeroth order, first order, first order as the program has it, exact.</param>
/// <param name="Mixture">The class of Σ_q e^{−ℓ/τ_q} with the time constants that gates alone give the units, one per range: what
/// many exponentials make together.</param>
/// <param name="GateTimeConstants">τ = −1/⟨ln λ⟩ of the gates alone, at quantiles over units.</param>
/// <param name="Start">The first checkpoint's numbers that later ones are held against.</param>
/// <param name="Terms">Of what the diagonals of a GRU or an LSTM are made; empty for other cells.</param>
public sealed record EnvelopesCheckpoint(
    int Iteration,
    double ValidationError,
    double ConstantError,
    IReadOnlyList<int> Lags,
    IReadOnlyList<MeasuredEnvelope> Orders,
    IReadOnlyList<double> Mixture,
    IReadOnlyList<double> GateTimeConstants,
    EnvelopesStart Start,
    IReadOnlyList<DiagonalTerm> Terms);

/// <summary>One envelope.</summary>
/// <param name="Order">How it is approximated.</param>
/// <param name="Values">f(ℓ) at every lag: Σ_q |μ_q|; the second paper's mean over units is that over H.</param>
/// <param name="Differences">BIC of an exponential less that of a power, one per range of lags.</param>
/// <param name="Rate">The program's fit: b of ln f = a − bℓ by least squares over its lags, per step.</param>
/// <param name="EndToEnd">The plain one: ln f at the first of these lags less that at the last, per step.</param>
/// <param name="Exponent">d of ln f = a − d ln ℓ over these lags.</param>
/// <param name="ExponentialRSquared">R² of the program's exponential.</param>
/// <param name="PowerRSquared">R² of its power.</param>
/// <param name="Agreement">Spearman's rank correlation with the exact envelope over lags.</param>
/// <param name="TimeConstants">τ at quantiles over units.</param>
public sealed record MeasuredEnvelope(
    EnvelopeOrder Order,
    IReadOnlyList<double> Values,
    IReadOnlyList<double> Differences,
    double Rate,
    double EndToEnd,
    double Exponent,
    double ExponentialRSquared,
    double PowerRSquared,
    double Agreement,
    IReadOnlyList<double> TimeConstants);

/// <summary>What a network was before its first update.</summary>
/// <param name="Differences">BIC of the exact envelope as an exponential less that as a power, one per range of lags.</param>
/// <param name="Rate">The program's rate of it.</param>
/// <param name="GateTimeConstant">The median over units of the gates' time constants.</param>
public sealed record EnvelopesStart(IReadOnlyList<double> Differences, double Rate, double GateTimeConstant);
