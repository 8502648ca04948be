using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis;

namespace TimeScales.Kernel.Engine;

/// <summary>What the name under the cursor is: its declaration and its documentation.</summary>
internal static class Inspection
{
    private static readonly SymbolDisplayFormat Declaration = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithKindOptions(SymbolDisplayKindOptions.IncludeNamespaceKeyword | SymbolDisplayKindOptions.IncludeTypeKeyword);

    /// <summary>The text to show; null when there is no name at the cursor.</summary>
    /// <param name="compilation">The code, as a continuation of the notebook.</param>
    /// <param name="position">The cursor, in UTF-16 units.</param>
    internal static string? Describe(CSharpCompilation compilation, int position)
    {
        var tree = compilation.SyntaxTrees[^1];
        if (SymbolAt(tree, compilation.GetSemanticModel(tree), position) is not { } symbol)
            return null;
        var text = new StringBuilder(symbol.ToDisplayString(Declaration));
        if (symbol is not INamespaceSymbol && symbol.ContainingType is null
            && symbol.ContainingNamespace is { IsGlobalNamespace: false } space)
            text.Append($"  (namespace {space.ToDisplayString()})");
        if (Summary(compilation, symbol.OriginalDefinition) is { Length: > 0 } summary)
            text.Append('\n').Append(summary);
        return text.ToString();
    }

    private static ISymbol? SymbolAt(SyntaxTree tree, SemanticModel model, int position)
    {
        var root = tree.GetCompilationUnitRoot();
        // A cursor right behind a name is at that name.
        foreach (var candidate in (int[])[position, position - 1])
        {
            if (candidate < 0 || candidate >= root.FullSpan.End)
                continue;
            var token = root.FindToken(candidate);
            if (!token.Span.Contains(candidate) || token.Parent is not { } node
                || !SyntaxFacts.IsIdentifierStartCharacter(token.Text[0]))
                continue;
            var info = model.GetSymbolInfo(node);
            var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault() ?? model.GetDeclaredSymbol(node)
                ?? model.GetTypeInfo(node).Type;
            if (symbol is not null and not IErrorTypeSymbol)
                return symbol;
        }
        return null;
    }

    private static string? Summary(CSharpCompilation compilation, ISymbol symbol)
    {
        if (symbol.ContainingAssembly is not { } assembly || symbol.GetDocumentationCommentId() is not { } id)
            return null;
        var path = (compilation.GetMetadataReference(assembly) as PortableExecutableReference)?.FilePath;
        return path is null ? null : DocumentationFiles.For(path).Select(file => Find(file, id))
            .FirstOrDefault(summary => summary is not null);
    }

    /// <summary>Reads one member's summary; files of several megabytes are searched as text, which is faster than parsing
    /// them.</summary>
    private static string? Find(string file, string id)
    {
        var content = File.ReadAllText(file);
        var start = content.IndexOf($"<member name=\"{id}\">", StringComparison.Ordinal);
        var end = start < 0 ? -1 : content.IndexOf("</member>", start, StringComparison.Ordinal);
        if (end < 0)
            return null;
        var summary = XElement.Parse(content[start..(end + "</member>".Length)]).Element("summary");
        return summary is null
            ? null
            : string.Join(' ', Text(summary).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Text(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement reference when (reference.Attribute("cref") ?? reference.Attribute("name")
            ?? reference.Attribute("langword")) is { } target =>
            target.Value[(target.Value.LastIndexOfAny([':', '.']) + 1)..],
        XElement nested => Text(nested),
        _ => "",
    }));
}
