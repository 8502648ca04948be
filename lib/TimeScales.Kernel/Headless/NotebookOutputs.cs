using System.Text.Json.Nodes;
using TimeScales.Kernel.Documents;

namespace TimeScales.Kernel.Headless;

/// <summary>Collects what the cells of one notebook emit, in the form of the file: as a front end would.</summary>
internal sealed class NotebookOutputs
{
    /// <summary>Types that Jupyter writes as a list of lines besides text/*.</summary>
    private static readonly string[] TypesInLines = ["application/javascript", "image/svg+xml"];

    private readonly Dictionary<string, List<JsonObject>> displays = [];
    private JsonArray outputs = [];
    private int executionCount;
    private bool clearsWithNext;

    /// <summary>Starts a cell.</summary>
    /// <returns>Its outputs, which fill while it runs; a later cell may still update a display in it.</returns>
    internal JsonArray Begin(int count)
    {
        executionCount = count;
        clearsWithNext = false;
        return outputs = [];
    }

    internal void Add(CellOutput output)
    {
        if (output is DisplayOutput { IsUpdate: true } update)
        {
            foreach (var shown in displays.GetValueOrDefault(update.DisplayId, []))
                shown["data"] = Data(update.Data);
            return;
        }
        if (output is ClearOutput { Wait: true })
        {
            clearsWithNext = true;
            return;
        }
        if (output is ClearOutput || clearsWithNext)
            outputs.Clear();
        clearsWithNext = false;
        switch (output)
        {
            case StreamOutput stream:
                AddText(stream);
                break;
            case DisplayOutput display:
                var shown = new JsonObject
                {
                    ["data"] = Data(display.Data),
                    ["metadata"] = new JsonObject(),
                    ["output_type"] = "display_data",
                };
                if (!displays.TryGetValue(display.DisplayId, out var copies))
                    displays[display.DisplayId] = copies = [];
                copies.Add(shown);
                outputs.Add(shown);
                break;
            case ResultOutput result:
                outputs.Add(new JsonObject
                {
                    ["data"] = Data(result.Data),
                    ["execution_count"] = executionCount,
                    ["metadata"] = new JsonObject(),
                    ["output_type"] = "execute_result",
                });
                break;
            case ErrorOutput error:
                var failure = error.ToJson();
                failure["output_type"] = "error";
                outputs.Add(failure);
                break;
        }
    }

    /// <summary>Pieces of one stream that follow each other are one output.</summary>
    private void AddText(StreamOutput stream)
    {
        var text = stream.Text;
        if (outputs.LastOrDefault() is JsonObject last && (string?)last["output_type"] == "stream"
            && (string?)last["name"] == stream.Stream)
        {
            var lines = last["text"]!.AsArray();
            // Only the last line can be unfinished.
            if (lines.Count > 0 && !((string)lines[^1]!).EndsWith('\n'))
            {
                text = (string)lines[^1]! + text;
                lines.RemoveAt(lines.Count - 1);
            }
            foreach (var line in NotebookDocument.Lines(text).ToList())
                lines.Add((string)line!);
            return;
        }
        outputs.Add(new JsonObject { ["name"] = stream.Stream, ["output_type"] = "stream",
            ["text"] = NotebookDocument.Lines(text) });
    }

    private static JsonObject Data(MimeBundle bundle)
    {
        var data = bundle.ToJson();
        foreach (var mimeType in data.Select(representation => representation.Key).ToList())
        {
            if (mimeType.StartsWith("text/", StringComparison.Ordinal) || TypesInLines.Contains(mimeType))
                data[mimeType] = NotebookDocument.Lines((string)data[mimeType]!);
        }
        return data;
    }
}
