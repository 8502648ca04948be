using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace TimeScales.Kernel.Jupyter;

/// <summary>What was run in this session, for consoles that recall earlier input.</summary>
internal sealed class History
{
    private const int Session = 1;

    private sealed record Entry(int Number, string Input, string? Output);

    private readonly List<Entry> entries = [];

    internal void Add(int number, string input, string? output) => entries.Add(new Entry(number, input, output));

    /// <summary>Answers a <c>history_request</c>.</summary>
    internal JsonObject Answer(Message request)
    {
        var found = request.Text("hist_access_type") switch
        {
            "tail" => entries.TakeLast(request.Number("n") ?? entries.Count),
            "range" => Range(request),
            "search" => Search(request),
            _ => [],
        };
        var withOutput = request.Flag("output", otherwise: false);
        return new JsonObject
        {
            ["status"] = "ok",
            ["history"] = new JsonArray([.. found.Select(entry => new JsonArray(Session, entry.Number,
                withOutput ? new JsonArray(entry.Input, entry.Output) : entry.Input))]),
        };
    }

    /// <summary>Session 0 is the running one, negative ones count back from it; earlier sessions are not kept.</summary>
    private IEnumerable<Entry> Range(Message request)
    {
        if (request.Number("session") is not (null or 0 or Session))
            return [];
        var (start, stop) = (request.Number("start") ?? 1, request.Number("stop") ?? int.MaxValue);
        return entries.Where(entry => entry.Number >= start && entry.Number < stop);
    }

    private IEnumerable<Entry> Search(Message request)
    {
        var pattern = request.Text("pattern") ?? "*";
        var matches = entries.Where(entry => FileSystemName.MatchesSimpleExpression(pattern, entry.Input, ignoreCase: false));
        if (request.Flag("unique", otherwise: false))
            matches = matches.Reverse().DistinctBy(entry => entry.Input).Reverse();
        return matches.TakeLast(request.Number("n") ?? int.MaxValue);
    }
}
