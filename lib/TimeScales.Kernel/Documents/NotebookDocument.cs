using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json;

namespace TimeScales.Kernel.Documents;

/// <summary>A notebook file (nbformat 4). What this program does not know about is kept as it is.</summary>
internal sealed class NotebookDocument
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // As Jupyter writes its files, so that a change of outputs is all that a diff shows.
        Indented = true,
        IndentSize = 1,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject root;

    private NotebookDocument(string path, JsonObject root)
    {
        Path = path;
        this.root = root;
        Cells = [.. root["cells"]!.AsArray().Select(cell => new NotebookCell(cell!.AsObject()))];
    }

    /// <summary>Where it was read from.</summary>
    internal string Path { get; }

    internal IReadOnlyList<NotebookCell> Cells { get; private set; }

    /// <summary>The sets of optional packages with any of which it runs, from <c>metadata.timescales.packages</c>; empty where it
    /// needs none.</summary>
    internal IReadOnlyList<string> Packages =>
        [.. ((root["metadata"] as JsonObject)?["timescales"] as JsonObject)?["packages"] is JsonArray names
            ? names.Select(name => $"{name}")
            : []];

    /// <summary>Reads a notebook.</summary>
    /// <exception cref="MalformedNotebookException">The file is not a C# notebook of format 4; the message says in a sentence
    /// why.</exception>
    internal static NotebookDocument Read(string path)
    {
        JsonObject root;
        try
        {
            root = JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new MalformedNotebookException($"'{path}' is not a notebook: it is not a JSON object.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MalformedNotebookException($"'{path}' cannot be read: {exception.Message}");
        }
        if (root["nbformat"] is not JsonValue format || !format.TryGetValue<int>(out var version) || version != 4)
            throw new MalformedNotebookException(
                $"'{path}' has nbformat {root["nbformat"]?.ToJsonString() ?? "(none)"}; this program runs nbformat 4.");
        if (root["cells"] is not JsonArray { Count: > 0 } cells || !cells.All(NotebookCell.IsWellFormed))
            throw new MalformedNotebookException($"'{path}' has no cells, or cells without a cell_type and a source.");
        if (Language(root) is not { } language
            || !(language.Equals("csharp", StringComparison.OrdinalIgnoreCase) || language == "C#"))
            throw new MalformedNotebookException(
                $"'{path}' is a notebook of language '{Language(root) ?? "(none)"}'; this program runs csharp.");
        return new NotebookDocument(path, root);
    }

    /// <summary>Inserts a code cell.</summary>
    internal NotebookCell Insert(int index, string source, string tag)
    {
        var json = new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["id"] = tag,
            ["metadata"] = new JsonObject { ["tags"] = new JsonArray(tag) },
            ["outputs"] = new JsonArray(),
            ["source"] = Lines(source),
        };
        root["cells"]!.AsArray().Insert(index, json);
        var cell = new NotebookCell(json);
        Cells = [.. Cells.Take(index), cell, .. Cells.Skip(index)];
        return cell;
    }

    /// <summary>Writes the notebook as a whole or not at all.</summary>
    internal void Write(string path)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        var temporary = path + ".partial";
        using (var stream = File.Create(temporary))
        {
            using (var writer = new Utf8JsonWriter(stream, WriterOptions))
                root.WriteTo(writer);
            stream.WriteByte((byte)'\n');
        }
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>A text as Jupyter writes it: a list of lines, each with its end.</summary>
    internal static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) + 1;
            if (end == 0)
                end = text.Length;
            lines.Add(text[start..end]);
            start = end;
        }
        return lines;
    }

    private static string? Language(JsonObject root)
    {
        var metadata = root["metadata"] as JsonObject;
        var language = (metadata?["kernelspec"] as JsonObject)?["language"]
            ?? (metadata?["language_info"] as JsonObject)?["name"];
        return language is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
    }
}

/// <summary>A file that is not a notebook this program can run; the message is one sentence for the user.</summary>
internal sealed class MalformedNotebookException(string message) : Exception(message);
