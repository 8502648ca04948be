using System.Text;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Microsoft.CodeAnalysis;

namespace TimeScales.Kernel.Engine;

/// <summary>Writes a check of <see cref="Interruption"/> into every loop, and every method and lambda in braces, of a
/// cell.</summary>
/// <remarks>
/// The checks work on whatever thread the code runs: after an await, in a task, in a parallel loop, as a callback of a library.
/// They are inserted within lines, never as lines, so line numbers in errors stay those of the cell. Finalizers have none: an
/// exception there would end the process.
/// </remarks>
internal static class LoopGuards
{
    private const string Check = "global::TimeScales.Kernel.Interruption.Check();";

    /// <summary>The guarded tree, or the same tree when it has no loop.</summary>
    internal static SyntaxTree Insert(SyntaxTree tree, CancellationToken cancellation)
    {
        var changes = new List<TextChange>();
        foreach (var node in tree.GetRoot(cancellation).DescendantNodes(node => node is not DestructorDeclarationSyntax))
        {
            if (LoopBody(node) is { } body)
                Guard(body, changes);
            else if (node is LabeledStatementSyntax label)
                changes.Add(Insertion(label.ColonToken.Span.End, Check));
            else if (node is BlockSyntax callable && IsCallable(callable.Parent))
                Guard(callable, changes);
        }
        if (changes.Count == 0)
            return tree;
        // Where insertions meet, as at the end of nested loops without braces, their order does not matter: all are the same
        // text.
        var guarded = new StringBuilder(tree.GetText(cancellation).ToString());
        foreach (var change in changes.OrderByDescending(change => change.Span.Start))
            guarded.Insert(change.Span.Start, change.NewText);
        return tree.WithChangedText(SourceText.From(guarded.ToString(), Encoding.UTF8));
    }

    private static bool IsCallable(SyntaxNode? node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax;

    private static StatementSyntax? LoopBody(SyntaxNode node) => node switch
    {
        WhileStatementSyntax loop => loop.Statement,
        DoStatementSyntax loop => loop.Statement,
        ForStatementSyntax loop => loop.Statement,
        CommonForEachStatementSyntax loop => loop.Statement,
        _ => null,
    };

    private static void Guard(StatementSyntax body, List<TextChange> changes)
    {
        if (body is BlockSyntax block)
        {
            changes.Add(Insertion(block.OpenBraceToken.Span.End, Check));
            return;
        }
        changes.Add(Insertion(body.SpanStart, "{" + Check));
        changes.Add(Insertion(body.Span.End, "}"));
    }

    private static TextChange Insertion(int position, string text) => new(new TextSpan(position, 0), text);
}
