using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace TimeScales.Kernel.Engine;

/// <summary>Compiles each cell as a Roslyn submission that continues the one before.</summary>
/// <remarks>
/// The compiler's script submissions are used directly rather than through <c>CSharpScript</c>, for three reasons: loops can be guarded
/// without losing line numbers, assemblies load where the notebook says (<see cref="NotebookLoadContext"/>), and the framework's
/// references are given to the first submission only. Each submission inherits its predecessor's references; naming them again
/// makes every submission keep a copy per predecessor, which was 3.5 GB after a thousand cells instead of 0.3.
/// </remarks>
internal sealed class SubmissionChain
{
    /// <summary>What .NET Interactive imports, so that a notebook runs on both, and this kernel's own helpers.</summary>
    private static readonly string[] Usings =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Linq", "System.Threading.Tasks",
        "TimeScales.Kernel", "TimeScales.Kernel.NotebookHelpers",
    ];

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    private readonly Lock gate = new();
    private readonly NotebookLoadContext loadContext = new();
    private readonly ReferenceResolver resolver;
    private readonly Lazy<CSharpCompilation> prelude;
    private CSharpCompilation? last;
    private object?[] states = new object?[16];
    private int count;

    internal SubmissionChain()
    {
        resolver = new ReferenceResolver(loadContext);
        prelude = new Lazy<CSharpCompilation>(() => CreateCompilation(Parse("", "prelude"), previous: null));
    }

    /// <summary>Compiles a throw-away cell that touches what cells commonly touch.</summary>
    internal void WarmUp()
    {
        const string Typical = """
            #nullable disable
            var numbers = Enumerable.Range(0, 3).Select(n => n * 0.5).ToList();
            for (var i = 0; i < numbers.Count; i++) { var text = $"{numbers[i]:F2}"; }
            await Task.CompletedTask;
            numbers.Count
            """;
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        Emit(Analyse(Typical), image, symbols, CancellationToken.None);
    }

    /// <summary>Compiles a cell and makes it the one that the next cell continues.</summary>
    /// <exception cref="CompilationFailedException">It does not compile; the chain is as before.</exception>
    /// <exception cref="PackageException">A package that it names cannot be had.</exception>
    internal Submission Compile(string code, string cellName, CancellationToken cancellation)
    {
        lock (gate)
        {
            using var _ = resolver.AllowRestore(cancellation);
            var tree = Parse(code, cellName);
            var compilation = CreateCompilation(tree, last ?? prelude.Value, new LoadedFiles(ParseOptions));
            if (!Errors(tree.GetDiagnostics(cancellation)).Any())
                compilation = compilation.ReplaceSyntaxTree(tree, LoopGuards.Insert(tree, cancellation));

            using var image = new MemoryStream();
            using var symbols = new MemoryStream();
            var emitted = Emit(compilation, image, symbols, cancellation);
            resolver.ThrowIfRestoreFailed();
            if (emitted.Success)
                return Accept(compilation, loadContext.Load(image, symbols));
            ThrowErrors(tree, emitted, cancellation);
            // No success and no errors: a cell of directives or comments alone, which has no code to emit but counts for the next cell.
            Advance(compilation);
            return Submission.Empty;
        }
    }

    /// <summary>A compilation that continues the last cell without becoming part of the notebook; it never fetches packages.</summary>
    internal CSharpCompilation Analyse(string code)
    {
        lock (gate)
            return CreateCompilation(Parse(code, "analysed"), last ?? prelude.Value);
    }

    private static SyntaxTree Parse(string code, string cellName) =>
        CSharpSyntaxTree.ParseText(code, ParseOptions, cellName, Encoding.UTF8);

    private CSharpCompilation CreateCompilation(SyntaxTree tree, CSharpCompilation? previous, SourceReferenceResolver? files = null)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            scriptClassName: $"Cell{count}",
            usings: Usings,
            // Optimized code attributes a bad index or a division by zero to the wrong line; heavy work belongs in the library.
            optimizationLevel: OptimizationLevel.Debug,
            allowUnsafe: true,
            metadataReferenceResolver: resolver,
            sourceReferenceResolver: files ?? new SourceFileResolver([], Environment.CurrentDirectory),
            assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);
        return CSharpCompilation.CreateScriptCompilation(
            $"Cell{count}", tree, previous is null ? ReferenceResolver.Framework() : [], options, previous, typeof(object));
    }

    private static EmitResult Emit(CSharpCompilation compilation, Stream image, Stream symbols, CancellationToken cancellation) =>
        compilation.Emit(
            image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: cancellation);

    /// <summary>Throws the errors as the cell was written: in the guarded source the columns are others.</summary>
    private void ThrowErrors(SyntaxTree tree, EmitResult emitted, CancellationToken cancellation)
    {
        List<Diagnostic> asWritten = [.. Errors(CreateCompilation(tree, last ?? prelude.Value).GetDiagnostics(cancellation))];
        if (asWritten.Count == 0)
            asWritten.AddRange(Errors(emitted.Diagnostics));
        if (asWritten.Count > 0)
            throw new CompilationFailedException(asWritten);
    }

    private Submission Accept(CSharpCompilation compilation, Assembly assembly)
    {
        var entryPoint = compilation.GetEntryPoint(CancellationToken.None)!;
        var factory = assembly.GetType(entryPoint.ContainingType.MetadataName)!
            .GetMethod(entryPoint.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        Advance(compilation);
        return new Submission(factory.CreateDelegate<Func<object?[], Task<object?>>>(), states, HasResult(compilation));
    }

    private void Advance(CSharpCompilation compilation)
    {
        last = compilation;
        count++;
        // One slot a cell at most, and the prelude's.
        if (count + 2 > states.Length)
            Array.Resize(ref states, states.Length * 2);
    }

    private static bool HasResult(CSharpCompilation compilation)
    {
        var tree = compilation.SyntaxTrees[^1];
        return (tree.GetCompilationUnitRoot().Members.LastOrDefault() as GlobalStatementSyntax)?.Statement switch
        {
            ReturnStatementSyntax { Expression: not null } => true,
            ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last =>
                compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type?.SpecialType != SpecialType.System_Void,
            _ => false,
        };
    }

    private static IEnumerable<Diagnostic> Errors(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
