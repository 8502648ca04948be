using Plotly.NET;
using TimeScales.Figures.Gallery;

namespace TimeScales.Figures;

/// <summary>Every figure there is, in the order of the paper.</summary>
public static class FigureGallery
{
    private static readonly Func<FigureData, IEnumerable<Figure>>[] Drawings =
    [
        ExpansionErrors.Draw,
        EffectiveRateProfiles.Draw,
        EffectiveRateHeatMaps.Draw,
        SlopesOverTraining.Draw,
        AnisotropyOverLag.Draw,
        ConcentrationOverLag.Draw,
        GradientSpectra.Draw,
        MultiOverPlain.Draw,
        CombinedModels.Draw,
        GatesAgainstOptimizers.Draw,
        DepartureChanges.Draw,
        LearnedProfiles.Draw,
        LearnedEnvelopes.Draw,
        LearnedTimeConstants.Draw,
        LearnedOverTheWay.Draw,
        Reach.Draw,
        WithinLags.Draw,
    ];

    /// <summary>The figures for which the data has anything to show.</summary>
    public static IReadOnlyList<Figure> Draw(FigureData data) => [.. Drawings.SelectMany(draw => draw(data)).Where(figure => figure.Panels.Count > 0)];

    /// <summary>One figure of the gallery as a chart, to show, restyle, combine and save with Plotly.NET's own functions.</summary>
    /// <param name="data">What to draw.</param>
    /// <param name="name">The figure's name, which is that of its files.</param>
    /// <exception cref="ArgumentException">The data shows no figure of that name; the message lists those that it shows.</exception>
    public static GenericChart Chart(FigureData data, string name) => Catalogue.Find(Draw(data), figure => figure.Name, "figure", name).ToChart();
}
