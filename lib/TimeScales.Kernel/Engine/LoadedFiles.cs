using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Microsoft.CodeAnalysis;

namespace TimeScales.Kernel.Engine;

/// <summary>Finds the files that cells <c>#load</c>, and guards their loops like those of cells.</summary>
internal sealed class LoadedFiles(CSharpParseOptions parseOptions) : SourceFileResolver([], Environment.CurrentDirectory)
{
    /// <inheritdoc/>
    public override SourceText ReadText(string resolvedPath)
    {
        // What their #r lines name has been added before.
        var text = CellReader.CodeOf(base.ReadText(resolvedPath).ToString());
        var tree = CSharpSyntaxTree.ParseText(text, parseOptions, resolvedPath);
        return SourceText.From(LoopGuards.Insert(tree, CancellationToken.None).ToString(), Encoding.UTF8);
    }
}
