using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace TimeScales.Kernel.Engine;

/// <summary>Finds the files that cells <c>#load</c>, and guards their loops like those of cells.</summary>
internal sealed class LoadedFiles(CSharpParseOptions parseOptions) : SourceFileResolver([], Environment.CurrentDirectory)
{
    /// <inheritdoc/>
    public override SourceText ReadText(string resolvedPath)
    {
        var text = base.ReadText(resolvedPath);
        var tree = CSharpSyntaxTree.ParseText(text, parseOptions, resolvedPath);
        return SourceText.From(LoopGuards.Insert(tree, CancellationToken.None).ToString(), Encoding.UTF8);
    }
}
