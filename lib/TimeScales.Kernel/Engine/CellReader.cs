using System.Text.RegularExpressions;
using System.Text;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis;

namespace TimeScales.Kernel.Engine;

/// <summary>Reads a cell into the steps that it asks for.</summary>
/// <remarks>
/// The compiler's own lexer says which lines are directives, so a line of a raw string or of a comment that looks like a magic is
/// none. The compiler would allow <c>#r</c> only before the first statement and knows no magics; so all these lines are taken out
/// here.
/// </remarks>
internal sealed partial class CellReader
{
    /// <summary>Every magic, with what it does: what an error lists.</summary>
    internal static IReadOnlyDictionary<string, string> Magics { get; } = new Dictionary<string, string>
    {
        ["#!csharp"] = "code follows",
        ["#!markdown"] = "text follows",
        ["#!html"] = "markup follows",
        ["#!import"] = "runs a notebook or a C# file",
        ["#!set"] = "sets a variable",
        ["#!time"] = "shows how long the rest of the cell takes",
    };

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    private readonly string cell;
    private readonly List<CellStep> steps = [];

    private CellReader(string cell) => this.cell = cell;

    /// <summary>The steps of a cell.</summary>
    /// <exception cref="DirectiveException">A magic is unknown or malformed.</exception>
    internal static IReadOnlyList<CellStep> Read(string cell)
    {
        var reader = new CellReader(cell);
        for (var position = 0; position < cell.Length;)
            position = reader.ReadCode(position);
        return reader.steps;
    }

    /// <summary>The cell with every line to the kernel, and all text that is not C#, blank: what completion looks at.</summary>
    internal static string CodeOf(string cell)
    {
        try
        {
            var code = Read(cell).OfType<CodeStep>().Select(step => step.Code).ToList();
            var merged = new StringBuilder(Blank(cell));
            foreach (var step in code)
            {
                for (var i = 0; i < step.Length; i++)
                {
                    if (!char.IsWhiteSpace(step[i]))
                        merged[i] = step[i];
                }
            }
            return merged.ToString();
        }
        catch (DirectiveException)
        {
            return cell;
        }
    }

    /// <summary>Reads C# up to text of another language.</summary>
    /// <returns>Where to go on.</returns>
    private int ReadCode(int start)
    {
        var root = CSharpSyntaxTree.ParseText(Blank(cell[..start]) + cell[start..], ParseOptions).GetCompilationUnitRoot();
        var from = start;
        List<DirectiveTriviaSyntax> lines = [];
        for (var directive = root.GetFirstDirective(); directive is not null; directive = directive.GetNextDirective())
        {
            var line = LineAt(directive.SpanStart);
            if (directive.SpanStart < from)
                continue;
            if (!directive.IsActive)
            {
                // The compiler would read these also where '#if' leaves them out.
                if (directive is ReferenceDirectiveTriviaSyntax or LoadDirectiveTriviaSyntax
                    || line.Text.StartsWith("#!", StringComparison.Ordinal))
                    lines.Add(directive);
            }
            else if (line.Text.StartsWith("#!", StringComparison.Ordinal))
            {
                AddCode(from, line.Start, lines);
                from = line.End;
                if (ReadMagic(line.Text, ref from))
                    return from;
            }
            else if (directive is ReferenceDirectiveTriviaSyntax || FeedLine().IsMatch(line.Text))
            {
                lines.Add(directive);
            }
            else if (directive is LoadDirectiveTriviaSyntax && root.GetFirstToken().SpanStart < directive.SpanStart)
            {
                // The compiler wants it before the first statement: what came before is a step of its own.
                AddCode(from, line.Start, lines);
                AddCode(line.Start, line.End, lines);
                from = line.End;
            }
        }
        AddCode(from, cell.Length, lines);
        return cell.Length;
    }

    private void AddCode(int from, int to, List<DirectiveTriviaSyntax> lines)
    {
        if (string.IsNullOrWhiteSpace(cell[from..to]))
            return;
        var code = new StringBuilder(Blank(cell[..from]) + cell[from..to]);
        List<ReferenceLine> references = [], feeds = [];
        foreach (var directive in lines)
        {
            var line = LineAt(directive.SpanStart);
            for (var i = line.Start; i < line.End && i < code.Length; i++)
            {
                if (code[i] is not ('\r' or '\n'))
                    code[i] = ' ';
            }
            if (!directive.IsActive)
                continue;
            if (directive is not ReferenceDirectiveTriviaSyntax { File: { IsMissing: false, ValueText.Length: > 0 } } reference)
                feeds.Add(new ReferenceLine(FeedIn(line.Text), line.Number));
            else
                references.Add(new ReferenceLine(reference.File.ValueText, line.Number));
        }
        lines.Clear();
        steps.Add(new CodeStep(code.ToString(), references, feeds));
    }

    private static string FeedIn(string line) =>
        line.StartsWith("#r", StringComparison.Ordinal)
            ? throw new DirectiveException(
                $"'{line}' names nothing: write #r \"nuget: Name\", #r \"nuget: Name, Version\" or #r \"path/to.dll\".")
            : Feed().Match(line) is { Success: true } match
                ? match.Groups["feed"].Value
                : throw new DirectiveException($"'{line}' is not a package source: write #i \"nuget: ADDRESS or FOLDER\".");

    /// <summary>Reads one magic.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="next">Behind it; moved behind the text that belongs to it.</param>
    /// <returns>True where text of another language was read, so that the code behind it must be read anew.</returns>
    private bool ReadMagic(string line, ref int next)
    {
        var words = Words(line);
        switch (words[0].ToLowerInvariant())
        {
            case "#!csharp" or "#!c#" or "#!cs":
                return false;
            case "#!markdown" or "#!md":
                return ReadText("text/markdown", ref next);
            case "#!html":
                return ReadText("text/html", ref next);
            case "#!time":
                steps.Add(new TimeStep());
                return false;
            case "#!import" when words.Count == 2:
                steps.Add(new ImportStep(words[1], LineAt(next - 1).Number));
                return false;
            case "#!import":
                throw new DirectiveException(
                    $"'{line}' names no file or several: write #!import \"FILE\", a notebook (.ipynb, .dib) or C# (.cs, .csx).");
            case "#!set":
                steps.Add(ReadSet(line, words));
                return false;
            default:
                var known = string.Join(", ", Magics.Select(magic => $"{magic.Key} ({magic.Value})"));
                throw new DirectiveException(
                    $"'{words[0]}' is not known here; there are {known}, #r and #i \"nuget:…\", and #load.");
        }
    }

    private static SetStep ReadSet(string line, List<string> words)
    {
        string? name = null, value = null;
        for (var i = 1; i + 1 < words.Count; i += 2)
        {
            if (words[i] == "--name")
                name = words[i + 1];
            else if (words[i] == "--value")
                value = words[i + 1];
            else
                throw Malformed();
        }
        return words.Count == 5 && name is not null && value is not null && SyntaxFacts.IsValidIdentifier(name)
            ? new SetStep(name, value)
            : throw Malformed();

        DirectiveException Malformed() => new(
            $"'{line}' sets nothing: write #!set --name NAME --value TEXT, "
            + "where TEXT may be @csharp:NAME, @input:PROMPT or @password:PROMPT.");
    }

    /// <summary>Text runs to the next line that starts with a magic.</summary>
    private bool ReadText(string mimeType, ref int next)
    {
        var magic = MagicLine().Match(cell, next);
        var end = magic.Success ? magic.Index : cell.Length;
        steps.Add(new TextStep(mimeType, cell[next..end].Trim()));
        next = end;
        return true;
    }

    private (string Text, int Start, int End, int Number) LineAt(int position)
    {
        var start = position == 0 ? 0 : cell.LastIndexOf('\n', position - 1) + 1;
        var end = cell.IndexOf('\n', position) is var found && found < 0 ? cell.Length : found + 1;
        return (cell[start..end].Trim(), start, end, cell.AsSpan(0, start).Count('\n') + 1);
    }

    /// <summary>White space of the same length and lines.</summary>
    private static string Blank(string text) => NotALineBreak().Replace(text, " ");

    /// <summary>Words apart by blanks, or in quotes.</summary>
    private static List<string> Words(string line) =>
        [.. Word().Matches(line).Select(word => word.Groups["quoted"] is { Success: true } quoted
            ? word.Groups["before"].Value + quoted.Value
            : word.Value)];

    [GeneratedRegex(@"^[ \t]*#![A-Za-z]", RegexOptions.Multiline)]
    private static partial Regex MagicLine();

    [GeneratedRegex(@"^#i(\W|$)")]
    private static partial Regex FeedLine();

    [GeneratedRegex(@"[^\r\n]")]
    private static partial Regex NotALineBreak();

    [GeneratedRegex(@"@\w+:\{[^}]*\}|(?<before>[^\s""]*)""(?<quoted>[^""]*)""|\S+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^#i\s+""nuget:\s*(?<feed>[^""]+?)\s*""\s*;?$", RegexOptions.IgnoreCase)]
    private static partial Regex Feed();
}
