namespace TimeScales.Experiments.Propagation;

/// <summary>Jacobian products M(t, t−h) of a network, medians over products, one per lag.</summary>
/// <param name="Anisotropy">AI_r.</param>
/// <param name="Concentration">CE_r.</param>
/// <param name="Outside">1 − CE_r, which tells what CE_r near 1 hides.</param>
/// <param name="LargestExponent">The largest finite-time Lyapunov exponent, ln σ_1/h, per step.</param>
/// <param name="RankExponent">The r-th one, ln σ_r/h, per step.</param>
/// <param name="LossShare">The share of the largest possible energy that arrives along ∂L/∂x_t (see
/// <see cref="TransportAlignment"/>).</param>
/// <param name="LossShareByChance">The share that arrives along a random direction, Σ σ_i²/(n σ_1²).</param>
public sealed record ProductStatistics(
    IReadOnlyList<double> Anisotropy, IReadOnlyList<double> Concentration, IReadOnlyList<double> Outside,
    IReadOnlyList<double> LargestExponent, IReadOnlyList<double> RankExponent,
    IReadOnlyList<double> LossShare, IReadOnlyList<double> LossShareByChance)
{
    /// <summary>Measures products.</summary>
    /// <param name="spectra">Their singular values.</param>
    /// <param name="transport">λ of the same forward pass.</param>
    /// <param name="products">The products of every lag.</param>
    /// <param name="rank">r.</param>
    internal static ProductStatistics Of(ProductSpectrum spectra, TransportAlignment transport, IReadOnlyList<Triple[]> products,
        int rank)
    {
        var logarithms = products.Select(atLag =>
            Array.ConvertAll(atLag, p => (Product: p, Values: spectra.LogSingularValues(p.Sequence, p.T, p.K)))).ToArray();
        double[] Medians(Func<Triple, double[], double> value) =>
            Array.ConvertAll(logarithms, atLag => Statistics.Median(Array.ConvertAll(atLag, p => value(p.Product, p.Values))));
        return new(
            Medians((_, ln) => Spectrum.FromLogarithms(ln, rank).Anisotropy),
            Medians((_, ln) => Spectrum.FromLogarithms(ln, rank).Concentration),
            Medians((_, ln) => Spectrum.FromLogarithms(ln, rank).Outside),
            Medians((p, ln) => ln[0] / (p.T - p.K)),
            Medians((p, ln) => ln[rank - 1] / (p.T - p.K)),
            Medians((p, ln) => transport.Share(p.Sequence, p.T, p.K, ln[0])),
            Medians((_, ln) => ln.Sum(x => Math.Exp(2 * (x - ln[0]))) / ln.Length));
    }

    /// <summary>The profiles as results name them.</summary>
    internal static Profile<TPoint>[] Profiles<TPoint>(Func<TPoint, ProductStatistics> of) =>
    [
        new("jacobianAnisotropy", point => of(point).Anisotropy, OfSeeds: true),
        new("jacobianConcentration", point => of(point).Concentration, OfSeeds: true),
        new("jacobianOutside", point => of(point).Outside, OfSeeds: true),
        new("largestExponent", point => of(point).LargestExponent, OfSeeds: true),
        new("rankExponent", point => of(point).RankExponent, OfSeeds: true),
        new("lossShare", point => of(point).LossShare, OfSeeds: true),
        new("lossShareByChance", point => of(point).LossShareByChance, OfSeeds: true),
    ];
}
