using System.Text.Json.Nodes;

namespace TimeScales.Tests.Notebooks;

/// <summary>Writes small notebooks and reads executed ones.</summary>
internal static class NotebookFile
{
    public static JsonObject Create(params string[] sources) => new()
    {
        ["cells"] = new JsonArray([.. sources.Select((source, index) => Cell(source, index))]),
        ["metadata"] = new JsonObject
        {
            ["kernelspec"] = new JsonObject { ["name"] = ".net-csharp", ["language"] = "csharp", ["display_name"] = "C#" },
        },
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    };

    public static JsonObject Tag(this JsonObject notebook, int cell, string tag)
    {
        notebook["cells"]![cell]!["metadata"]!["tags"] = new JsonArray(tag);
        return notebook;
    }

    public static string Save(this JsonObject notebook, TemporaryFolder folder, string name = "sample.ipynb") =>
        folder.Write(name, notebook.ToJsonString());

    /// <summary>All outputs of a cell of an executed copy as text: streams, results and the messages of errors.</summary>
    public static string Outputs(string path, int cell) =>
        string.Join('|', JsonNode.Parse(File.ReadAllText(path))!["cells"]![cell]!["outputs"]!.AsArray().Select(output =>
            Text(output!["text"] ?? output["data"]?["text/plain"] ?? output["evalue"])));

    private static string Text(JsonNode? text) =>
        text is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string?)text ?? "";

    private static JsonObject Cell(string source, int index) => new()
    {
        ["cell_type"] = "code",
        ["id"] = $"cell-{index}",
        ["metadata"] = new JsonObject(),
        ["execution_count"] = null,
        ["outputs"] = new JsonArray(),
        ["source"] = source,
    };
}
