using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text;
using Plotly.NET;
using TimeScales.Figures;

namespace TimeScales.Notebooks;

/// <summary>A chart in each form that a front end may know: Plotly's JSON, markup that draws itself, a picture, words.</summary>
internal static class ChartFormats
{
    /// <summary>Whether outputs are for a file that others read without scripts: then they are without markup. Set by the
    /// runner.</summary>
    private static bool IsStatic => Environment.GetEnvironmentVariable("REPRODUCTION_OUTPUTS") == "static";

    /// <summary>What was shown since plotly.js was last brought along.</summary>
    private static readonly HashSet<string> Shown = [];

    private static bool isBrought;

    /// <summary>Plotly's JSON, for VS Code and for whoever reads the notebook's file.</summary>
    public static string Json(GenericChart chart) => GenericChart.toFigureJson(chart);

    /// <summary>A picture, which GitHub shows, in Base64; null where there is no Chromium.</summary>
    public static string? Picture(GenericChart chart) =>
        ChartPictures.Png(Sized(chart)) is { } png ? Convert.ToBase64String(png) : null;

    /// <summary>The chart's title and caption, or what it consists of.</summary>
    public static string Words(GenericChart chart)
    {
        var layout = JsonNode.Parse(Json(chart))!["layout"];
        var title = (string?)(layout?["title"] is JsonObject named ? named["text"] : layout?["title"]);
        return (title, (string?)layout?["meta"]?["caption"]) switch
        {
            (null, _) => $"Chart of {GenericChart.countTrace(chart)} traces",
            (_, null) => title,
            (_, var caption) => $"{title}{(title.EndsWith('?') ? "" : ".")} {caption}",
        };
    }

    /// <summary>Markup that draws the chart without a network; null in a static file.</summary>
    /// <remarks>
    /// The first chart of a process brings plotly.js along, packed, and every other one finds it in the page. So does a chart
    /// that is shown again: its page may be another, for a kernel outlives a page that is loaded anew.
    /// </remarks>
    public static string? Html(GenericChart chart)
    {
        if (IsStatic || PlotlyBundle.Find(Path.Combine(Reproduction.Root, "figures")) is not { } plotly)
            return null;
        // In a script's text only this sequence ends the script.
        var json = Json(chart).Replace("</", "<\\/", StringComparison.Ordinal);
        var library = BringsLibrary(json)
            ? $"\n<script>{Loader.Replace("PACKED", Packed(plotly), StringComparison.Ordinal)}</script>" : "";
        var id = $"chart-{Guid.NewGuid():N}";
        return $$"""
            <div id="{{id}}" class="timescales-chart"></div>{{library}}
            <script>
            (async () => {
              const chart = {{json}};
              const place = document.getElementById('{{id}}');
              for (let wait = 0; !window.timescalesPlotly; wait++) {
                if (wait === 100)
                  place.textContent = 'This page has no plotly.js yet: run this cell again to see its chart.';
                await new Promise(done => setTimeout(done, 50));
              }
              place.textContent = '';
              (await window.timescalesPlotly).newPlot(place, chart.data, chart.layout, { displaylogo: false });
            })();
            </script>
            """;
    }

    /// <summary>Unpacks plotly.js into <c>window.timescalesPlotly</c>, out of reach of a page's own module loader.</summary>
    private const string Loader = """
        window.timescalesPlotly ??= (async () => {
          const bytes = Uint8Array.from(atob('PACKED'), c => c.charCodeAt(0));
          const code = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
          new Function('define', 'module', 'exports', code)();
          return window.Plotly;
        })();
        """;

    private static bool BringsLibrary(string chart)
    {
        lock (Shown)
        {
            var brings = !isBrought || Shown.Contains(chart);
            if (brings)
                Shown.Clear();
            isBrought = true;
            Shown.Add(chart);
            return brings;
        }
    }

    private static string Packed(string path)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.SmallestSize))
            zip.Write(File.ReadAllBytes(path));
        return Convert.ToBase64String(packed.ToArray());
    }

    /// <summary>The JSON with a width and height, which a picture needs.</summary>
    internal static string Sized(GenericChart chart)
    {
        var json = JsonNode.Parse(Json(chart))!;
        var layout = json["layout"] as JsonObject ?? [];
        layout["width"] ??= PlotlyJson.PageWidth;
        layout["height"] ??= 400;
        json["layout"] = layout;
        return json.ToJsonString();
    }
}
