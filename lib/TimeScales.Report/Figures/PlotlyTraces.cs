using System.Globalization;
using System.Text.Json.Nodes;
using TimeScales.Experiments;

namespace TimeScales.Figures;

/// <summary>Marks as Plotly traces.</summary>
/// <remarks>What a reader sees when hovering is written out as text: Plotly's templates would need tags.</remarks>
internal static class PlotlyTraces
{
    private const double BandOpacity = 0.22, FaintOpacity = 0.35;

    /// <summary>The traces of a panel's marks.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="axes">Number of its axes, as a suffix of "x" and "y".</param>
    /// <param name="xRange">What its horizontal axis shows, in Plotly's terms.</param>
    /// <param name="yRange">What its vertical axis shows.</param>
    public static IEnumerable<JsonObject> Of(Panel panel, string axes, (double Low, double High) xRange,
        (double Low, double High) yRange) => panel.Marks.SelectMany(mark => mark switch
    {
        Line line => Of(line, panel),
        Dots dots => [Of(dots, panel)],
        Points points => [Of(points)],
        Guide guide => [Of(guide, panel, guide.IsVertical ? yRange : xRange)],
        _ => throw new NotSupportedException($"A mark of type {mark.GetType().Name} has no trace."),
    }).Select(trace =>
    {
        trace["xaxis"] = $"x{axes}";
        trace["yaxis"] = $"y{axes}";
        return trace;
    });

    /// <summary>A number with five significant digits, or null where there is none.</summary>
    public static JsonNode? Number(double value) =>
        double.IsFinite(value)
            ? JsonValue.Create(double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
            : null;

    /// <summary>An array of numbers.</summary>
    public static JsonArray Numbers(IEnumerable<double> values) => [.. values.Select(Number)];

    private static JsonArray Texts(IEnumerable<string> values) => [.. values.Select(text => (JsonNode?)JsonValue.Create(text))];

    private static IEnumerable<JsonObject> Of(Line line, Panel panel)
    {
        var isLogarithmic = panel.Y.Scale == AxisScale.Logarithmic;
        double Shown(double value) => isLogarithmic && value <= 0 ? double.NaN : value;
        var y = line.Y.Select(Shown).ToArray();
        if (line.Spread is { Kind: SpreadKind.Band } band)
            yield return Band(line, [.. band.Lower.Select(Shown)], [.. band.Upper.Select(Shown)]);
        var trace = new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = line.HasMarkers ? "lines+markers" : "lines",
            ["name"] = line.Name,
            ["x"] = Numbers(line.X),
            ["y"] = Numbers(y),
            ["line"] = new JsonObject { ["color"] = line.Colour, ["width"] = line.Width, ["dash"] = line.Dash },
            ["showlegend"] = false,
            ["hoverinfo"] = "text",
            ["hovertext"] = Texts(line.X.Select((x, i) =>
                $"{line.Name}, {panel.X.Title} {Numerals.Text(x)}: "
                    + $"{Numerals.Text(y[i])}{(line.Spread is { } s ? Ends(s.Lower[i], s.Upper[i]) : "")}")),
        };
        if (line.HasMarkers)
            trace["marker"] = new JsonObject { ["size"] = 5, ["color"] = line.Colour };
        if (line.Spread is { Kind: SpreadKind.Bars } bars)
            trace["error_y"] = Errors(line.Colour, line.Y, bars.Lower, bars.Upper);
        yield return trace;
    }

    /// <summary>One closed outline per unbroken stretch, because an area between two traces closes over gaps.</summary>
    private static JsonObject Band(Line line, double[] lower, double[] upper)
    {
        var (x, y) = (new List<double>(), new List<double>());
        for (var start = 0; start < lower.Length; start++)
        {
            var end = start;
            while (end < lower.Length && double.IsFinite(lower[end]) && double.IsFinite(upper[end]))
                end++;
            if (end == start)
                continue;
            if (x.Count > 0)
                (x, y) = ([.. x, double.NaN], [.. y, double.NaN]);
            for (var i = start; i < end; i++)
                (x, y) = ([.. x, line.X[i]], [.. y, upper[i]]);
            for (var i = end - 1; i >= start; i--)
                (x, y) = ([.. x, line.X[i]], [.. y, lower[i]]);
            start = end;
        }
        return new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "lines",
            ["name"] = $"{line.Name}, band",
            ["x"] = Numbers(x),
            ["y"] = Numbers(y),
            ["fill"] = "toself",
            ["fillcolor"] = Palette.Faded(line.Colour, BandOpacity),
            ["line"] = new JsonObject { ["width"] = 0, ["color"] = line.Colour },
            ["showlegend"] = false,
            ["hoverinfo"] = "skip",
        };
    }

    private static JsonObject Of(Dots dots, Panel panel) => new()
    {
        ["type"] = "scatter",
        ["mode"] = "markers",
        ["name"] = panel.Title,
        ["x"] = Numbers(dots.Points.Select(p => p.Value)),
        ["y"] = Numbers(dots.Points.Select(p => (double)p.Place)),
        ["marker"] = new JsonObject { ["size"] = 7, ["color"] = Texts(dots.Points.Select(p => p.Colour)) },
        ["error_x"] = Errors(Palette.Ink, [.. dots.Points.Select(p => p.Value)], [.. dots.Points.Select(p => p.Lower)],
            [.. dots.Points.Select(p => p.Upper)]),
        ["showlegend"] = false,
        ["hoverinfo"] = "text",
        ["hovertext"] =
            Texts(dots.Points.Select(p => $"{panel.Y.Names![p.Place]}: {Numerals.Text(p.Value)}{Ends(p.Lower, p.Upper)}")),
    };

    private static JsonObject Of(Points points) => new()
    {
        ["type"] = "scatter",
        ["mode"] = "markers",
        ["name"] = points.Name,
        ["x"] = Numbers(points.All.Select(p => p.X)),
        ["y"] = Numbers(points.All.Select(p => p.Y)),
        ["marker"] = new JsonObject
        {
            ["size"] = points.IsFaint ? 5 : 9,
            ["opacity"] = points.IsFaint ? FaintOpacity : 1,
            ["color"] = Texts(points.All.Select(p => p.Colour)),
            ["symbol"] = Texts(points.All.Select(p => p.Symbol)),
        },
        ["showlegend"] = false,
        ["hoverinfo"] = "text",
        ["hovertext"] = Texts(points.All.Select(p => p.Words)),
    };

    /// <remarks>Not a shape of the layout: those lie above the data or below the grid.</remarks>
    private static JsonObject Of(Guide guide, Panel panel, (double Low, double High) across)
    {
        var scale = (guide.IsVertical ? panel.Y : panel.X).Scale;
        double[] ends = scale == AxisScale.Logarithmic ? [Math.Pow(10, across.Low), Math.Pow(10, across.High)]
            : [across.Low, across.High];
        double[] values = [guide.Value, guide.Value];
        return new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "lines",
            ["name"] = "guide",
            ["x"] = Numbers(guide.IsVertical ? values : ends),
            ["y"] = Numbers(guide.IsVertical ? ends : values),
            ["line"] = new JsonObject { ["color"] = Palette.Grey, ["width"] = 1.2 },
            ["showlegend"] = false,
            ["hoverinfo"] = "skip",
        };
    }

    private static JsonObject Errors(string colour,
        IReadOnlyList<double> values, IReadOnlyList<double> lower, IReadOnlyList<double> upper) => new()
    {
        ["type"] = "data",
        ["symmetric"] = false,
        ["array"] = Numbers(upper.Select((end, i) => Math.Max(0, end - values[i]))),
        ["arrayminus"] = Numbers(lower.Select((end, i) => Math.Max(0, values[i] - end))),
        ["thickness"] = 1.2,
        ["width"] = 3,
        ["color"] = colour,
    };

    private static string Ends(double lower, double upper) =>
        double.IsFinite(lower) && double.IsFinite(upper) ? $" ({Numerals.Text(lower)} to {Numerals.Text(upper)})" : "";
}
