using System.Text.Json.Nodes;
using TimeScales.Kernel.Engine;

namespace TimeScales.Kernel.Jupyter;

/// <summary>Answers a front end's questions about code that is being written.</summary>
internal static class CodeAssistance
{
    internal static JsonObject Complete(CSharpEngine engine, Message request)
    {
        var (code, cursor) = CodeAndCursor(request);
        var result = Completion.Find(engine.Analyse(code), cursor);
        var (start, end) = (CodePoints.FromUtf16(code, result.Start), CodePoints.FromUtf16(code, cursor));
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. result.Candidates.Select(candidate => JsonValue.Create(candidate.Text))]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                // The name is IPython's; JupyterLab and VS Code draw their icons from it.
                ["_jupyter_types_experimental"] = new JsonArray([.. result.Candidates.Select(candidate => new JsonObject
                {
                    ["start"] = start,
                    ["end"] = end,
                    ["text"] = candidate.Text,
                    ["type"] = candidate.Kind,
                })]),
            },
        };
    }

    internal static JsonObject Inspect(CSharpEngine engine, Message request)
    {
        var (code, cursor) = CodeAndCursor(request);
        var text = Inspection.Describe(engine.Analyse(code), cursor);
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = text is not null,
            ["data"] = text is null ? [] : new JsonObject { ["text/plain"] = text },
            ["metadata"] = new JsonObject(),
        };
    }

    internal static JsonObject IsComplete(CSharpEngine engine, Message request)
    {
        var status = Completeness.Of(engine.Analyse(request.Text("code") ?? ""));
        var reply = new JsonObject { ["status"] = status };
        if (status == "incomplete")
            reply["indent"] = "    ";
        return reply;
    }

    private static (string Code, int Cursor) CodeAndCursor(Message request)
    {
        var code = request.Text("code") ?? "";
        return (code, CodePoints.ToUtf16(code, request.Number("cursor_pos") ?? code.Length));
    }
}
