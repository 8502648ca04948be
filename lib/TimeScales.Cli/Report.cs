using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>What a command tells at its end: tables and sentences for people, or one JSON object for programs.</summary>
internal sealed class Report(bool json) : IReport
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonArray tables = [];
    private readonly JsonArray sentences = [];
    private bool followsSentence;

    /// <summary>A sentence.</summary>
    public void Say(string sentence)
    {
        sentences.Add(sentence);
        followsSentence = true;
        if (json)
            return;
        foreach (var line in Terminal.Wrap(sentence, Terminal.Width))
            Console.WriteLine(line);
    }

    /// <summary>A table between empty lines; nothing where it has no rows.</summary>
    public void Add(ReportTable table)
    {
        if (table.Rows.Count == 0)
            return;
        tables.Add(table.ToJson());
        if (json)
            return;
        if (followsSentence)
            Console.WriteLine();
        followsSentence = false;
        foreach (var line in table.Title.Length == 0 ? [] : Terminal.Wrap(table.Title, Terminal.Width))
            Console.WriteLine(Terminal.Heading(line));
        foreach (var line in table.Lines(Terminal.Width))
            Console.WriteLine(line);
        Console.WriteLine();
    }

    /// <summary>Writes the JSON object, where one is wanted.</summary>
    public int Finish()
    {
        if (json)
            Console.WriteLine(new JsonObject { ["tables"] = tables, ["sentences"] = sentences }.ToJsonString(Readable));
        return CommandLine.Success;
    }
}
