using TimeScales.Figures;

namespace TimeScales.Notebooks;

/// <summary>Pictures of figures in a notebook, drawn by one browser that goes when it has been idle.</summary>
internal static class FigurePictures
{
    /// <summary>Sharp on a screen; at the scale of the files in figures/ a notebook of eight figures would pass 3 MB.</summary>
    private const double Scale = 1.5;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);
    private static readonly Lock Gate = new();
    private static readonly Timer Closing = new(_ => Close());
    private static PngExporter? exporter;

    static FigurePictures() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Close();

    /// <summary>The figure as a PNG file; null where Chromium or plotly.js is missing, or where the browser fails: the live chart is there all the same.</summary>
    public static byte[]? Png(Figure figure)
    {
        lock (Gate)
        {
            try
            {
                if (exporter is null)
                {
                    if (!PngExporter.IsAvailable || PlotlyBundle.Find(Path.Combine(Reproduction.Root, "figures")) is not { } plotly)
                        return null;
                    exporter = PngExporter.StartAsync(plotly, CancellationToken.None).GetAwaiter().GetResult();
                }
                var png = exporter.ExportAsync(PlotlyJson.Write(figure), CancellationToken.None, Scale).GetAwaiter().GetResult();
                Closing.Change(Idle, Timeout.InfiniteTimeSpan);
                return png;
            }
            catch (IOException e)
            {
                Console.Error.WriteLine($"No picture of '{figure.Name}': {e.Message}");
                Close();
                return null;
            }
        }
    }

    private static void Close()
    {
        lock (Gate)
        {
            exporter?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            exporter = null;
        }
    }
}
