using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis;

namespace TimeScales.Kernel.Engine;

/// <summary>What the notebook's <c>#r</c> lines have added: libraries by path, packages, and the framework's own assemblies,
/// which are there.</summary>
internal sealed class NotebookReferences(NotebookLoadContext loadContext, Action<string> tell)
{
    private const string PackagePrefix = "nuget:";

    private readonly NotebookPackages packages = new(loadContext, tell);
    private readonly HashSet<string> pending = [];

    /// <summary>Paths that the next submission must name; a submission inherits those of the ones before.</summary>
    /// <remarks>They wait here until one compiles, so that a mistake in a cell does not cost its packages.</remarks>
    internal IReadOnlyCollection<string> Pending => pending;

    /// <summary>The next submission has named them.</summary>
    internal void ForgetPending() => pending.Clear();

    /// <summary>Resolves what a step references, also in the files that it loads.</summary>
    /// <returns>The packages that are new to the notebook.</returns>
    /// <exception cref="PackageException">A package cannot be had.</exception>
    /// <exception cref="DirectiveException">A library is not there.</exception>
    internal IReadOnlyList<ResolvedPackage> Add(CodeStep step, string cellName, CancellationToken cancellation)
    {
        List<PackageReference> named = [];
        Collect(step, cellName, Environment.CurrentDirectory, named, []);
        var added = packages.Add(named, cancellation);
        var assemblies = added.SelectMany(package =>
            package.PathsOf("compile").Concat(package.Frameworks.SelectMany(SharedFramework.AssembliesOf)));
        pending.UnionWith(assemblies.Where(path => !NotebookLoadContext.IsShared(path) && !IsNamedHere(path)));
        return added;
    }

    /// <summary>Packages made for .NET Interactive bring it along; cells get its names from this kernel instead.</summary>
    internal static bool IsNamedHere(string path) =>
        Path.GetFileName(path) is "Microsoft.DotNet.Interactive.dll" or "Microsoft.DotNet.Interactive.Formatting.dll";

    private void Collect(CodeStep step, string source, string folder, List<PackageReference> named, HashSet<string> loaded)
    {
        foreach (var feed in step.Feeds)
            packages.AddFeed(feed.Text);
        foreach (var reference in step.References)
        {
            if (reference.Text.StartsWith(PackagePrefix, StringComparison.OrdinalIgnoreCase))
                named.Add(PackageReference.Parse(reference.Text[PackagePrefix.Length..]));
            else
                AddLibrary(reference, source, folder);
        }
        foreach (var path in LoadsOf(step.Code).Select(file => Path.GetFullPath(Path.Combine(folder, file))))
        {
            // A file that is not there is the compiler's to report.
            if (!File.Exists(path) || !loaded.Add(path))
                continue;
            foreach (var part in CellReader.Read(File.ReadAllText(path)).OfType<CodeStep>())
                Collect(part, path, Path.GetDirectoryName(path)!, named, loaded);
        }
    }

    private void AddLibrary(ReferenceLine reference, string source, string folder)
    {
        var path = Path.GetFullPath(Path.Combine(folder, reference.Text));
        if (File.Exists(path) && !NotebookLoadContext.IsShared(path))
        {
            loadContext.AddLibrary(path);
            pending.Add(path);
        }
        else if (!File.Exists(path) && !SharedFramework.Has(reference.Text))
        {
            throw new DirectiveException(
                $"{source}, line {reference.Line}: '{reference.Text}' could not be found; "
                + $"it is neither a file at '{path}' nor an assembly of .NET.");
        }
    }

    private static IEnumerable<string> LoadsOf(string code)
    {
        if (!code.Contains("#load", StringComparison.Ordinal))
            yield break;
        var root = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(kind: SourceCodeKind.Script)).GetCompilationUnitRoot();
        foreach (var load in root.GetLoadDirectives())
            yield return load.File.ValueText;
    }
}
