using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json;
using TimeScales.Experiments;

namespace TimeScales.Figures;

/// <summary>Figures as Plotly's JSON: an object of data and layout that any plotly.js, and a notebook, can show.</summary>
public static class PlotlyJson
{
    /// <summary>Width of a figure over both columns of a page, in pixels of 1/96 in: 7 in.</summary>
    public const int PageWidth = 672;

    /// <summary>Width of a figure whose panels stand one below the other, for a telephone or one column of a page.</summary>
    public const int ColumnWidth = 340;

    private const double HeaderHeight = 24;
    private const string GridColour = "#e8e8e8";

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The figure at page width, with its caption under <c>layout.meta</c>.</summary>
    public static string Write(Figure figure)
    {
        var layout = Layout(figure, PageWidth, isStacked: false, HeaderHeight);
        layout["title"] = new JsonObject
        {
            ["text"] = figure.Title,
            ["font"] = new JsonObject { ["size"] = PanelGrid.FontSize + 2, ["weight"] = "bold" },
            ["x"] = 0,
            ["xanchor"] = "left",
            ["y"] = 1,
            ["yref"] = "container",
            ["yanchor"] = "top",
            ["pad"] = new JsonObject { ["t"] = 4, ["l"] = 4 },
        };
        layout["meta"] = new JsonObject { ["caption"] = $"{figure.Sees} {figure.Caption}" };
        return Text(new JsonObject { ["data"] = Data(figure), ["layout"] = layout });
    }

    /// <summary>The traces.</summary>
    internal static JsonArray Data(Figure figure)
    {
        var ranges = new AxisRanges(figure);
        return [.. figure.Panels.SelectMany((panel, i) =>
            PlotlyTraces.Of(panel, Suffix(i), ranges.Of(i, panel, isX: true), ranges.Of(i, panel, isX: false)))];
    }

    /// <summary>The layout without a title, for a page that writes it as text.</summary>
    internal static JsonObject Layout(Figure figure, int width, bool isStacked, double header = 0)
    {
        var grid = new PanelGrid(figure, width, isStacked, header);
        var ranges = new AxisRanges(figure);
        var annotations = new JsonArray();
        var layout = new JsonObject
        {
            ["width"] = width,
            ["height"] = Math.Round(grid.Height),
            // Axes are placed by their domains alone, so the paper is the whole canvas.
            ["margin"] = new JsonObject { ["l"] = 0, ["r"] = 0, ["t"] = 0, ["b"] = 0 },
            ["font"] = new JsonObject { ["family"] = "Arial, Helvetica, sans-serif", ["size"] = PanelGrid.FontSize,
                ["color"] = Palette.Ink },
            ["paper_bgcolor"] = "white",
            ["plot_bgcolor"] = "white",
            ["hovermode"] = "closest",
            ["dragmode"] = false,
            ["showlegend"] = false,
        };
        for (var i = 0; i < figure.Panels.Count; i++)
        {
            var (panel, place, suffix) = (figure.Panels[i], grid.Places[i], Suffix(i));
            var (xRange, yRange) = (ranges.Of(i, panel, isX: true), ranges.Of(i, panel, isX: false));
            layout[$"xaxis{suffix}"] = Axis(panel.X, xRange, $"y{suffix}", place.HasXTitle, hasTicks: true,
                place.Left / grid.Width, (place.Left + place.Width) / grid.Width);
            layout[$"yaxis{suffix}"] = Axis(panel.Y, yRange, $"x{suffix}", place.HasYTitle, place.HasYTicks,
                1 - (place.Top + place.Height) / grid.Height, 1 - place.Top / grid.Height);

            annotations.Add(Note(panel.Title, suffix, 0, 1, "left", "bottom", Palette.Ink, isBold: true));
            foreach (var label in PointLabels.Of(panel, xRange, yRange, place.Width, place.Height))
                annotations.Add(Beside(label, suffix));
            foreach (var (line, x, y, isBefore) in LineLabels.Of(panel, xRange, yRange, place.Width, place.Height))
                annotations.Add(Note(line.Label!, suffix, x, y, isBefore ? "right" : "left", "middle", line.LabelColour,
                    isBold: false));
        }
        layout["annotations"] = annotations;
        return layout;
    }

    /// <summary>Compact text; tags never occur in a figure, so nothing needs escaping beyond JSON's own.</summary>
    internal static string Text(JsonNode node) => node.ToJsonString(Options);

    private static string Suffix(int panelIndex) => panelIndex == 0 ? "" : FormattableString.Invariant($"{panelIndex + 1}");

    private static JsonObject Axis(Axis axis, (double Low, double High) range, string anchor, bool hasTitle, bool hasTicks,
        double start, double end)
    {
        var json = new JsonObject
        {
            ["type"] = axis.Scale == AxisScale.Logarithmic ? "log" : "linear",
            ["range"] = PlotlyTraces.Numbers([range.Low, range.High]),
            ["domain"] = PlotlyTraces.Numbers([Math.Max(0, start), Math.Min(1, end)]),
            ["anchor"] = anchor,
            ["showline"] = true,
            ["linecolor"] = Palette.Ink,
            ["ticks"] = "outside",
            ["ticklen"] = 3,
            ["showgrid"] = true,
            ["gridcolor"] = GridColour,
            ["zeroline"] = false,
            ["showticklabels"] = hasTicks,
            ["tickangle"] = 0,
        };
        if (hasTitle)
            json["title"] = new JsonObject { ["text"] = axis.Scale == AxisScale.Logarithmic ? $"{axis.Title} (log)" : axis.Title,
                ["standoff"] = 3, ["font"] = new JsonObject { ["size"] = PanelGrid.FontSize } };
        if (axis.Scale == AxisScale.Linear)
        {
            json["nticks"] = 5;
            return json;
        }
        if (axis.Scale == AxisScale.Logarithmic)
        {
            var small = LogarithmicTicks.Between(range.Low, range.High);
            json["minor"] = new JsonObject
            {
                ["tickmode"] = "array", ["tickvals"] = PlotlyTraces.Numbers(small), ["ticks"] = "outside", ["ticklen"] = 2,
                    ["showgrid"] = false,
            };
        }
        var ticks = axis.Scale == AxisScale.Logarithmic
            ? LogarithmicTicks.Powers(range.Low, range.High)
                .Select(power => (Place: Math.Pow(10, power), Text: Numerals.Power(power)))
            : axis.Names!.Select((name, i) => (Place: (double)i, Text: name)).Where(t => t.Text.Length > 0);
        json["tickmode"] = "array";
        json["tickvals"] = PlotlyTraces.Numbers(ticks.Select(t => t.Place));
        json["ticktext"] = new JsonArray([.. ticks.Select(t => (JsonNode?)JsonValue.Create(t.Text))]);
        return json;
    }

    /// <summary>A name beside its point, with a thin line to it where it stands farther off.</summary>
    private static JsonObject Beside(PointLabel label, string suffix)
    {
        var note = Note(label.Point.Label!, suffix, label.X, label.Y, label.Anchor, "middle", label.Point.Colour, isBold: false);
        note["xshift"] = 0;
        note["ax"] = PlotlyTraces.Number(label.ShiftX);
        note["ay"] = PlotlyTraces.Number(label.ShiftY);
        note["showarrow"] = true;
        note["arrowhead"] = 0;
        note["arrowwidth"] = 0.7;
        note["arrowcolor"] = label.IsFar ? Palette.Grey : "rgba(0,0,0,0)";
        note["standoff"] = 4;
        return note;
    }

    private static JsonObject Note(string text, string suffix, double x, double y, string xAnchor, string yAnchor, string colour,
        bool isBold) => new()
    {
        ["text"] = text,
        ["xref"] = $"x{suffix} domain",
        ["yref"] = $"y{suffix} domain",
        ["x"] = PlotlyTraces.Number(x),
        ["y"] = PlotlyTraces.Number(y),
        ["xanchor"] = xAnchor,
        ["yanchor"] = yAnchor,
        // Before a line that falls to its end, a name needs the room of its own height.
        ["xshift"] = isBold ? 0 : xAnchor == "right" ? -PanelGrid.FontSize : 3,
        ["showarrow"] = false,
        ["font"] = new JsonObject { ["size"] = PanelGrid.FontSize, ["color"] = colour, ["weight"] = isBold ? "bold" : "normal" },
    };
}
