using System.Drawing;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TimeScales.Figures;
using TimeScales.Figures.Gallery;

namespace TimeScales.Tests.Figures;

/// <summary>A colour has one meaning in everything that is drawn: read from what plotly.js gets, figures and notebooks alike.</summary>
internal sealed partial class CellColourTests
{
    private const string Grey = "grey";

    /// <summary>Cells beyond the six share one colour.</summary>
    private const string Further = "learnt constants";

    private static IEnumerable<(string Where, JsonNode Chart)> Figures =>
        FigureGallery.Draw(FigureData.Read(Repository.PathOf("figures", "data"))).Concat(FigureGallery.Draw(SyntheticData.Whole()))
            .Select(figure => (figure.Name, JsonNode.Parse(PlotlyJson.Write(figure))!));

    private static IEnumerable<(string Where, JsonNode Chart)> Notebooks =>
        from path in Directory.GetFiles(Repository.PathOf("notebooks"), "*.ipynb").Order()
        from cell in JsonNode.Parse(File.ReadAllText(path))!["cells"]!.AsArray()
        from output in (cell!["outputs"] as JsonArray ?? [])
        let chart = output!["data"]?["application/vnd.plotly.v1+json"]
        where chart is not null
        select (Path.GetFileName(path), chart);

    [Test]
    public void A_cell_has_one_colour_in_all_figures_and_notebooks_and_no_two_have_the_same()
    {
        var seen = Figures.Concat(Notebooks).SelectMany(chart => Coloured(chart.Where, chart.Chart)).Where(thing => thing.Cell is not ("" or Further))
            .Select(thing => (thing.Cell, thing.Hue, thing.Where)).Distinct().ToArray();

        foreach (var cell in seen.GroupBy(thing => thing.Cell))
            Assert.That(cell.Select(thing => thing.Hue).Distinct().Count(), Is.EqualTo(1),
                string.Join(", ", cell.GroupBy(thing => thing.Hue).Select(hue => $"{cell.Key} is {hue.Key} in {hue.First().Where}")));
        Assert.That(seen.Select(thing => (thing.Cell, thing.Hue)).Distinct().Select(thing => thing.Hue), Is.Unique);
        Assert.That(seen.Select(thing => thing.Cell).Distinct(), Has.Exactly(6).Items);
    }

    [Test]
    public void What_is_no_cell_is_grey_in_all_figures() =>
        Assert.That(Figures.SelectMany(chart => Coloured(chart.Where, chart.Chart)).Where(thing => thing.Cell.Length == 0 && thing.Hue != Grey).Distinct(), Is.Empty);

    /// <summary>Everything of a chart that has a colour, with the one cell that its words name; empty where they name none or two.</summary>
    private static IEnumerable<(string Where, string Cell, string Hue)> Coloured(string where, JsonNode chart)
    {
        foreach (var trace in chart["data"]!.AsArray())
        {
            var name = (string?)trace!["name"] ?? "";
            foreach (var colour in new[] { trace["line"]?["color"], trace["fillcolor"], trace["error_y"]?["color"] }.OfType<JsonValue>())
                yield return (where, Cell([name]), Hue((string)colour!));
            if (trace["marker"]?["color"] is not JsonArray colours)
                continue;
            var axis = chart["layout"]![((string)trace["yaxis"]!).Replace("y", "yaxis", StringComparison.Ordinal)]!;
            var hasNames = (string?)axis["type"] == "linear" && axis["ticktext"] is not null;
            for (var i = 0; i < colours.Count; i++)
            {
                var place = hasNames ? axis["tickvals"]!.AsArray().ToList().FindIndex(tick => (double)tick! == (double)trace["y"]![i]!) : -1;
                var words = place >= 0 ? (string)axis["ticktext"]![place]! : ((string)trace["hovertext"]![i]!).Split(':')[0];
                yield return (where, Cell([words, name]), Hue((string)colours[i]!));
            }
        }
    }

    /// <summary>By the first of the texts that names a cell.</summary>
    private static string Cell(IEnumerable<string> texts) => texts
        .Select(text => CellNames().Matches(text).Select(match => match.Value.ToLowerInvariant()).Distinct().ToArray()).FirstOrDefault(cells => cells.Length > 0) is [var one] ? one : "";

    /// <summary>Pale and transparent steps of a colour have its hue.</summary>
    private static string Hue(string colour)
    {
        var parts = colour.StartsWith('#')
            ? [.. Enumerable.Range(0, 3).Select(i => Convert.ToInt32(colour.Substring(1 + 2 * i, 2), 16))]
            : Numbers().Matches(colour).Take(3).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture)).ToArray();
        var at = Color.FromArgb(parts[0], parts[1], parts[2]);
        return at.GetSaturation() < 0.1 ? Grey : $"{5 * (int)Math.Round(at.GetHue() / 5)}";
    }

    [GeneratedRegex($"{Further}|leaky|scalar|multi|plain|gru|lstm", RegexOptions.IgnoreCase)]
    private static partial Regex CellNames();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
