using System.Globalization;
using System.Text.Json.Nodes;
using PuppeteerSharp;
using TimeScales.Figures;
using TimeScales.Figures.Gallery;

namespace TimeScales.Tests.Figures;

/// <summary>The page of all figures in a real browser, drawn by today's code from the published data.</summary>
[NonParallelizable]
internal sealed class PageInBrowserTests
{
    private const int Wide = 1280, Phone = 390, Height = 900;

    private static readonly string Checkout = CheckoutFolder();

    private TemporaryFolder folder = null!;
    private IBrowser? browser;
    private IPage page = null!;
    private readonly List<string> complaints = [];

    [OneTimeSetUp]
    public async Task DrawAndStart()
    {
        folder = new TemporaryFolder();
        if (PlotlyBundle.Find(Path.Combine(Checkout, "figures")) is not { } plotly || !PictureExporter.IsAvailable)
        {
            Assert.Ignore("Chromium or plotly.js is not installed; environment/install-figure-tools.sh installs them.");
            return;
        }
        File.Copy(plotly, Path.Combine(folder.Path, PlotlyBundle.FileName));
        await FigureFolder.WriteAsync(FigureGallery.Chapters(FigureData.Read(Path.Combine(Checkout, "figures", "data"))), folder.Path, withPng: false, _ => { }, CancellationToken.None);
        browser = await Chromium.StartAsync();
        page = await browser.NewPageAsync();
        page.PageError += (_, error) => complaints.Add(error.Message);
        page.Console += (_, said) =>
        {
            if (said.Message.Type is ConsoleType.Error or ConsoleType.Warning)
                complaints.Add(said.Message.Text);
        };
        page.RequestFailed += (_, failed) => complaints.Add($"{failed.Request.Url} cannot be loaded");
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        folder.Dispose();
    }

    [TestCase(Wide)]
    [TestCase(Phone)]
    public async Task Every_chart_is_drawn_with_all_its_lines_without_a_complaint_or_a_page_that_scrolls_sideways(int width)
    {
        var figures = await Open(width);

        Assert.That(figures, Has.Length.EqualTo(Directory.GetFiles(folder.Path, "*.json").Length).And.Length.GreaterThan(20));
        foreach (var name in figures)
        {
            var drawn = JsonNode.Parse(await Evaluate($$"""
                (gd => JSON.stringify({
                  traces: gd.data.length,
                  shown: [...gd.querySelectorAll('.scatterlayer > .trace')].filter(t => {
                    const box = t.getBoundingClientRect();
                    return box.width > 0 || box.height > 0;
                  }).length,
                  titles: [...gd.querySelectorAll('.annotation-text')].filter(t => t.getBoundingClientRect().width > 0).length,
                  panels: Object.keys(gd.layout).filter(key => key.startsWith('xaxis')).length,
                }))(document.querySelector('#{{name}} .chart'))
                """))!;
            Assert.That((int)drawn["traces"]!, Is.Positive, name);
            Assert.That((int)drawn["shown"]!, Is.EqualTo((int)drawn["traces"]!), $"traces of {name} that have a size");
            Assert.That((int)drawn["titles"]!, Is.GreaterThanOrEqualTo((int)drawn["panels"]!), $"titles of the panels of {name}");
        }
        Assert.That(await Evaluate("`${document.documentElement.scrollWidth}`"), Has.Length.Positive.And.Matches<string>(w => int.Parse(w, CultureInfo.InvariantCulture) <= width), "the page is wider than the screen");
        Assert.That(complaints, Is.Empty);
    }

    /// <summary>What was found is there at once, drawn as one comes to it; the rest waits in closed chapters, and a link opens the one it leads into.</summary>
    [Test]
    public async Task A_telephone_gets_a_short_page_that_opens_where_a_link_leads()
    {
        await page.SetViewportAsync(new ViewPortOptions { Width = Phone, Height = Height, IsMobile = true });
        var address = new Uri(Path.Combine(folder.Path, "index.html")).AbsoluteUri;
        await page.GoToAsync(address);
        Assert.That(int.Parse(await Evaluate("`${document.documentElement.scrollHeight}`"), CultureInfo.InvariantCulture), Is.LessThan(12000));
        Assert.That(await Evaluate("[...document.querySelectorAll('body > figure')].map(f => f.id).join(' ')"), Does.StartWith("reach within-lags"));

        await page.GoToAsync($"{address}#audit-expansion");
        Assert.That(await Evaluate("""
            new Promise(done => {
              const look = () => document.querySelector('#audit-expansion .main-svg') ? done(document.querySelector('#audit-expansion').closest('details').open ? 'open' : '') : setTimeout(look, 50);
              look();
            })
            """), Is.EqualTo("open"));
        Assert.That(await Evaluate("`${document.querySelectorAll('.main-svg').length}`"), Has.Length.LessThan(3), "charts that nobody has come to");
    }

    [TestCase(Wide)]
    [TestCase(Phone)]
    public async Task Pointing_at_a_value_of_any_chart_shows_it(int width)
    {
        foreach (var name in await Open(width))
        {
            var point = JsonNode.Parse(await Evaluate($"showPoint(document.querySelector('#{name} .chart'))"))!;
            var text = "";
            // The chart looks at the mouse at most every 50 ms; every look is another chance.
            for (var look = 0; look < 100 && text.Length == 0; look++)
            {
                await page.Mouse.MoveAsync((decimal)((double)point["x"]! + look % 2), (decimal)(double)point["y"]!);
                text = await Evaluate($"new Promise(done => setTimeout(() => done(document.querySelector('#{name} .hoverlayer').textContent), 60))");
            }

            Assert.That(point["texts"]!.AsArray().Select(t => (string?)t), Does.Contain(text), $"what {name} shows");
            Assert.That(text, Does.Match("[0-9]"), name);
            await page.Mouse.MoveAsync(0, 0);
        }
        Assert.That(complaints, Is.Empty);
    }

    /// <summary>Opens the page, waits until every chart is there, and gives the names of its figures.</summary>
    private async Task<string[]> Open(int width)
    {
        complaints.Clear();
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = Height, IsMobile = width == Phone });
        await page.GoToAsync(new Uri(Path.Combine(folder.Path, "index.html")).AbsoluteUri);
        // Every chapter opened and every chart drawn, whether it would be on the screen or not.
        await Evaluate("""
            new Promise(done => {
              document.querySelectorAll('details').forEach(chapter => chapter.open = true);
              document.querySelectorAll('figure').forEach(draw);
              const look = () => document.readyState === 'complete' && location.protocol === 'file:'
                && [...document.querySelectorAll('.chart')].every(gd => gd.querySelector('.main-svg') && gd._fullLayout)
                ? requestAnimationFrame(() => done('')) : setTimeout(look, 50);
              look();
            })
            """);
        // The middle value that its panel shows, brought to the middle of the screen.
        await Evaluate("""
            window.showPoint = gd => {
              const points = [];
              for (const trace of gd.data.filter(t => t.hovertext)) {
                const [x, y] = [trace.xaxis, trace.yaxis].map(name => gd._fullLayout[name[0] + 'axis' + name.slice(1)]);
                const inside = (axis, at) => at >= 2 && at <= axis._length - 2;
                trace.x.forEach((value, i) => {
                  const [left, top] = [x.d2p(value), y.d2p(trace.y[i])];
                  if (inside(x, left) && inside(y, top))
                    points.push({ left: x._offset + left, top: y._offset + top });
                });
                if (points.length > 0)
                  break;
              }
              const { left, top } = points[points.length >> 1];
              scrollTo(0, scrollY + gd.getBoundingClientRect().top + top - innerHeight / 2);
              const box = gd.getBoundingClientRect();
              return JSON.stringify({ x: box.left + left, y: box.top + top, texts: gd.data.flatMap(t => t.hovertext ? [t.hovertext].flat(3) : []) });
            };
            ''
            """);
        return JsonNode.Parse(await Evaluate("JSON.stringify([...document.querySelectorAll('figure')].map(f => f.id))"))!.AsArray().Select(name => (string)name!).ToArray();
    }

    private Task<string> Evaluate(string script) => page.EvaluateExpressionAsync<string>(script);

    private static string CheckoutFolder()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "Reproduction.sln")))
            at = at.Parent;
        return at.FullName;
    }
}
