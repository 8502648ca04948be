using System.ComponentModel;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis;

namespace TimeScales.Kernel.Engine;

/// <summary>What can stand at the cursor.</summary>
/// <remarks>
/// Asks the compiler's own symbol look-up, which knows the earlier cells; the workspace layer's recommender would need a project
/// per cell and five more assemblies to answer the same question.
/// </remarks>
internal static class Completion
{
    /// <summary>One candidate.</summary>
    /// <param name="Text">What replaces the word under the cursor.</param>
    /// <param name="Kind">What it is, in the words that front ends have icons for.</param>
    internal sealed record Candidate(string Text, string Kind);

    /// <summary>All candidates and the part of the code that they replace.</summary>
    /// <param name="Candidates">In alphabetical order, each text once.</param>
    /// <param name="Start">Where the word under the cursor starts, in UTF-16 units.</param>
    internal sealed record Result(IReadOnlyList<Candidate> Candidates, int Start);

    private static readonly string[] Keywords =
        [.. SyntaxFacts.GetReservedKeywordKinds()
            .Concat([SyntaxKind.VarKeyword, SyntaxKind.AwaitKeyword, SyntaxKind.AsyncKeyword, SyntaxKind.RecordKeyword])
            .Select(SyntaxFacts.GetText)];

    /// <summary>Completes the word that ends at the cursor.</summary>
    /// <param name="compilation">The code, as a continuation of the notebook.</param>
    /// <param name="position">The cursor, in UTF-16 units.</param>
    internal static Result Find(CSharpCompilation compilation, int position)
    {
        var tree = compilation.SyntaxTrees[^1];
        var root = tree.GetCompilationUnitRoot();
        if (position == 0)
            return Collect(compilation.GetSemanticModel(tree).LookupSymbols(0), "", 0, withKeywords: true);
        var token = root.FindToken(position - 1);
        if (IsText(token, position) || root.FindTrivia(position - 1).IsKind(SyntaxKind.SingleLineCommentTrivia))
            return new Result([], position);

        var isWord = token.SpanStart < position && position <= token.Span.End
            && SyntaxFacts.IsIdentifierStartCharacter(token.Text[0]);
        var start = isWord ? token.SpanStart : position;
        var prefix = isWord ? token.Text[..(position - start)] : "";
        var before = isWord ? token.GetPreviousToken() : token;
        var model = compilation.GetSemanticModel(tree);
        return Receiver(before) is { } receiver
            ? Collect(Members(model, receiver, position), prefix, start, withKeywords: false)
            : Collect(model.LookupSymbols(start), prefix, start, withKeywords: true);
    }

    /// <summary>What stands left of the dot; null when there is none.</summary>
    private static ExpressionSyntax? Receiver(SyntaxToken dot) => dot.Parent switch
    {
        MemberAccessExpressionSyntax access when access.OperatorToken == dot => access.Expression,
        MemberBindingExpressionSyntax binding when binding.OperatorToken == dot =>
            binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
        // "text." at the end of a line, with a word on the next, parses as the type of a declaration.
        QualifiedNameSyntax name when name.DotToken == dot => name.Left,
        _ => null,
    };

    private static IEnumerable<ISymbol> Members(SemanticModel model, ExpressionSyntax receiver, int position)
    {
        var expression = receiver.Parent is QualifiedNameSyntax ? SyntaxFactory.ParseExpression(receiver.ToString()) : receiver;
        var isSpeculative = expression != receiver;
        var symbol = isSpeculative
            ? model.GetSpeculativeSymbolInfo(receiver.SpanStart, expression, SpeculativeBindingOption.BindAsExpression).Symbol
            : model.GetSymbolInfo(expression).Symbol;
        if (symbol is INamespaceOrTypeSymbol container)
            return model.LookupSymbols(position, container).Where(member => member.IsStatic || member is INamespaceOrTypeSymbol);
        var type = isSpeculative
            ? model.GetSpeculativeTypeInfo(receiver.SpanStart, expression, SpeculativeBindingOption.BindAsExpression).Type
            : model.GetTypeInfo(expression).Type;
        return type is null or IErrorTypeSymbol
            ? []
            : model.LookupSymbols(position, type, includeReducedExtensionMethods: true)
                .Where(member => !member.IsStatic && member is not INamedTypeSymbol);
    }

    private static Result Collect(IEnumerable<ISymbol> symbols, string prefix, int start, bool withKeywords)
    {
        var candidates = symbols
            .Where(symbol => symbol.CanBeReferencedByName && symbol.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
                && IsMeantToBeSeen(symbol))
            .Select(symbol => new Candidate(symbol.Name, KindOf(symbol)));
        if (withKeywords)
            candidates = candidates.Concat(Keywords
                .Where(word => prefix.Length > 0 && word.StartsWith(prefix, StringComparison.Ordinal))
                .Select(word => new Candidate(word, "keyword")));
        var inOrder = candidates.DistinctBy(candidate => candidate.Text)
            .OrderBy(candidate => candidate.Text, StringComparer.OrdinalIgnoreCase);
        return new Result([.. inOrder], start);
    }

    private static bool IsText(SyntaxToken token, int position) =>
        token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.CharacterLiteralToken or SyntaxKind.NumericLiteralToken
        && token.SpanStart < position && position <= token.Span.End;

    private static bool IsMeantToBeSeen(ISymbol symbol) =>
        !symbol.GetAttributes().Any(attribute =>
            attribute.AttributeClass?.Name == nameof(EditorBrowsableAttribute)
            && attribute.ConstructorArguments is [{ Value: (int)EditorBrowsableState.Never }]);

    private static string KindOf(ISymbol symbol) => symbol switch
    {
        INamespaceSymbol => "module",
        ITypeSymbol => "class",
        IMethodSymbol => "function",
        IPropertySymbol or IEventSymbol => "property",
        _ => "instance",
    };
}
