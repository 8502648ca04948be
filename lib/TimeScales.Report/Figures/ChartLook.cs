using Newtonsoft.Json.Linq;
using Plotly.NET.CSharp;
using Plotly.NET;

namespace TimeScales.Figures;

/// <summary>The look of this project's figures for a chart of one panel that was built with Plotly.NET's own functions.</summary>
public static class ChartLook
{
    /// <summary>The chart with a title, a caption, named axes and the fonts and sizes of the gallery; its
    /// traces stay as they are.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="title">What is shown, in one line.</param>
    /// <param name="caption">What to look at; kept under <c>layout.meta</c>.</param>
    /// <param name="x">Name of the horizontal axis, with its unit.</param>
    /// <param name="y">Name of the vertical axis, with its unit.</param>
    /// <param name="isLogarithmic">Whether the vertical axis is logarithmic, with a tick at each power of ten.</param>
    public static GenericChart WithLook(this GenericChart chart, string title, string caption, string x, string y,
        bool isLogarithmic = false)
    {
        JObject Axis(string name) => new()
        {
            ["title"] = new JObject { ["text"] = name, ["standoff"] = 6 }, ["gridcolor"] = "#e8e8e8", ["zeroline"] = false,
                ["automargin"] = true,
        };
        var vertical = Axis(y);
        if (isLogarithmic)
            (vertical["type"], vertical["exponentformat"], vertical["nticks"]) = ("log", "power", 8);
        var layout = new JObject
        {
            ["title"] = new JObject
            {
                ["text"] = title, ["x"] = 0, ["xanchor"] = "left", ["pad"] = new JObject { ["l"] = 8 },
                ["font"] = new JObject { ["size"] = PanelGrid.FontSize + 2, ["weight"] = "bold" },
            },
            ["font"] = new JObject { ["family"] = "Arial, Helvetica, sans-serif", ["size"] = PanelGrid.FontSize,
                ["color"] = Palette.Ink },
            ["legend"] = new JObject { ["orientation"] = "h", ["traceorder"] = "normal", ["x"] = 0, ["y"] = 1.0,
                ["yanchor"] = "bottom" },
            ["margin"] = new JObject { ["l"] = 8, ["r"] = 12, ["t"] = 60, ["b"] = 8 },
            ["paper_bgcolor"] = "white",
            ["plot_bgcolor"] = "white",
            ["xaxis"] = Axis(x),
            ["yaxis"] = vertical,
            ["meta"] = new JObject { ["caption"] = caption },
        };
        return GenericChart.setLayout(FigureCharts.Populated(new Layout(), layout), chart)
            .WithSize(Width: PlotlyJson.PageWidth, Height: 330);
    }

    /// <summary>The colour that a cell has in every figure.</summary>
    /// <param name="cell">The cell's name.</param>
    /// <param name="opacity">From 0 to 1: below 1 for bands.</param>
    /// <exception cref="ArgumentException">There is no such cell; the message lists them.</exception>
    public static Color ColourOf(string cell, double opacity = 1) =>
        Color.fromString(Palette.Faded(Palette.OfCell(cell), opacity));

    /// <summary>For what should stay behind the data.</summary>
    public static Color Grey => Color.fromHex(Palette.Grey);

    /// <summary>For text and reference lines.</summary>
    public static Color Ink => Color.fromHex(Palette.Ink);
}
