using TimeScales.Figures;
using TimeScales.Figures.Gallery;

namespace TimeScales.Tests.Figures;

/// <summary>The figures in the repository are those that today's code draws from the data beside them. Run 'reproduce figures'
/// where this fails.</summary>
internal sealed class CommittedFiguresTests
{
    private static readonly string Folder = Repository.PathOf("figures");

    private static readonly Lazy<IReadOnlyList<Chapter>> Chapters =
        new(() => FigureGallery.Chapters(FigureData.Read(Path.Combine(Folder, "data"))));

    private static IEnumerable<Figure> Drawn => Chapters.Value.SelectMany(chapter => chapter.Figures);

    private static IEnumerable<string> Names =>
        Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order();

    [TestCaseSource(nameof(Names))]
    public void A_figure_is_drawn_again_to_the_byte(string name)
    {
        var figure = Drawn.SingleOrDefault(f => f.Name == name);

        Assert.That(figure, Is.Not.Null, "no figure of that name is drawn any more");
        Assert.That(PlotlyJson.Write(figure!) + "\n", Is.EqualTo(File.ReadAllText(Path.Combine(Folder, $"{name}.json"))));
    }

    [Test]
    public void The_page_shows_the_same_figures_at_both_widths() =>
        Assert.That(FigurePage.Write(Chapters.Value, hasPictures: true),
            Is.EqualTo(File.ReadAllText(Path.Combine(Folder, "index.html"))));

    [Test]
    public void Every_figure_that_is_drawn_is_there_with_its_picture()
    {
        Assert.That(Drawn.Select(f => f.Name).Order(), Is.EqualTo(Names));
        Assert.That(Drawn.Select(f => Path.Combine(Folder, $"{f.Name}.png")), Has.All.Matches<string>(File.Exists));
    }
}
