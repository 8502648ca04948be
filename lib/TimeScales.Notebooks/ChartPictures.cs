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

    /// <summary>A PNG file; null where Chromium or plotly.js is missing, or where the browser fails: the live chart is there all the same.</summary>
    /// <param name="plotlyJson">The chart; its layout has a width and a height.</param>
    public static byte[]? Png(string plotlyJson)
    {
        lock (Gate)
        {
            try
            {
                if (exporter is null)
                {
                    if (!PictureExporter.IsAvailable || PlotlyBundle.Find(Path.Combine(Reproduction.Root, "figures")) is not { } plotly)
                        return null;
                    exporter = Wait(() => PictureExporter.StartAsync(plotly));
                }
                var png = Wait(() => exporter.PngAsync(plotlyJson, Scale));
                Closing.Change(Idle, Timeout.InfiniteTimeSpan);
                return png;
            }
            catch (IOException e)
            {
                Console.Error.WriteLine($"No picture of a chart: {e.Message}");
                Close();
                return null;
            }
        }
    }

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
