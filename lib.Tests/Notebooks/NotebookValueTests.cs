using NUnit.Framework;
using Plotly.NET.CSharp;
using TimeScales.Figures;
using TimeScales.Kernel;
using TimeScales.Notebooks;

namespace TimeScales.Tests.Notebooks;

/// <summary>What the library's values look like in a notebook, and what its assertions let through.</summary>
[NonParallelizable]
public sealed class NotebookValueTests
{
    private static Plotly.NET.GenericChart Line =>
        Chart.Line<double, double, string>([1.0, 2], [3.0, 4]).WithLook("Title", "Caption.", "x", "y");

    [OneTimeSetUp]
    public void Register() => NotebookFormatters.Register();

    [TestCase(null, true)]
    [TestCase("static", false)]
    public void A_chart_is_plotly_json_words_a_picture_where_there_is_a_browser_and_markup_unless_the_file_is_static(
        string? outputs, bool hasMarkup)
    {
        Environment.SetEnvironmentVariable("REPRODUCTION_OUTPUTS", outputs);
        try
        {
            var bundle = Formatters.Format(Line);

            Assert.That(bundle.Contains("application/vnd.plotly.v1+json"), Is.True);
            Assert.That(bundle.ToJson()["text/plain"]!.ToString(), Is.EqualTo("Title. Caption."));
            Assert.That(bundle.Contains("text/html"), Is.EqualTo(hasMarkup));
            Assert.That(bundle.Contains("image/png"), Is.EqualTo(PictureExporter.IsAvailable));
        }
        finally
        {
            Environment.SetEnvironmentVariable("REPRODUCTION_OUTPUTS", null);
        }
    }

    [Test]
    public void A_chart_is_shown_with_its_caption_below()
    {
        using var notebook = new NotebookSession { Starting = () => Notebook.Show(Line) };
        notebook.Succeed("1");

        var shown = notebook.Outputs.OfType<TimeScales.Kernel.DisplayOutput>().Select(output => output.Data).ToArray();

        Assert.That(shown.Select(data => data.Contains("application/vnd.plotly.v1+json")), Is.EqualTo(new[] { true, false }));
        Assert.That(shown[1].ToJson()["text/markdown"]!.ToString(), Is.EqualTo("*Caption.*"));
    }

    [Test]
    public void A_chart_is_saved_as_a_picture_of_its_size()
    {
        if (!PictureExporter.IsAvailable)
            Assert.Ignore("Chromium is not installed; environment/install-figure-tools.sh installs it.");
        using var folder = new TemporaryFolder();
        var (png, svg) = (Path.Combine(folder.Path, "chart.png"), Path.Combine(folder.Path, "chart.svg"));

        Line.SavePng(png);
        Line.SaveSvg(svg);

        Assert.That(File.ReadAllBytes(png)[1..4], Is.EqualTo("PNG"u8.ToArray()));
        Assert.That(File.ReadAllText(svg), Does.StartWith("<svg").And.Contains($"width=\"{PlotlyJson.PageWidth}\""));
    }

    /// <summary>Three charts, and all again as after a page was loaded anew: the first time of each round one of them brings
    /// plotly.js, so neither a chart without it nor a notebook with eight copies.</summary>
    [Test]
    public void One_chart_of_each_round_brings_the_library_along()
    {
        Plotly.NET.GenericChart[] charts =
            [.. new[] { "a", "b", "c" }.Select(name => Line.WithLook($"{name}, {Guid.NewGuid()}", "Caption.", "x", "y"))];
        string Html(Plotly.NET.GenericChart chart) => Formatters.Format(chart).ToJson()["text/html"]!.ToString();
        const string Library = "DecompressionStream";
        // Whatever other tests showed before.
        _ = charts.Select(Html).ToArray();

        for (var round = 0; round < 2; round++)
        {
            var pages = charts.Select(Html).ToArray();
            Assert.That(pages.Select(page => page.Contains(Library, StringComparison.Ordinal)), Is.EqualTo(new[] { true, false, false }));
            Assert.That(pages[1], Does.Contain("newPlot").And.Length.LessThan(5000));
        }
    }

    [Test]
    public void A_table_is_markup_and_aligned_text()
    {
        var table = Table.Of(["name", "a < b"], [1, 22], n => [$"n{n}", "x & y"]);

        Assert.That(Formatters.Format(table).Contains("text/html"), Is.True);
        Assert.That(table.ToHtml(), Does.Contain("a &lt; b").And.Contain("x &amp; y").And.Not.Contain("x & y"));
        Assert.That(table.ToString().Split('\n'),
            Is.EqualTo(new[] { "name  a < b", "----  -----", "n1    x & y", "n22   x & y" }));
    }

    [Test]
    public void Prose_is_markdown() => Assert.That(Formatters.Format(new Prose("**x**")).Contains("text/markdown"), Is.True);

    [TestCase(new[] { 1.0, 2.0 }, new[] { 1.0, 2.0 }, 0, true)]
    [TestCase(new[] { 1e-9, 2.0 }, new[] { 0.0, 2.0 }, 1e-9, true)]
    [TestCase(new[] { 1.0, 2.1 }, new[] { 1.0, 2.0 }, 0.04, false)]
    [TestCase(new[] { 1.0, double.NaN }, new[] { 1.0, 2.0 }, 1, false)]
    [TestCase(new[] { 1.0 }, new[] { 1.0, 2.0 }, 1, false)]
    [TestCase(new double[0], new double[0], 1, false)]
    [TestCase(new[] { 1.0 }, new[] { 0.0 }, 0.5, false)]
    public void An_assertion_stops_at_what_differs(double[] actual, double[] expected, double tolerance, bool holds)
    {
        void Check() => Verify.Close("what", actual, expected, tolerance);

        Assert.That(Check, holds ? Throws.Nothing : Throws.TypeOf<VerificationException>().With.Message.StartsWith("what"));
    }

    [Test]
    public void Matrices_of_another_shape_differ() =>
        Assert.That(() => Verify.Close("what", new double[2, 3], new double[3, 2], 1), Throws.TypeOf<VerificationException>());

    [Test]
    public void A_false_statement_stops() =>
        Assert.That(() => Verify.That("one is two", false),
        Throws.TypeOf<VerificationException>().With.Message.Contains("one is two"));
}
