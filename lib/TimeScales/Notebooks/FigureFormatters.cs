using TimeScales.Figures;

namespace TimeScales.Notebooks;

/// <summary>A figure as a picture, which pages without scripts show, as a live chart, and in words.</summary>
internal sealed class FigureFormatters
{
    /// <summary>The representations, the richest first.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new TypeFormatter<Figure>("application/vnd.plotly.v1+json", PlotlyJson.Write),
        new TypeFormatter<Figure>("image/png", figure => FigurePictures.Png(figure) is { } png ? Convert.ToBase64String(png) : null),
        new TypeFormatter<Figure>("text/plain", figure => $"{figure.Title}{(figure.Title.EndsWith('?') ? "" : ".")} {figure.Caption}"),
    ];
}
