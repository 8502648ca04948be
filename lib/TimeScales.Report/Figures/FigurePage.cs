using System.Net;
using System.Text.Json.Nodes;
using System.Text;

namespace TimeScales.Figures;

/// <summary>One page with every figure, live, that needs nothing but plotly.min.js beside it.</summary>
internal static class FigurePage
{
    /// <summary>Figures travel inside the page, because a browser lets a page opened from disk read no other file.</summary>
    public static string Write(IReadOnlyList<Figure> figures, bool hasPictures)
    {
        var body = new StringBuilder();
        foreach (var figure in figures)
        {
            var json = new JsonObject
            {
                ["data"] = PlotlyJson.Data(figure),
                ["wide"] = PlotlyJson.Layout(figure, PlotlyJson.PageWidth, isStacked: false),
                ["narrow"] = PlotlyJson.Layout(figure, PlotlyJson.ColumnWidth, isStacked: true),
            };
            var picture = hasPictures ? $"<a href=\"{figure.Name}.png\">PNG</a> · " : "";
            body.Append($"""
                <figure id="{figure.Name}">
                <h2>{WebUtility.HtmlEncode(figure.Title)}</h2>
                <div class="chart"></div>
                <figcaption>{WebUtility.HtmlEncode(figure.Caption)} <span class="files">{picture}<a href="{figure.Name}.json">Plotly JSON</a></span></figcaption>
                <script type="application/json">{PlotlyJson.Text(json)}</script>
                </figure>

                """);
        }
        var contents = string.Concat(figures.Select(f => $"<li><a href=\"#{f.Name}\">{WebUtility.HtmlEncode(f.Title)}</a></li>\n"));
        return Head + $"<ol>\n{contents}</ol>\n" + body + Script;
    }

    private const string Head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Figures</title>
        <link rel="icon" href="data:,">
        <style>
        body { font: 16px/1.45 system-ui, sans-serif; color: #202020; max-width: 700px; margin: 0 auto; padding: 12px 10px 60px; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
        figure { margin: 2.5rem 0 0; } figcaption { font-size: .9rem; margin-top: .5rem; }
        .files { white-space: nowrap; } a { color: #0057a0; }
        </style>
        </head>
        <body>
        <h1>Time-scale coupling between states and parameters: figures</h1>
        <p>Drawn by <code>reproduce figures</code>. Point at a curve for its values.</p>
        <noscript><p>The charts need JavaScript; the PNG files beside this page show the same.</p></noscript>

        """;

    private const string Script = """
        <script src="plotly.min.js"></script>
        <script>
        const screen700 = matchMedia('(min-width: 700px)');
        async function draw() {
          for (const figure of document.querySelectorAll('figure')) {
            const chart = figure.querySelector('.chart');
            const { data, wide, narrow } = JSON.parse(figure.querySelector('script').textContent);
            const layout = screen700.matches ? wide : { ...narrow, width: Math.min(chart.clientWidth, 520) };
            await Plotly.react(chart, data, layout, { displayModeBar: false });
          }
        }
        screen700.addEventListener('change', draw);
        draw();
        </script>
        </body>
        </html>

        """;
}
