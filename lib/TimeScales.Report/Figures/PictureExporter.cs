using System.Globalization;
using PuppeteerSharp;
using TimeScales.Experiments;

namespace TimeScales.Figures;

/// <summary>Turns Plotly JSON into PNG or SVG with plotly.js in headless Chromium; one browser draws
/// any number of figures.</summary>
public sealed class PictureExporter : IAsyncDisposable
{
    /// <summary>Device pixels per layout pixel of a PNG file: 192 per inch at the printed width.</summary>
    public const int Scale = 2;

    private readonly IBrowser browser;
    private readonly IPage page;

    private PictureExporter(IBrowser browser, IPage page) => (this.browser, this.page) = (browser, page);

    /// <summary>Whether this machine has a Chromium to draw with.</summary>
    public static bool IsAvailable => Chromium.Find() is not null;

    /// <summary>Starts a browser and loads plotly.js into it.</summary>
    /// <param name="plotlyPath">The file plotly.min.js.</param>
    /// <exception cref="IOException">There is no Chromium, or it does not start.</exception>
    public static async Task<PictureExporter> StartAsync(string plotlyPath)
    {
        var browser = await Chromium.StartAsync().ConfigureAwait(false);
        var page = await browser.NewPageAsync().ConfigureAwait(false);
        await page.AddScriptTagAsync(new AddTagOptions { Path = plotlyPath }).ConfigureAwait(false);
        return new PictureExporter(browser, page);
    }

    /// <summary>The bytes of a figure's PNG file.</summary>
    /// <param name="plotlyJson">What <see cref="PlotlyJson.Write"/> gives; its layout has a width and a height.</param>
    /// <param name="scale">Device pixels per layout pixel.</param>
    /// <exception cref="IOException">The browser cannot draw it; the message is the browser's.</exception>
    public async Task<byte[]> PngAsync(string plotlyJson, double scale = Scale) =>
        Convert.FromBase64String(await DrawAsync(plotlyJson, "png", scale).ConfigureAwait(false));

    /// <summary>A figure's SVG file.</summary>
    /// <param name="plotlyJson">What <see cref="PlotlyJson.Write"/> gives; its layout has a width and a height.</param>
    /// <exception cref="IOException">The browser cannot draw it; the message is the browser's.</exception>
    public async Task<string> SvgAsync(string plotlyJson) =>
        Uri.UnescapeDataString(await DrawAsync(plotlyJson, "svg", 1).ConfigureAwait(false));

    /// <summary>Ends the browser.</summary>
    public ValueTask DisposeAsync() => browser.DisposeAsync();

    /// <summary>What follows the comma of the data URL that plotly.js gives.</summary>
    private async Task<string> DrawAsync(string plotlyJson, string format, double scale)
    {
        var factor = scale.ToString(CultureInfo.InvariantCulture);
        var script =
            $"(f => Plotly.toImage(f, "
            + $"{{ format: '{format}', width: f.layout.width, height: f.layout.height, scale: {factor} }}))({plotlyJson})";
        try
        {
            var url = await page.EvaluateExpressionAsync<string>(script).ConfigureAwait(false);
            return url[(url.IndexOf(',', StringComparison.Ordinal) + 1)..];
        }
        catch (PuppeteerException e)
        {
            throw new IOException($"The browser cannot draw: {AtomicFile.FirstSentence(e)}", e);
        }
    }
}
