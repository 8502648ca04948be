using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TimeScales.Kernel;

/// <summary>Charts of Plotly.NET, whose own formatter by convention is a placeholder in version 6.0.0.</summary>
/// <remarks>
/// As JSON for front ends that draw it themselves, and as HTML that loads plotly.js from where the chart says: with require.js
/// where the page has it (Jupyter Notebook), else by a script element (JupyterLab).
/// </remarks>
internal static partial class PlotlyCharts
{
    private const string UsualSource = "https://cdn.plot.ly/plotly-2.28.0.min.js";

    /// <summary>The chart; null for anything else.</summary>
    internal static MimeBundle? Format(object value)
    {
        var type = value.GetType();
        while (type is not null && type.FullName != "Plotly.NET.GenericChart")
            type = type.BaseType;
        if (type is null || Call(type, "toFigureJson", value) is not string json)
            return null;
        return new MimeBundle()
            .Add("application/vnd.plotly.v1+json", json)
            .Add("text/html", Html(json, Call(type, "toEmbeddedHTML", value) as string ?? ""))
            .Add("text/plain", $"Chart of {JsonNode.Parse(json)?["data"]?.AsArray().Count} traces");
    }

    private static object? Call(Type type, string method, object chart) =>
        type.GetMethod(method, BindingFlags.Public | BindingFlags.Static)?.Invoke(null, [chart]);

    private static string Html(string json, string page)
    {
        var id = $"plotly-{Guid.NewGuid():N}";
        var source = Source().Match(page) is { Success: true } match ? match.Groups["source"].Value : UsualSource;
        return $$"""
            <div id="{{id}}"></div>
            <script type="text/javascript">
            (function () {
                var figure = {{json.Replace("</", "<\\/", StringComparison.Ordinal)}};
                function draw(plotly) { plotly.newPlot("{{id}}", figure.data, figure.layout, figure.config); }
                if (window.Plotly) {
                    draw(window.Plotly);
                } else if (typeof window.requirejs === "function" && typeof window.define === "function") {
                    window.requirejs.config({ paths: { plotly: "{{source[..^".js".Length]}}" } });
                    window.requirejs(["plotly"], function (plotly) { draw(plotly || window.Plotly); });
                } else {
                    var script = document.createElement("script");
                    script.src = "{{source}}";
                    script.onload = function () { draw(window.Plotly); };
                    document.head.appendChild(script);
                }
            })();
            </script>
            """;
    }

    [GeneratedRegex("src=\"(?<source>https://[^\"]*plotly[^\"]*\\.js)\"")]
    private static partial Regex Source();
}
