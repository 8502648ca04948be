using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis;

namespace TimeScales.Kernel.Engine;

/// <summary>Compiles each cell as a Roslyn submission that continues the one before.</summary>
/// <remarks>
/// The compiler's script submissions are used directly rather than through <c>CSharpScript</c>, for three reasons: loops can be
/// guarded without losing line numbers, assemblies load where the notebook says (<see cref="NotebookLoadContext"/>), and the
/// framework's references are given to the first submission only. Each submission inherits its predecessor's references; naming
/// them again makes every submission keep a copy per predecessor, which was 3.5 GB after a thousand cells instead of 0.3.
/// </remarks>
internal sealed class SubmissionChain
{
    /// <summary>What .NET Interactive imports, so that a notebook runs on both, and this kernel's own helpers.</summary>
    private static readonly string[] Usings =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Linq", "System.Threading.Tasks",
        "TimeScales.Kernel", "TimeScales.Kernel.NotebookHelpers",
    ];

    /// <summary>
    /// Warnings that say nothing here: fields that later cells may set or use, events likewise, versions that .NET takes for each
    /// other, and annotations outside a nullable context, which notebooks have no project file to declare.
    /// </summary>
    private static readonly string[] NeedlessWarnings = ["CS0067", "CS0169", "CS0414", "CS0649", "CS1701", "CS1702", "CS8632"];

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>A script's own: of two versions of a library, as a later package may bring it, the higher counts.</summary>
    private static readonly Lazy<CSharpCompilationOptions> ScriptOptions = new(() =>
        (CSharpCompilationOptions)CSharpScript.Create("").GetCompilation().Options);

    private readonly Action<string> tell;
    private readonly Lock gate = new();
    private readonly NotebookLoadContext loadContext = new();
    private readonly ReferenceResolver resolver;
    private readonly NotebookReferences references;
    private readonly PackageExtensions extensions;
    private readonly Lazy<CSharpCompilation> prelude;
    private CSharpCompilation? last;
    private object?[] states = new object?[16];
    private int count;

    /// <param name="tell">Hears what the user should know about packages and code that is accepted.</param>
    internal SubmissionChain(Action<string> tell)
    {
        this.tell = tell;
        resolver = new ReferenceResolver(loadContext);
        references = new NotebookReferences(loadContext, tell);
        extensions = new PackageExtensions(loadContext);
        prelude = new Lazy<CSharpCompilation>(() => CreateCompilation(Parse("", "prelude"), previous: null));
    }

    /// <summary>Compiles a throw-away cell that touches what cells commonly touch, and formats a value.</summary>
    internal void WarmUp()
    {
        Formatters.Format(new[] { new { Number = 1, Text = "" } });
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

    /// <summary>Resolves what a step references, for this and all later submissions.</summary>
    /// <returns>The packages that are new to the notebook.</returns>
    internal IReadOnlyList<ResolvedPackage> AddReferences(CodeStep step, string cellName, CancellationToken cancellation)
    {
        lock (gate)
            return references.Add(step, cellName, cancellation);
    }

    /// <summary>Lets a new package do what it does when it is loaded.</summary>
    internal void LoadExtension(ResolvedPackage package) => extensions.Load(package);

    /// <summary>Compiles code and makes it what the next submission continues.</summary>
    /// <exception cref="CompilationFailedException">It does not compile; the chain is as before.</exception>
    internal Submission Compile(string code, string cellName, CancellationToken cancellation)
    {
        lock (gate)
        {
            var tree = Parse(code, cellName);
            var compilation = CreateCompilation(tree, last ?? prelude.Value, new LoadedFiles(ParseOptions));
            if (!Errors(tree.GetDiagnostics(cancellation)).Any())
                compilation = compilation.ReplaceSyntaxTree(tree, LoopGuards.Insert(tree, cancellation));

            using var image = new MemoryStream();
            using var symbols = new MemoryStream();
            var emitted = Emit(compilation, image, symbols, cancellation);
            if (emitted.Success)
            {
                TellWarnings(emitted.Diagnostics);
                return Accept(compilation, loadContext.Load(image, symbols));
            }
            ThrowErrors(tree, emitted, cancellation);
            // No success and no errors: a cell of comments alone, which has no code to emit but counts for the next cell.
            Advance(compilation);
            return Submission.Empty;
        }
    }

    /// <summary>A compilation that continues the last cell without becoming part of the notebook; it never fetches
    /// packages.</summary>
    internal CSharpCompilation Analyse(string code)
    {
        lock (gate)
            return CreateCompilation(Parse(CellReader.CodeOf(code), "analysed"), last ?? prelude.Value);
    }

    private static SyntaxTree Parse(string code, string cellName) =>
        CSharpSyntaxTree.ParseText(code, ParseOptions, cellName, Encoding.UTF8);

    private CSharpCompilation CreateCompilation(SyntaxTree tree, CSharpCompilation? previous,
        SourceReferenceResolver? files = null)
    {
        var options = ScriptOptions.Value
            .WithScriptClassName($"Cell{count}")
            .WithUsings(Usings)
            // Optimized code attributes a bad index or a division by zero to the wrong line; heavy work belongs in the library.
            .WithOptimizationLevel(OptimizationLevel.Debug)
            .WithAllowUnsafe(true)
            .WithMetadataReferenceResolver(resolver)
            .WithSourceReferenceResolver(files ?? new SourceFileResolver([], Environment.CurrentDirectory));
        var added = previous is null ? SharedFramework.Paths : references.Pending;
        return CSharpCompilation.CreateScriptCompilation(
            $"Cell{count}", tree, added.Select(resolver.Reference), options, previous, typeof(object));
    }

    private static EmitResult Emit(CSharpCompilation compilation, Stream image, Stream symbols, CancellationToken cancellation) =>
        compilation.Emit(
            image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb),
            cancellationToken: cancellation);

    /// <summary>Throws the errors as the cell was written: in the guarded source the columns are others.</summary>
    private void ThrowErrors(SyntaxTree tree, EmitResult emitted, CancellationToken cancellation)
    {
        List<Diagnostic> asWritten = [.. Errors(CreateCompilation(tree, last ?? prelude.Value).GetDiagnostics(cancellation))];
        if (asWritten.Count == 0)
            asWritten.AddRange(Errors(emitted.Diagnostics));
        if (asWritten.Count > 0)
            throw new CompilationFailedException(asWritten);
    }

    /// <summary>By lines alone, which are those of the cell as it was written; the columns are not.</summary>
    private void TellWarnings(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var warning in diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning
            && !NeedlessWarnings.Contains(diagnostic.Id)))
        {
            var place = warning.Location.GetLineSpan();
            tell($"{place.Path}, line {place.StartLinePosition.Line + 1}: warning {warning.Id}: {warning.GetMessage()}");
        }
    }

    private Submission Accept(CSharpCompilation compilation, Assembly assembly)
    {
        var entryPoint = compilation.GetEntryPoint(CancellationToken.None)!;
        var factory = assembly.GetType(entryPoint.ContainingType.MetadataName)!
            .GetMethod(entryPoint.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        Advance(compilation);
        return new Submission(factory.CreateDelegate<Func<object?[], Task<object?>>>(), states, KindOfResult(compilation));
    }

    private void Advance(CSharpCompilation compilation)
    {
        last = compilation;
        references.ForgetPending();
        count++;
        // One slot a cell at most, and the prelude's.
        if (count + 2 > states.Length)
            Array.Resize(ref states, states.Length * 2);
    }

    private static ResultKind KindOfResult(CSharpCompilation compilation)
    {
        var tree = compilation.SyntaxTrees[^1];
        var root = tree.GetCompilationUnitRoot();
        return (root.Members.LastOrDefault() as GlobalStatementSyntax)?.Statement switch
        {
            ReturnStatementSyntax { Expression: not null } => ResultKind.Always,
            ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last
                when compilation.GetSemanticModel(tree)
                    .GetTypeInfo(last.Expression).Type?.SpecialType != SpecialType.System_Void => ResultKind.Always,
            _ => root.Members.OfType<GlobalStatementSyntax>().SelectMany(ReturnsOf).Any()
                ? ResultKind.WhereReturned
                : ResultKind.None,
        };
    }

    /// <summary>The cell's own returns with a value: not those of the functions in it.</summary>
    private static IEnumerable<ReturnStatementSyntax> ReturnsOf(SyntaxNode statement) =>
        statement.DescendantNodes(node => node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax))
            .OfType<ReturnStatementSyntax>().Where(statement => statement.Expression is not null);

    private static IEnumerable<Diagnostic> Errors(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
