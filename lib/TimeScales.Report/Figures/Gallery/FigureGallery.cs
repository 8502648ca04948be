using Plotly.NET;

namespace TimeScales.Figures.Gallery;

/// <summary>Every figure there is: first what was found, then all else in the order of the argument.</summary>
public static class FigureGallery
{
    /// <summary>The figures that say what was found; the page shows them before all others.</summary>
    private static readonly string[] Found = ["reach", "within-lags", "analogies-rates", "anisotropy-multi-over-plain",
        "expansion-sizes", "learned-profiles-adding"];

    private static readonly (string Question, string Notebook, Func<FigureData, IEnumerable<Figure>>[] Draw)[] Argument =
    [
        ("How good is a first-order expansion?", "03-first-order-expansion", [ExpansionErrors.Draw, ExpansionSizes.Draw]),
        ("What decides how far the past reaches?", "04-effective-learning-rates",
            [EffectiveRateProfiles.Draw, ReachOverTraining.Draw, SlopesOverTraining.Draw, Reach.Draw, WithinLags.Draw,
            WidthAndLength.Draw]),
        ("Are gates with SGD as anisotropic as Adam?", "05-anisotropy-gates-and-adam",
            [AnisotropyOverLag.Draw, ConcentrationOverLag.Draw, GradientSpectra.Draw, MultiOverPlain.Draw]),
        ("Do gates act like optimizers?", "06-analogies", [CombinedModels.Draw, GatesAgainstOptimizers.Draw]),
        ("What in the released program changes the answer?", "07-audit", [DepartureChanges.Draw]),
        ("What changes when a task is learned?", "08-networks-that-learn",
            [LearnedProfiles.Draw, LearnedEnvelopes.Draw, LearnedTimeConstants.Draw, LearnedOverTheWay.Draw, Interventions.Draw]),
        ("How do effective learning rates decay with lag?", "11-envelopes-and-windows",
            [EnvelopeDecays.Draw, LearnabilityWindows.Draw]),
    ];

    /// <summary>The figures for which the data has anything to show, in chapters: what was found,
    /// then one per notebook.</summary>
    public static IReadOnlyList<Chapter> Chapters(FigureData data)
    {
        var drawn = Argument.Select(part => new Chapter(part.Question, part.Notebook,
            [.. part.Draw.SelectMany(draw => draw(data)).Where(figure => figure.Panels.Count > 0)
                .Select(figure => figure.WithTicksToRead())])).ToArray();
        var found = Found.SelectMany(name => drawn.SelectMany(chapter => chapter.Figures).Where(figure => figure.Name == name))
            .ToArray();
        return [.. drawn.Select(chapter => chapter with { Figures = [.. chapter.Figures.Except(found)] })
            .Prepend(new Chapter("What was found", null, found)).Where(chapter => chapter.Figures.Count > 0)];
    }

    /// <summary>The same figures without chapters.</summary>
    public static IReadOnlyList<Figure> Draw(FigureData data) => [.. Chapters(data).SelectMany(chapter => chapter.Figures)];

    /// <summary>One figure of the gallery as a chart, to show, restyle, combine and save with
    /// Plotly.NET's own functions.</summary>
    /// <param name="data">What to draw.</param>
    /// <param name="name">The figure's name, which is that of its files.</param>
    /// <exception cref="ArgumentException">The data shows no figure of that name; the message lists
    /// those that it shows.</exception>
    public static GenericChart Chart(FigureData data, string name) =>
        Catalogue.Find(Draw(data), figure => figure.Name, "figure", name).ToChart();
}
