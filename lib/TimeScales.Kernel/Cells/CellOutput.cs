using System.Text.Json.Nodes;

namespace TimeScales.Kernel;

/// <summary>What a cell emits while it runs; the hosts turn it into Jupyter messages or notebook outputs.</summary>
internal abstract record CellOutput;

/// <summary>Text written to the console.</summary>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">One piece of the stream; pieces follow each other without separators.</param>
internal sealed record StreamOutput(string Stream, string Text) : CellOutput;

/// <summary>A value shown, or replaced where it was shown.</summary>
internal sealed record DisplayOutput(MimeBundle Data, string DisplayId, bool IsUpdate) : CellOutput;

/// <summary>A request to remove the cell's outputs, now or (<paramref name="Wait"/>) with the next output.</summary>
internal sealed record ClearOutput(bool Wait) : CellOutput;

/// <summary>A value for the front end's pager.</summary>
internal sealed record PagedOutput(MimeBundle Data) : CellOutput;

/// <summary>The value of the trailing expression.</summary>
internal sealed record ResultOutput(MimeBundle Data) : CellOutput;

/// <summary>Why a cell failed.</summary>
/// <param name="Name">The exception's type, or what failed.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Traceback">Lines to show: the message, the cell's own source lines, the frames.</param>
internal sealed record ErrorOutput(string Name, string Message, IReadOnlyList<string> Traceback) : CellOutput
{
    /// <summary>The form that Jupyter's messages and notebook files share.</summary>
    internal JsonObject ToJson() => new()
    {
        ["ename"] = Name,
        ["evalue"] = Message,
        ["traceback"] = new JsonArray([.. Traceback.Select(line => JsonValue.Create(line))]),
    };

    /// <summary>The inverse of <see cref="ToJson"/>.</summary>
    internal static ErrorOutput FromJson(JsonObject json) => new(
        (string)json["ename"]!, (string)json["evalue"]!, [.. json["traceback"]!.AsArray().Select(line => (string)line!)]);
}
