using System.Text.Json.Nodes;

namespace TimeScales.Kernel.Documents;

/// <summary>The language that a cell's metadata name, by which polyglot notebooks tell their cells apart.</summary>
/// <param name="Name">As it was written, without a prefix; null where the metadata name none.</param>
internal sealed record CellLanguage(string? Name)
{
    private static readonly string[] Known = ["csharp", "c#", "cs", ".net-csharp", "markdown", "html"];

    /// <summary>Whether such a cell can be run here.</summary>
    internal bool IsKnown => Name is null || Known.Contains(Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>What .NET Interactive and VS Code have written into a cell's metadata, or a request's.</summary>
    internal static CellLanguage Of(JsonObject? metadata)
    {
        var name = Text(metadata, "polyglot_notebook", "kernelName") ?? Text(metadata, "dotnet_interactive", "language")
            ?? Text(metadata, "vscode", "languageId");
        const string Prefix = "dotnet-interactive.";
        if (name?.StartsWith(Prefix, StringComparison.Ordinal) == true)
            name = name[Prefix.Length..];
        return new CellLanguage(name is "polyglot-notebook" or "" ? null : name);
    }

    /// <summary>The cell with the magic of its language in front, so that text is shown, and an unknown language is an error that
    /// names it.</summary>
    internal string Mark(string source) =>
        Name is null || source.TrimStart().StartsWith("#!", StringComparison.Ordinal)
            || (IsKnown && Name.ToLowerInvariant() is not ("markdown" or "html"))
            ? source
            : $"#!{Name}\n{source}";

    private static string? Text(JsonObject? metadata, string section, string name) =>
        (metadata?[section] as JsonObject)?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
