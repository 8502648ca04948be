using PuppeteerSharp;
using TimeScales.Experiments;

namespace TimeScales.Figures;

/// <summary>The machine's own Chromium, steered by PuppeteerSharp, which never downloads one.</summary>
internal static class Chromium
{
    /// <summary>The browser's program on the search path; null where there is none.</summary>
    public static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }
                .Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    /// <summary>Starts it without a window and with an empty profile of its own.</summary>
    /// <exception cref="IOException">There is none, or it does not start.</exception>
    public static async Task<IBrowser> StartAsync()
    {
        var program = Find()
            ?? throw new IOException("There is no Chromium on the search path; environment/install-figure-tools.sh installs it.");
        try
        {
            return await Puppeteer.LaunchAsync(new LaunchOptions
            {
                ExecutablePath = program,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-dev-shm-usage"],
            }).ConfigureAwait(false);
        }
        catch (PuppeteerException e)
        {
            throw new IOException($"'{program}' does not start: {AtomicFile.FirstSentence(e)}", e);
        }
    }
}
