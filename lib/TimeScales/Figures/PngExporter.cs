using System.Globalization;

namespace TimeScales.Figures;

/// <summary>Turns Plotly JSON into PNG with plotly.js in headless Chromium; one browser draws any number of figures.</summary>
public sealed class PngExporter : IAsyncDisposable
{
    /// <summary>Device pixels per layout pixel: 192 per inch at the printed width.</summary>
    public const int Scale = 2;

    private readonly Chromium chromium;

    private PngExporter(Chromium chromium) => this.chromium = chromium;

    /// <summary>Whether this machine has a Chromium to draw with.</summary>
    public static bool IsAvailable => Chromium.Find() is not null;

    /// <summary>Starts a browser and loads plotly.js into it.</summary>
    /// <param name="plotlyPath">The file plotly.min.js.</param>
    /// <param name="cancellation">Ends the browser.</param>
    /// <exception cref="IOException">There is no Chromium, or it does not start.</exception>
    public static async Task<PngExporter> StartAsync(string plotlyPath, CancellationToken cancellation)
    {
        var chromium = await Chromium.StartAsync(cancellation).ConfigureAwait(false);
        try
        {
            await chromium.EvaluateAsync(await File.ReadAllTextAsync(plotlyPath, cancellation).ConfigureAwait(false) + "\n;''", cancellation).ConfigureAwait(false);
            return new PngExporter(chromium);
        }
        catch
        {
            await chromium.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The bytes of a figure's PNG file.</summary>
    /// <param name="plotlyJson">What <see cref="PlotlyJson.Write"/> gives.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="scale">Device pixels per layout pixel.</param>
    /// <exception cref="IOException">The browser cannot draw it; the message is the browser's.</exception>
    public async Task<byte[]> ExportAsync(string plotlyJson, CancellationToken cancellation, double scale = Scale)
    {
        var url = await chromium.EvaluateAsync(
            $"(f => Plotly.toImage(f, {{ format: 'png', width: f.layout.width, height: f.layout.height, scale: {scale.ToString(CultureInfo.InvariantCulture)} }}))({plotlyJson})", cancellation).ConfigureAwait(false);
        return Convert.FromBase64String(url[(url.IndexOf(',', StringComparison.Ordinal) + 1)..]);
    }

    /// <summary>Ends the browser.</summary>
    public ValueTask DisposeAsync() => chromium.DisposeAsync();
}
