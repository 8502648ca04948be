using System.Text.Json.Nodes;
using TimeScales.Figures;
using TimeScales.Figures.Gallery;

namespace TimeScales.Tests.Figures;

/// <summary>Every figure is drawn from a small data set, is what Plotly reads, and says what it shows and what it lacks.</summary>
internal sealed class GalleryTests
{
    private static readonly string[] Expected =
    [
        "analogies-rates", "anisotropy-multi-over-plain", "expansion-sizes", "learned-profiles-adding",
        "expansion",
        "effective-rates-profiles-adding", "effective-rates-profiles-recall", "effective-rates-profiles-sinmix", "effective-rates-profiles-short",
        "effective-rates-training", "effective-rates-slopes", "width-and-length",
        "anisotropy-products", "concentration-products", "anisotropy-gradients",
        "analogies-models",
        "audit-effective-rates", "audit-anisotropy", "audit-expansion",
        "learned-profiles-digits", "learned-profiles-latest", "learned-envelopes-adding", "learned-envelopes-digits", "learned-envelopes-latest",
        "learned-time-constants-adding", "learned-time-constants-digits", "learned-time-constants-latest",
        "learned-over-the-way-adding", "learned-over-the-way-digits", "learned-over-the-way-latest",
        "interventions-adding", "envelopes", "windows",
    ];

    private static IReadOnlyList<Figure> Figures { get; } = FigureGallery.Draw(SyntheticData.Whole());

    private static IEnumerable<TestCaseData> Each => Figures.Select(figure => new TestCaseData(figure).SetArgDisplayNames(figure.Name));

    [Test]
    public void Every_figure_is_drawn() => Assert.That(Figures.Select(f => f.Name), Is.EqualTo(Expected));

    [TestCaseSource(nameof(Each))]
    public void The_json_is_data_and_layout_without_tags_or_numbers_that_json_lacks(Figure figure)
    {
        var text = PlotlyJson.Write(figure);
        var json = JsonNode.Parse(text)!.AsObject();

        Assert.That(text, Does.Not.Contain("<").And.Not.Contain("NaN").And.Not.Contain("Infinity"));
        Assert.That(json.Select(p => p.Key), Is.EqualTo(new[] { "data", "layout" }));
        Assert.That((int?)json["layout"]!["width"], Is.EqualTo(PlotlyJson.PageWidth));
        foreach (var trace in json["data"]!.AsArray())
        {
            Assert.That((string?)trace!["type"], Is.EqualTo("scatter"));
            Assert.That(trace["x"]!.AsArray(), Is.Not.Empty);
            Assert.That(json["layout"]![((string)trace["xaxis"]!).Replace("x", "xaxis", StringComparison.Ordinal)], Is.Not.Null, "a trace without its axis");
        }
    }

    [TestCaseSource(nameof(Each))]
    public void Axes_have_their_scale_inside_the_canvas(Figure figure)
    {
        var layout = JsonNode.Parse(PlotlyJson.Write(figure))!["layout"]!.AsObject();
        for (var i = 0; i < figure.Panels.Count; i++)
        {
            foreach (var (letter, axis) in new[] { ("x", figure.Panels[i].X), ("y", figure.Panels[i].Y) })
            {
                var json = layout[$"{letter}axis{(i == 0 ? "" : $"{i + 1}")}"]!;
                Assert.That((string?)json["type"], Is.EqualTo(axis.Scale == AxisScale.Logarithmic ? "log" : "linear"));
                Assert.That((double)json["domain"]![0]!, Is.InRange(0, (double)json["domain"]![1]!));
                Assert.That((double)json["domain"]![1]!, Is.InRange(0, 1));
            }
        }
    }

    [TestCaseSource(nameof(Each))]
    public void Bands_and_intervals_lie_around_their_line(Figure figure)
    {
        foreach (var line in figure.Panels.SelectMany(p => p.Marks).OfType<Line>().Where(line => line.Spread is not null))
        {
            for (var i = 0; i < line.Y.Count; i++)
            {
                if (double.IsFinite(line.Y[i]))
                    Assert.That(line.Y[i], Is.InRange(line.Spread!.Lower[i], line.Spread.Upper[i]), line.Name);
            }
        }
        foreach (var dot in figure.Panels.SelectMany(p => p.Marks).OfType<Dots>().SelectMany(d => d.Points))
            Assert.That(dot.Value, Is.InRange(dot.Lower, dot.Upper));
    }

    /// <summary>The title in the picture's width, the sentence as one, and in the caption what bands are.</summary>
    [TestCaseSource(nameof(Each))]
    public void A_figure_says_what_was_found_what_one_sees_and_how_it_was_measured(Figure figure)
    {
        Assert.That(figure.Title, Has.Length.LessThan(98).And.Not.Contain("NaN").And.Not.Contain("no finite value"));
        Assert.That(figure.Sees, Does.Match("^[^.]+(\\.[0-9][^.]*)*\\.$"));
        Assert.That(figure.Caption, Does.Contain("band").And.Not.Contain("<").And.Not.Contain("Not in the data"));
    }

    /// <summary>A line that leaves through the panel's lower edge, close to or far from those that end at its right edge.</summary>
    [TestCase(20)]
    [TestCase(55)]
    [TestCase(65)]
    public void Names_at_line_ends_do_not_lie_on_each_other(double lastLag)
    {
        const double Width = 217, Height = 150;
        Line Falling(string name, double end, double value) => new(name, Palette.Grey, [1, end], [1, value]) { Label = name };
        var panel = new Panel("", 0, 0, new Axis("lag", AxisScale.Linear), new Axis("S", AxisScale.Logarithmic),
            [Falling("gate product", lastLag, 3e-10), Falling("fitted power", 79, 4e-10), Falling("profile", 79, 5e-10)]);

        var labels = LineLabels.Of(panel, (-2, 82), (-9.6, 0.2), Width, Height);

        foreach (var (a, b) in labels.SelectMany((a, i) => labels.Skip(i + 1).Select(b => (a, b))))
        {
            var apart = Math.Abs(a.Y - b.Y) * Height >= PanelGrid.FontSize || Left(a) + Length(a) <= Left(b) || Left(b) + Length(b) <= Left(a);
            Assert.That(apart, Is.True, $"{a.Line.Name} and {b.Line.Name}");
        }

        double Length((Line Line, double, double, bool) label) => label.Line.Name.Length * PanelGrid.CharacterWidth / Width;
        double Left((Line Line, double X, double Y, bool IsBefore) label) => label.X - (label.IsBefore ? Length(label) : 0);
    }

    /// <summary>Would catch a panel whose rows are read by the names of the panel beside it.</summary>
    [TestCase("a b", "a b", false)]
    [TestCase("a b", "a c", true)]
    [TestCase("a b", "a b c", true)]
    public void A_panel_leaves_its_names_out_only_beside_the_same(string left, string right, bool shows)
    {
        Panel Of(int column, string names) =>
            new("", 0, column, new Axis("x", AxisScale.Linear), new Axis("", AxisScale.Names, Names: names.Split(' ')), [new Dots([new Dot(0, Palette.Grey, 1, 0, 2)])]);

        var layout = JsonNode.Parse(PlotlyJson.Write(new Figure("f", "", "", "", [Of(0, left), Of(1, right)])))!["layout"]!;

        Assert.That((bool)layout["yaxis"]!["showticklabels"]!, Is.True);
        Assert.That((bool)layout["yaxis2"]!["showticklabels"]!, Is.EqualTo(shows));
    }

    [Test]
    public void What_the_data_lacks_is_missing_from_the_figure_and_named_in_its_caption()
    {
        var rows = SyntheticData.Rows().Where(r => r.Task != "recall" && !(r.Task == "adding" && r.Protocol == "published")).ToArray();

        var figures = FigureGallery.Draw(new FigureData(rows, []));

        var slopes = figures.Single(f => f.Name == "effective-rates-slopes");
        Assert.That(slopes.Caption, Does.Contain("Not in the data: recall."));
        Assert.That(slopes.Panels.Select(p => p.Title), Is.EqualTo(new[] { "adding", "sinmix", "short" }));
        Assert.That(figures.Select(f => f.Name), Has.None.StartsWith("audit").And.None.EndsWith("recall"));
        Assert.That(figures.Select(f => f.Name), Has.None.EqualTo("anisotropy-multi-over-plain"), "without single seeds");
    }
}
