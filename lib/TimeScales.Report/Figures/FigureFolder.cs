using System.Text;
using TimeScales.Experiments;

namespace TimeScales.Figures;

/// <summary>A folder of figures: JSON and PNG files, and the page that shows all of them.</summary>
public static class FigureFolder
{
    private const string InstallHint = "environment/install-figure-tools.sh installs what is missing";

    /// <summary>Writes figures and their page.</summary>
    /// <param name="chapters">The figures.</param>
    /// <param name="folder">Where to write.</param>
    /// <param name="withPng">Whether to draw PNG files where this machine can.</param>
    /// <param name="say">Receives one line per fact a user wants to know.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <exception cref="IOException">A file cannot be written, or the browser fails.</exception>
    public static async Task WriteAsync(IReadOnlyList<Chapter> chapters, string folder, bool withPng, Action<string> say,
        CancellationToken cancellation)
    {
        Figure[] figures = [.. chapters.SelectMany(chapter => chapter.Figures)];
        if (figures.Length == 0)
            throw new ArgumentException(
                "The data holds nothing that any figure shows; compute results with 'reproduce run' and export them with "
                + "'reproduce export --summary'.");
        foreach (var figure in figures)
            Save($"{figure.Name}.json", PlotlyJson.Write(figure));

        var plotly = PlotlyBundle.Find(folder);
        if (plotly is null)
            say($"No {PlotlyBundle.FileName}: index.html shows no charts and there are no PNG "
                + $"files until it is there; {InstallHint}.");
        else if (Path.GetFullPath(plotly) != Path.GetFullPath(Path.Combine(folder, PlotlyBundle.FileName)))
            AtomicFile.Write(Path.Combine(folder, PlotlyBundle.FileName),
                await File.ReadAllBytesAsync(plotly, cancellation).ConfigureAwait(false));

        var draws = withPng && plotly is not null && PictureExporter.IsAvailable;
        if (draws)
        {
            await using var exporter = await PictureExporter.StartAsync(plotly!).ConfigureAwait(false);
            foreach (var figure in figures)
            {
                cancellation.ThrowIfCancellationRequested();
                AtomicFile.Write(Path.Combine(folder, $"{figure.Name}.png"),
                    await exporter.PngAsync(PlotlyJson.Write(figure)).ConfigureAwait(false));
            }
        }
        else if (withPng && plotly is not null)
        {
            say($"No Chromium: the charts are live in index.html, but there are no new PNG files; {InstallHint}.");
        }
        // A link stays where an earlier call has drawn the pictures.
        Save("index.html", FigurePage.Write(chapters, figures.All(f => File.Exists(Path.Combine(folder, $"{f.Name}.png")))));
        say($"{figures.Length} figures{(draws ? ", with PNG," : "")} in {folder}; open {Path.Combine(folder, "index.html")}");

        void Save(string name, string text) =>
            AtomicFile.Write(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text + (text.EndsWith('\n') ? "" : "\n")));
    }
}
