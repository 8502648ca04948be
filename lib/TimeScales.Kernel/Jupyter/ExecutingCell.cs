using System.Text.Json.Nodes;
using TimeScales.Kernel.Engine;

namespace TimeScales.Kernel.Jupyter;

/// <summary>Turns what a cell emits into messages on iopub, and keeps what its reply needs.</summary>
/// <param name="number">The cell's execution count.</param>
/// <param name="silent">Whether only side effects are wanted.</param>
/// <param name="publish">Sends a message type with its content.</param>
internal sealed class ExecutingCell(int number, bool silent, Action<string, JsonObject> publish)
{
    /// <summary>What the reply asks the front end to do.</summary>
    internal JsonArray Payload { get; } = [];

    /// <summary>The trailing expression's value as text, for the history.</summary>
    internal string? Result { get; private set; }

    internal void Emit(CellOutput output)
    {
        if (silent)
            return;
        switch (output)
        {
            case StreamOutput stream:
                publish("stream", new JsonObject { ["name"] = stream.Stream, ["text"] = stream.Text });
                break;
            case DisplayOutput display:
                publish(display.IsUpdate ? "update_display_data" : "display_data", new JsonObject
                {
                    ["data"] = display.Data.ToJson(),
                    ["metadata"] = new JsonObject(),
                    ["transient"] = new JsonObject { ["display_id"] = display.DisplayId },
                });
                break;
            case ResultOutput result:
                var data = result.Data.ToJson();
                Result = (string?)data["text/plain"];
                publish("execute_result",
                    new JsonObject { ["execution_count"] = number, ["data"] = data, ["metadata"] = new JsonObject() });
                break;
            case ClearOutput clear:
                publish("clear_output", new JsonObject { ["wait"] = clear.Wait });
                break;
            case PagedOutput paged:
                Payload.Add(new JsonObject { ["source"] = "page", ["data"] = paged.Data.ToJson(), ["start"] = 0 });
                break;
            case ErrorOutput error:
                publish("error", error.ToJson());
                break;
        }
    }
}
