using System.Net;
using System.Text.Json.Nodes;
using System.Text;

namespace TimeScales.Figures;

/// <summary>One page with every figure, live, that needs nothing but plotly.min.js beside it.</summary>
internal static class FigurePage
{
    /// <summary>Figures travel inside the page, because a browser lets a page opened from disk read no other file.</summary>
    /// <remarks>The first chapter is open and every other one is closed, so that the page is short on a telephone; a chart is
    /// drawn when it is first seen.</remarks>
    public static string Write(IReadOnlyList<Chapter> chapters, bool hasPictures)
    {
        var body = new StringBuilder();
        foreach (var (place, chapter) in chapters.Index())
        {
            var more = chapter.Notebook is { } notebook
                ? $"<p>Derived and discussed in <a href=\"../notebooks/{notebook}.ipynb\">{notebook}</a>.</p>\n" : "";
            var figures = string.Concat(chapter.Figures.Select(figure => Figure(figure, hasPictures)));
            body.Append(place == 0 ? figures
                : $"<details>\n<summary><h2>{Text(chapter.Title)}</h2></summary>\n{more}{figures}</details>\n");
        }
        static string Entry(Figure figure) => $"<li><a href=\"#{figure.Name}\">{Text(figure.Title)}</a></li>\n";
        var contents = string.Concat(chapters.Select(chapter =>
            $"<li>{Text(chapter.Title)}\n<ol>\n{string.Concat(chapter.Figures.Select(Entry))}</ol></li>\n"));
        return Head + body
            + $"<details>\n<summary><h2>All figures by name</h2></summary>\n<ol "
            + $"class=\"contents\">\n{contents}</ol>\n</details>\n" + Script;
    }

    private static string Figure(Figure figure, bool hasPictures)
    {
        var json = new JsonObject
        {
            ["data"] = PlotlyJson.Data(figure),
            ["wide"] = PlotlyJson.Layout(figure, PlotlyJson.PageWidth, isStacked: false),
            ["narrow"] = PlotlyJson.Layout(figure, PlotlyJson.ColumnWidth, isStacked: true),
        };
        var picture = hasPictures ? $"<a href=\"{figure.Name}.png\">PNG</a> · " : "";
        return $"""
            <figure id="{figure.Name}">
            <h3>{Text(figure.Title)}</h3>
            <p>{Text(figure.Sees)}</p>
            <div class="chart" style="height:{json["wide"]!["height"]}px"></div>
            <figcaption>{Text(figure.Caption)} <span class="files">{picture}<a href="{figure.Name}.json">Plotly JSON</a></span></figcaption>
            <script type="application/json">{PlotlyJson.Text(json)}</script>
            </figure>

            """;
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private const string Head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Do gates set a recurrent network's learning rates? Figures</title>
        <link rel="icon" href="data:,">
        <style>
        body { font: 16px/1.45 system-ui, sans-serif; color: #202020; max-width: 700px; margin: 0 auto; padding: 12px 10px 60px; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 0; display: inline; } h3 { font-size: 1.05rem; margin: 0 0 .3rem; }
        figure { margin: 2.2rem 0 0; } figure p { margin: 0 0 .5rem; } figcaption { font-size: .85rem; margin-top: .5rem; color: #505050; }
        details { margin-top: 1.6rem; border-top: 1px solid #d0d0d0; padding-top: .8rem; } summary { cursor: pointer; }
        .contents { padding-left: 1.2rem; } .files { white-space: nowrap; } a { color: #0057a0; }
        </style>
        </head>
        <body>
        <h1>Do gates set a recurrent network’s learning rates?</h1>
        <p>What was found, one figure each; below, every other figure by the question that it answers. Point at a curve for its values.</p>
        <noscript><p>The charts need JavaScript; the PNG files beside this page show the same.</p></noscript>

        """;

    private const string Script = """
        <script src="plotly.min.js"></script>
        <script>
        const screen700 = matchMedia('(min-width: 700px)');
        async function draw(figure) {
          const chart = figure.querySelector('.chart');
          const { data, wide, narrow } = JSON.parse(figure.querySelector('script').textContent);
          const layout = screen700.matches ? wide : { ...narrow, width: Math.min(chart.clientWidth, 520) };
          chart.style.height = '';
          await Plotly.react(chart, data, layout, { displayModeBar: false });
        }
        const seen = new IntersectionObserver(entries => entries.filter(entry => entry.isIntersecting).forEach(entry => {
          seen.unobserve(entry.target);
          draw(entry.target);
        }), { rootMargin: '600px' });
        const begin = () => document.querySelectorAll('figure').forEach(figure => seen.observe(figure));
        screen700.addEventListener('change', begin);
        begin();
        function open() {
          const target = document.getElementById(location.hash.slice(1));
          if (!target) return;
          target.closest('details')?.setAttribute('open', '');
          target.scrollIntoView();
        }
        addEventListener('hashchange', open);
        open();
        </script>
        </body>
        </html>

        """;
}
