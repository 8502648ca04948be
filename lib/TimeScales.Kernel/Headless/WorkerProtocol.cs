using System.Text.Json.Nodes;
using TimeScales.Kernel.Engine;

namespace TimeScales.Kernel.Headless;

/// <summary>What the runner and its worker process say to each other: one JSON object a line.</summary>
/// <remarks>
/// To the worker: <c>{"code", "name"}</c> runs a cell, <c>{"interrupt": true}</c> stops it. From the worker: outputs, then
/// <c>{"type": "done", "failed", "abandoned"}</c>.
/// </remarks>
internal static class WorkerProtocol
{
    internal static JsonObject ToJson(CellOutput output) => output switch
    {
        StreamOutput stream => new JsonObject { ["type"] = "stream", ["stream"] = stream.Stream, ["text"] = stream.Text },
        DisplayOutput display => new JsonObject
        {
            ["type"] = "display",
            ["data"] = display.Data.ToJson(),
            ["id"] = display.DisplayId,
            ["update"] = display.IsUpdate,
        },
        ClearOutput clear => new JsonObject { ["type"] = "clear", ["wait"] = clear.Wait },
        PagedOutput paged => new JsonObject { ["type"] = "page", ["data"] = paged.Data.ToJson() },
        ResultOutput result => new JsonObject { ["type"] = "result", ["data"] = result.Data.ToJson() },
        ErrorOutput error => new JsonObject { ["type"] = "error", ["error"] = error.ToJson() },
        _ => throw new ArgumentException($"{output.GetType().Name} has no form here.", nameof(output)),
    };

    /// <summary>The output of a line; null for a line that is none.</summary>
    internal static CellOutput? FromJson(JsonObject line) => (string?)line["type"] switch
    {
        "stream" => new StreamOutput((string)line["stream"]!, (string)line["text"]!),
        "display" => new DisplayOutput(MimeBundle.FromJson(line["data"]!.AsObject()), (string)line["id"]!, (bool)line["update"]!),
        "clear" => new ClearOutput((bool)line["wait"]!),
        "page" => new PagedOutput(MimeBundle.FromJson(line["data"]!.AsObject())),
        "result" => new ResultOutput(MimeBundle.FromJson(line["data"]!.AsObject())),
        "error" => ErrorOutput.FromJson(line["error"]!.AsObject()),
        _ => null,
    };

    internal static JsonObject Done(CellOutcome outcome) =>
        new() { ["type"] = "done", ["failed"] = outcome.Error is not null, ["abandoned"] = outcome.IsAbandoned };
}
