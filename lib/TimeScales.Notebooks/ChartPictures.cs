using TimeScales.Figures;

namespace TimeScales.Notebooks;

/// <summary>Pictures of charts in a notebook, drawn by one browser that goes when it has been idle.</summary>
internal static class ChartPictures
{
    /// <summary>Sharp on a screen; at the scale of the files in figures/ a notebook of eight figures would pass 3 MB.</summary>
    private const double Scale = 1.5;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);
    private static readonly Lock Gate = new();
    private static readonly Timer Closing = new(_ => Close());
    private static PictureExporter? exporter;

    static ChartPictures() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Close();

    /// <summary>A PNG file; null where Chromium or plotly.js is missing, or where the browser fails: the live chart is there all
    /// the same.</summary>
    /// <param name="plotlyJson">The chart; its layout has a width and a height.</param>
    public static byte[]? Png(string plotlyJson)
    {
        if (!PictureExporter.IsAvailable || Plotly is null)
            return null;
        try
        {
            return Draw(exporter => exporter.PngAsync(plotlyJson, Scale));
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"No picture of a chart: {e.Message}");
            return null;
        }
    }

    /// <summary>Draws with the browser, which is started where it is not there.</summary>
    /// <exception cref="IOException">There is no Chromium or no plotly.js, or the browser fails.</exception>
    public static T Draw<T>(Func<PictureExporter, Task<T>> draw)
    {
        lock (Gate)
        {
            try
            {
                exporter ??= Wait(() => PictureExporter.StartAsync(Plotly
                    ?? throw new IOException($"There is no {PlotlyBundle.FileName}.")));
                var picture = Wait(() => draw(exporter));
                Closing.Change(Idle, Timeout.InfiniteTimeSpan);
                return picture;
            }
            catch (IOException)
            {
                Close();
                throw;
            }
        }
    }

    private static string? Plotly => PlotlyBundle.Find(Path.Combine(Reproduction.Root, "figures"));

    private static void Close()
    {
        lock (Gate)
        {
            if (exporter is { } open)
                Wait(async () => { await open.DisposeAsync(); return 0; });
            exporter = null;
        }
    }

    /// <summary>Formatters are synchronous, and a kernel's thread may have a context that waits for itself.</summary>
    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
}
