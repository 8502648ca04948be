using System.Text.Json.Nodes;
using TimeScales.Kernel.Documents;
using TimeScales.Kernel.Engine;

namespace TimeScales.Kernel.Jupyter;

/// <summary>Carries out requests to run cells, counts them and remembers them.</summary>
internal sealed class CellRequests(CSharpEngine engine)
{
    /// <summary>The number of the latest cell.</summary>
    internal int Count { get; private set; }

    internal History History { get; } = new();

    /// <summary>Runs a cell.</summary>
    /// <param name="request">An <c>execute_request</c>.</param>
    /// <param name="input">What the cell reads from the console.</param>
    /// <param name="publish">Sends a message type with its content on iopub.</param>
    /// <returns>The content of the reply.</returns>
    internal JsonObject Run(Message request, CellInput input, Action<string, JsonObject> publish)
    {
        var code = request.Text("code") ?? "";
        var silent = request.Flag("silent", otherwise: false);
        var isStored = request.Flag("store_history", otherwise: true) && !silent;
        if (isStored)
            Count++;

        var cell = new ExecutingCell(Count, silent, publish);
        var outcome = engine.Execute(CellLanguage.Of(request.Metadata).Mark(code), $"cell {Count}", cell.Emit, input,
            starting: () =>
        {
            if (!silent)
                publish("execute_input", new JsonObject { ["code"] = code, ["execution_count"] = Count });
        });
        if (isStored)
            History.Add(Count, code, cell.Result);

        var reply = outcome.Error?.ToJson() ?? [];
        reply["status"] = outcome.Error is null ? "ok" : "error";
        reply["execution_count"] = Count;
        reply["payload"] = cell.Payload;
        if (outcome.Error is null)
            reply["user_expressions"] = Evaluate(request.Content["user_expressions"] as JsonObject ?? []);
        return reply;
    }

    /// <summary>The expressions that a front end wants evaluated after the cell, each with its own success or error.</summary>
    private JsonObject Evaluate(JsonObject expressions)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in expressions)
        {
            var data = new JsonObject();
            var outcome = engine.Execute((string?)expression ?? "", name, output =>
            {
                if (output is ResultOutput result)
                    data = result.Data.ToJson();
            }, new NoInput("An expression cannot read from the console."));
            var value = outcome.Error?.ToJson() ?? new JsonObject { ["data"] = data, ["metadata"] = new JsonObject() };
            value["status"] = outcome.Error is null ? "ok" : "error";
            values[name] = value;
        }
        return values;
    }
}
