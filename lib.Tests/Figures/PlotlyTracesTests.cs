using System.Text.Json.Nodes;
using TimeScales.Figures;

namespace TimeScales.Tests.Figures;

/// <summary>Each kind of mark as Plotly's traces, with values whose picture is known.</summary>
internal sealed class PlotlyTracesTests
{
    private static readonly Axis Linear = new("h", AxisScale.Linear), Logarithmic = new("S", AxisScale.Logarithmic);

    [Test]
    public void Points_have_their_own_place_shape_colour_and_words()
    {
        PlacedPoint[] points = [new(1, 10, Palette.Blue, "first") { Symbol = "diamond", Label = "a" }, new(2, 100, Palette.Green, "second")];
        var figure = Of(Logarithmic, new Points("p", points));

        var trace = Traces(figure).Single();
        Assert.That((trace["x"]!.ToJsonString(), trace["y"]!.ToJsonString()), Is.EqualTo(("[1,2]", "[10,100]")));
        Assert.That(Texts(trace["marker"]!["symbol"]!), Is.EqualTo(new[] { "diamond", "circle" }));
        Assert.That(Texts(trace["marker"]!["color"]!), Is.EqualTo(new[] { Palette.Blue, Palette.Green }));
        Assert.That(Texts(trace["hovertext"]!), Is.EqualTo(new[] { "first", "second" }));
        Assert.That((double)trace["marker"]!["opacity"]!, Is.EqualTo(1));
        Assert.That((double)Traces(Of(Logarithmic, new Points("p", points) { IsFaint = true })).Single()["marker"]!["opacity"]!, Is.LessThan(0.5));
    }

    /// <summary>Four decades have a name each and strokes at their multiples; twelve have a name every third and a stroke at each other.</summary>
    [TestCase(1e-2, 1e2, "10⁻² 10⁻¹ 10⁰ 10¹ 10²", 4 * 8)]
    [TestCase(1e-6, 1e6, "10⁻⁶ 10⁻³ 10⁰ 10³ 10⁶", 8)]
    public void A_logarithmic_axis_names_powers_of_ten_and_says_what_it_is(double low, double high, string names, int strokes)
    {
        var axis = Layout(Of(Logarithmic, new Line("S", Palette.Blue, [1, 2], [low, high])))["yaxis"]!;

        Assert.That(string.Join(' ', Texts(axis["ticktext"]!)), Is.EqualTo(names));
        Assert.That(axis["tickvals"]!.AsArray().Select(value => Math.Log10((double)value!)), Has.All.Matches<double>(power => Math.Abs(power - Math.Round(power)) < 1e-9));
        Assert.That(axis["minor"]!["tickvals"]!.AsArray(), Has.Count.InRange(strokes, strokes + 5));
        Assert.That((string?)axis["title"]!["text"], Is.EqualTo("S (log)"));
    }

    [Test]
    public void A_line_has_its_own_points_and_a_logarithmic_axis_shows_none_that_it_has_no_place_for()
    {
        var line = new Line("S", Palette.Blue, [1, 2, 4, 8], [10, 0, -1, double.NaN]) { HasMarkers = true, Dash = "dot" };

        var trace = Traces(Of(Logarithmic, line)).Single();
        Assert.That((trace["x"]!.ToJsonString(), trace["y"]!.ToJsonString()), Is.EqualTo(("[1,2,4,8]", "[10,null,null,null]")));
        Assert.That(Texts(trace["hovertext"]!),
            Is.EqualTo(new[] { "S, h 1: 10", "S, h 2: no finite value", "S, h 4: no finite value", "S, h 8: no finite value" }));
        Assert.That(((string?)trace["mode"], (string?)trace["line"]!["color"], (string?)trace["line"]!["dash"]),
            Is.EqualTo(("lines+markers", Palette.Blue, "dot")));
        Assert.That(Traces(Of(Linear, line)).Single()["y"]!.ToJsonString(), Is.EqualTo("[10,0,-1,null]"));
    }

    /// <summary>Forth along the upper ends and back along the lower ones; where an end is missing the area ends and another
    /// begins.</summary>
    [Test]
    public void A_band_is_an_outline_around_each_unbroken_stretch()
    {
        var band = new Spread(SpreadKind.Band, [9, 18, double.NaN, 36, 45], [11, 22, 33, 44, 55]);
        var line = new Line("S", Palette.Blue, [1, 2, 3, 4, 5], [10, 20, 30, 40, 50]) { Spread = band };

        var traces = Traces(Of(Linear, line));
        Assert.That(traces, Has.Length.EqualTo(2));
        Assert.That(traces[0]["x"]!.ToJsonString(), Is.EqualTo("[1,2,2,1,null,4,5,5,4]"));
        Assert.That(traces[0]["y"]!.ToJsonString(), Is.EqualTo("[11,22,18,9,null,44,55,45,36]"));
        Assert.That(((string?)traces[0]["fill"], (string?)traces[0]["fillcolor"]),
            Is.EqualTo(("toself", "rgba(0,114,178,0.22)")));
        Assert.That(Texts(traces[1]["hovertext"]!).Take(3),
            Is.EqualTo(new[] { "S, h 1: 10 (9 to 11)", "S, h 2: 20 (18 to 22)", "S, h 3: 30" }));
    }

    [Test]
    public void Bars_reach_from_the_value_to_either_end()
    {
        var line = new Line("S", Palette.Blue, [1, 2], [10, 20]) { Spread = new Spread(SpreadKind.Bars, [9, 20], [13, 21]) };
        var points = new Dots([new Dot(0, Palette.Blue, 10, 9, 13), new Dot(2, Palette.Green, 20, 17, 21)]);

        var bars = Traces(Of(Linear, line)).Single()["error_y"]!;
        var dots = Traces(Of(new Axis("", AxisScale.Names, Names: ["a", "", "b"]), points)).Single();

        Assert.That((bars["array"]!.ToJsonString(), bars["arrayminus"]!.ToJsonString()), Is.EqualTo(("[3,1]", "[1,0]")));
        Assert.That((dots["x"]!.ToJsonString(), dots["y"]!.ToJsonString()), Is.EqualTo(("[10,20]", "[0,2]")));
        Assert.That((dots["error_x"]!["array"]!.ToJsonString(), dots["error_x"]!["arrayminus"]!.ToJsonString()),
            Is.EqualTo(("[3,1]", "[1,3]")));
        Assert.That(Texts(dots["marker"]!["color"]!), Is.EqualTo(new[] { Palette.Blue, Palette.Green }));
        Assert.That(Texts(dots["hovertext"]!), Is.EqualTo(new[] { "a: 10 (9 to 13)", "b: 20 (17 to 21)" }));
    }

    /// <summary>The panel shows 10 … 1000 and a twenty-fifth of two decades on either side, and h from 1 to 3 likewise.</summary>
    [Test]
    public void A_guide_crosses_the_panel_at_its_value()
    {
        var line = new Line("S", Palette.Blue, [1, 3], [10, 1000]);
        var level = Traces(Of(Logarithmic, line, new Guide(100)))[1];
        var upright = Traces(Of(Logarithmic, line, new Guide(2, IsVertical: true)))[1];

        Assert.That((level["x"]!.ToJsonString(), level["y"]!.ToJsonString()), Is.EqualTo(("[0.92,3.08]", "[100,100]")));
        Assert.That((upright["x"]!.ToJsonString(), upright["y"]!.ToJsonString()), Is.EqualTo(("[2,2]", "[8.3176,1202.3]")));
    }

    [Test]
    public void Traces_and_axes_of_a_panel_belong_together()
    {
        var figure = new Figure("f", "", "", "", [
            new Panel("a", 0, 0, Linear, Logarithmic, [new Line("a", Palette.Blue, [1, 2], [1, 10])]),
            new Panel("b", 0, 1, Linear, Logarithmic, [new Line("b", Palette.Blue, [3, 4], [5, 50])])], 100);

        Assert.That(Traces(figure).Select(t => ((string?)t["name"], (string?)t["xaxis"], (string?)t["yaxis"])),
            Is.EqualTo(new[] { ("a", "x", "y"), ("b", "x2", "y2") }));
        Assert.That((string?)Layout(figure)["xaxis2"]!["anchor"], Is.EqualTo("y2"));
        Assert.That(Layout(figure)["yaxis2"]!["range"]!.ToJsonString(), Is.EqualTo("[0.65897,2]"));
    }

    private static Figure Of(Axis y, params Mark[] marks) => new("f", "", "", "", [new Panel("", 0, 0, Linear, y, marks)], 100);

    private static JsonNode[] Traces(Figure figure) =>
        [.. JsonNode.Parse(PlotlyJson.Write(figure))!["data"]!.AsArray().Select(trace => trace!)];

    private static JsonNode Layout(Figure figure) => JsonNode.Parse(PlotlyJson.Write(figure))!["layout"]!;

    private static IEnumerable<string?> Texts(JsonNode array) =>
        array.AsArray().SelectMany(item => item is JsonArray inner ? Texts(inner) : [(string?)item]);
}
