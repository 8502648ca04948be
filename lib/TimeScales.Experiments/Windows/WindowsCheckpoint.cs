namespace TimeScales.Experiments.Windows;

/// <summary>What the matched statistics of one network say.</summary>
/// <param name="Iteration">Updates made.</param>
/// <param name="ValidationError">Mean squared error over that of the output zero.</param>
/// <param name="Lags">Lags that are reported, steps.</param>
/// <param name="Envelopes">f = Σ_q |μ_q| at those lags: exact, first and zeroth order.</param>
/// <param name="Kernels">By kernel: exact, first, zeroth, and as the author's program has it.</param>
/// <param name="Concentration">How the exact statistic's mean over n sequences becomes narrower: c of
/// n^−c, median over lags.</param>
/// <param name="First">The exact kernel at the first checkpoint, with which seeds are compared.</param>
/// <param name="Noise">What is left of its window when stable noise is added to the errors.</param>
public sealed record WindowsCheckpoint(
    int Iteration,
    double ValidationError,
    IReadOnlyList<int> Lags,
    IReadOnlyList<IReadOnlyList<double>> Envelopes,
    IReadOnlyList<KernelResult> Kernels,
    double Concentration,
    KernelResult First,
    IReadOnlyList<NoiseResult> Noise);

/// <summary>What one kernel says.</summary>
/// <param name="Kernel">Its name.</param>
/// <param name="Ratios">SNR of as many samples as there are sequences, at the reported lags.</param>
/// <param name="Tails">α̂ at those lags.</param>
/// <param name="Scores">|m̄| over its spread by chance, at those lags.</param>
/// <param name="TailMedian">α̂, median over all lags.</param>
/// <param name="FamilyScore">What such a score must exceed for 5 % of data without a signal to exceed it at any lag.</param>
/// <param name="LagThreshold">The calibrated threshold of a single lag as an SNR of as many samples as there are
/// sequences, median over lags.</param>
/// <param name="FamilyThreshold">The same where all lags are tested.</param>
/// <param name="TaskDetected">Share of the task's lags that are detected among all.</param>
/// <param name="BetweenDetected">The same of other lags up to the task's longest.</param>
/// <param name="BeyondDetected">The same of lags that are longer.</param>
/// <param name="TaskRank">Probability that a lag of the task has a larger score than another lag; ½ by chance, more
/// where scores fall with lag.</param>
/// <param name="PeakRank">The same of how a score stands out from its neighbours', which has no trend: ½ by chance.</param>
/// <param name="PeakRankByChance">That of shuffled errors.</param>
/// <param name="Windows">Longest lag that is detected, by number of sequences tested; median over
/// disjoint parts of the data.</param>
/// <param name="WindowsAtFirstThreshold">Longest lag with SNR(N) above 0.1, by <see cref="SignalToNoise.AskedFor"/>.</param>
/// <param name="WindowsAtLaterThreshold">The same above 20.</param>
/// <param name="WindowByChance">The window of shuffled errors, all sequences, calibrated.</param>
/// <param name="WindowOfSingleTests">The same where every lag is tested alone.</param>
/// <param name="WindowsAtFirstThresholdByChance">Those of shuffled errors at 0.1.</param>
/// <param name="WindowsAtLaterThresholdByChance">Those of shuffled errors at 20.</param>
/// <param name="SignalSlope">Slope of ln(|m̄|/σ̂) on ln f over lags: 1 if the signal is what the envelope lets through.</param>
/// <param name="SignalRSquared">Of that.</param>
/// <param name="NeededSlope">Slope of ln N on ln f, N the number of samples that a threshold needs by the formula.</param>
public sealed record KernelResult(
    string Kernel,
    IReadOnlyList<double> Ratios,
    IReadOnlyList<double> Tails,
    IReadOnlyList<double> Scores,
    double TailMedian,
    double FamilyScore,
    double LagThreshold,
    double FamilyThreshold,
    double TaskDetected,
    double BetweenDetected,
    double BeyondDetected,
    double TaskRank,
    double PeakRank,
    double PeakRankByChance,
    IReadOnlyList<double> Windows,
    IReadOnlyList<double> WindowsAtFirstThreshold,
    IReadOnlyList<double> WindowsAtLaterThreshold,
    double WindowByChance,
    double WindowOfSingleTests,
    IReadOnlyList<double> WindowsAtFirstThresholdByChance,
    IReadOnlyList<double> WindowsAtLaterThresholdByChance,
    double SignalSlope,
    double SignalRSquared,
    double NeededSlope);

/// <summary>What noise in the errors does to the exact window of a network that has learned nothing, whose errors
/// hold all of the signal.</summary>
/// <param name="Tail">α of the noise.</param>
/// <param name="FittedTail">α̂ of the statistic with it, median over lags.</param>
/// <param name="Window">The calibrated window.</param>
public sealed record NoiseResult(double Tail, double FittedTail, double Window);
