using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis;

namespace TimeScales.Kernel.Engine;

/// <summary>Whether code can run as it stands, for consoles that decide what the Enter key does.</summary>
internal static class Completeness
{
    /// <summary>Judges by syntax alone.</summary>
    /// <returns><c>complete</c>, <c>incomplete</c> (more lines are needed) or <c>invalid</c>: Jupyter's words.</returns>
    internal static string Of(CSharpCompilation compilation)
    {
        var tree = compilation.SyntaxTrees[^1];
        if (!SyntaxFactory.IsCompleteSubmission(tree))
            return "incomplete";
        return tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? "invalid" : "complete";
    }
}
