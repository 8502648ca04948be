namespace TimeScales.Experiments.Propagation;

/// <summary>Spectra of the matrix of single-sequence gradients, over all weights and over W_r alone, of which every
/// cell has equally many.</summary>
/// <param name="Anisotropy">AI_r over all weights.</param>
/// <param name="Concentration">CE_r over all weights.</param>
/// <param name="Outside">1 − CE_r over all weights.</param>
/// <param name="RecurrentAnisotropy">AI_r over W_r.</param>
/// <param name="RecurrentOutside">1 − CE_r over W_r.</param>
public sealed record GradientStatistics(double Anisotropy, double Concentration, double Outside, double RecurrentAnisotropy,
    double RecurrentOutside)
{
    /// <summary>Measures gradients.</summary>
    /// <param name="gradients">[M][P].</param>
    /// <param name="rank">r.</param>
    /// <param name="recurrent">W_r (see <see cref="RecurrentWeights"/>).</param>
    internal static GradientStatistics Of(IReadOnlyList<double[]> gradients, int rank, WeightBlock recurrent)
    {
        var all = GradientSpectrum.Of(gradients, rank);
        var alone = GradientSpectrum.Of([.. gradients.Select(g => g[recurrent.Offset..(recurrent.Offset + recurrent.Length)])],
            rank);
        return new(all.Anisotropy, all.Concentration, all.Outside, alone.Anisotropy, alone.Outside);
    }

    /// <summary>W_r of the candidate, or of the first part of the cell that sees the state.</summary>
    internal static WeightBlock RecurrentWeights(Network<double> network) =>
        network.Blocks.FirstOrDefault(block => block.Name == "Wr")
        ?? network.Blocks.First(block => block.Name != "Wo" && block.Columns == network.Hidden && block.Rows == network.Hidden);

    /// <summary>The numbers as results name them.</summary>
    internal static IEnumerable<Quantities<TRun, TPoint>> Quantities<TRun, TPoint>(Func<TPoint, GradientStatistics> of) =>
    [
        new("gradientAnisotropy", point => of(point).Anisotropy),
        new("gradientConcentration", point => of(point).Concentration),
        new("gradientOutside", point => of(point).Outside),
        new("recurrentGradientAnisotropy", point => of(point).RecurrentAnisotropy),
        new("recurrentGradientOutside", point => of(point).RecurrentOutside),
    ];
}
