using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace TimeScales.Kernel.Engine;

/// <summary>Gives the compiler the assemblies that references need; the cells' own <c>#r</c> are <see
/// cref="NotebookReferences"/>' business.</summary>
internal sealed class ReferenceResolver(NotebookLoadContext loadContext) : MetadataReferenceResolver
{
    private readonly Dictionary<string, PortableExecutableReference> references = [];

    /// <inheritdoc/>
    public override bool ResolveMissingAssemblies => true;

    /// <summary>A library's metadata, read once.</summary>
    internal PortableExecutableReference Reference(string path)
    {
        lock (references)
        {
            if (!references.TryGetValue(path, out var reference))
                references[path] = reference = MetadataReference.CreateFromFile(path);
            return reference;
        }
    }

    /// <inheritdoc/>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties) => [];

    /// <inheritdoc/>
    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition,
        AssemblyIdentity referenceIdentity) =>
        loadContext.FindDependency(new AssemblyName(referenceIdentity.Name)) is { } path && !NotebookReferences.IsNamedHere(path)
            ? Reference(path)
            : null;

    /// <inheritdoc/>
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
