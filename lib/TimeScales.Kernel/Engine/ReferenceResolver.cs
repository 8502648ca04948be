using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace TimeScales.Kernel.Engine;

/// <summary>Turns a cell's <c>#r</c> into references: the path of a library, or <c>nuget: Name, Version</c>.</summary>
internal sealed class ReferenceResolver(NotebookLoadContext loadContext) : MetadataReferenceResolver
{
    private const string PackagePrefix = "nuget:";

    private readonly Dictionary<string, PortableExecutableReference> references = [];
    private readonly NotebookPackages packages = new(loadContext);
    private CancellationToken? restoreCancellation;
    private PackageException? restoreFailure;

    /// <inheritdoc/>
    public override bool ResolveMissingAssemblies => true;

    /// <summary>Every assembly of the framework, and the helpers for cells.</summary>
    internal static IEnumerable<MetadataReference> Framework()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return trusted.Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == folder)
            .Append(typeof(NotebookHelpers).Assembly.Location)
            .Select(Create);
    }

    /// <summary>Until disposed, packages may be fetched; outside, as while completing, only those already fetched are found.</summary>
    internal IDisposable AllowRestore(CancellationToken cancellation)
    {
        restoreCancellation = cancellation;
        restoreFailure = null;
        return new Scope(() => restoreCancellation = null);
    }

    /// <summary>The compiler asks for references where an exception would be lost in its own; so failures are kept until here.</summary>
    internal void ThrowIfRestoreFailed()
    {
        if (restoreFailure is { } failure)
            throw failure;
    }

    /// <inheritdoc/>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (reference.StartsWith(PackagePrefix, StringComparison.OrdinalIgnoreCase))
            return [.. ResolvePackage(reference[PackagePrefix.Length..]).Select(CachedReference)];
        // A cell has a name, not a path; a file that it loads has one, and may reference libraries relative to itself.
        var folder = Path.IsPathRooted(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : Environment.CurrentDirectory;
        var path = Path.GetFullPath(Path.Combine(folder, reference));
        if (!File.Exists(path))
            return [];
        loadContext.AddLibrary(path);
        return [CachedReference(path)];
    }

    /// <inheritdoc/>
    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        loadContext.FindDependency(new AssemblyName(referenceIdentity.Name)) is { } path ? CachedReference(path) : null;

    /// <inheritdoc/>
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private IReadOnlyList<string> ResolvePackage(string reference)
    {
        try
        {
            var package = PackageReference.Parse(reference);
            return restoreCancellation is { } cancellation ? packages.Add(package, cancellation) : packages.FindAdded(package);
        }
        catch (PackageException exception)
        {
            restoreFailure = exception;
            return [];
        }
    }

    private PortableExecutableReference CachedReference(string path)
    {
        lock (references)
        {
            if (!references.TryGetValue(path, out var reference))
                references[path] = reference = Create(path);
            return reference;
        }
    }

    private static PortableExecutableReference Create(string path) => MetadataReference.CreateFromFile(path);

    private sealed class Scope(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
