using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TimeScales.Experiments;

namespace TimeScales.Figures;

/// <summary>A headless browser with one empty page, steered through its DevTools protocol.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const string Announcement = "DevTools listening on ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(120);

    private readonly Process process;
    private readonly DirectoryInfo profile;
    private readonly ClientWebSocket socket = new();
    private string session = "";
    private int calls;

    /// <summary>Told what the page announces while a command waits for its answer: the protocol's events.</summary>
    public Action<JsonNode> Announced { get; set; } = _ => { };

    private Chromium(Process process, DirectoryInfo profile) => (this.process, this.profile) = (process, profile);

    /// <summary>The browser's program on the search path; null where there is none.</summary>
    public static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    /// <summary>Starts it with an empty profile of its own.</summary>
    /// <exception cref="IOException">There is none, or it does not start.</exception>
    public static async Task<Chromium> StartAsync(CancellationToken cancellation)
    {
        var program = Find() ?? throw new IOException("There is no Chromium on the search path; environment/install-figure-tools.sh installs it.");
        var profile = Directory.CreateTempSubdirectory("timescales-browser-");
        var process = Process.Start(new ProcessStartInfo(program,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-port=0", $"--user-data-dir={profile.FullName}", "about:blank",
        ])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var browser = new Chromium(process, profile);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(StartLimit);
            await browser.ConnectAsync(limit.Token).ConfigureAwait(false);
            return browser;
        }
        catch (Exception e)
        {
            await browser.DisposeAsync().ConfigureAwait(false);
            if (e is OperationCanceledException && cancellation.IsCancellationRequested)
                throw;
            throw new IOException($"'{program}' does not start: {AtomicFile.FirstSentence(e)}", e);
        }
    }

    /// <summary>Evaluates a script in the page and waits for its promise, if it gives one.</summary>
    /// <returns>The value as text.</returns>
    /// <exception cref="IOException">The script fails or the browser is gone.</exception>
    public async Task<string> EvaluateAsync(string script, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AnswerLimit);
        try
        {
            var result = await CommandAsync("Runtime.evaluate", new JsonObject { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true }, limit.Token).ConfigureAwait(false);
            if (result["exceptionDetails"] is { } failure)
                throw new IOException($"The browser cannot draw: {((string?)failure["exception"]?["description"] ?? (string?)failure["text"] ?? "no reason given").Split('\n')[0]}");
            return (string?)result["result"]?["value"] ?? "";
        }
        catch (Exception e) when (e is WebSocketException or JsonException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new IOException($"The browser no longer answers: {AtomicFile.FirstSentence(e)}", e);
        }
    }

    /// <summary>A command of the DevTools protocol to the page, and its result.</summary>
    /// <exception cref="IOException">The browser refuses it.</exception>
    public async Task<JsonNode> CommandAsync(string method, JsonObject parameters, CancellationToken cancellation)
    {
        var call = new JsonObject { ["id"] = ++calls, ["method"] = method, ["params"] = parameters };
        if (session.Length > 0)
            call["sessionId"] = session;
        await socket.SendAsync(Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, cancellation).ConfigureAwait(false);
        while (true)
        {
            var answer = await ReceiveAsync(cancellation).ConfigureAwait(false);
            // Events have no number.
            if (answer["id"] is null)
                Announced(answer);
            if ((int?)answer["id"] != calls)
                continue;
            return answer["result"] ?? throw new IOException($"The browser refuses {method}: {(string?)answer["error"]?["message"] ?? "no reason given"}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync().ConfigureAwait(false);
        process.Dispose();
        try
        {
            profile.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A helper process may still hold a file; the system's folder for temporary files is emptied by others.
        }
    }

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync(cancellation).ConfigureAwait(false) ?? throw new IOException("It ended at once.");
        }
        while (!line.StartsWith(Announcement, StringComparison.Ordinal));
        // Nobody reads what it says later; unread, a full pipe would stop it.
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);

        await socket.ConnectAsync(new Uri(line[Announcement.Length..].Trim()), cancellation).ConfigureAwait(false);
        var target = await CommandAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" }, cancellation).ConfigureAwait(false);
        var attached = await CommandAsync("Target.attachToTarget", new JsonObject { ["targetId"] = (string?)target["targetId"], ["flatten"] = true }, cancellation).ConfigureAwait(false);
        session = (string?)attached["sessionId"] ?? throw new IOException("It opens no page.");
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellation)
    {
        using var message = new MemoryStream();
        var buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), cancellation).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
                throw new WebSocketException("It closed the connection.");
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray()) ?? throw new JsonException("An empty answer.");
    }
}
