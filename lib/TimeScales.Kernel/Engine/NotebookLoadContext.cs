using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace TimeScales.Kernel.Engine;

/// <summary>Loads a notebook's cells, the libraries it references, their dependencies and their native libraries.</summary>
/// <remarks>
/// Apart from the kernel's own assemblies, so that a notebook which references a library gets the copy that it names, also where
/// the kernel's folder holds another. The framework and what cells see of the kernel stay shared: their types must be the same on
/// both sides.
/// </remarks>
internal sealed class NotebookLoadContext() : AssemblyLoadContext("notebook")
{
    private readonly ConcurrentDictionary<string, string> pathOfName = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, AssemblyDependencyResolver> dependenciesOfLibrary = new();
    private readonly ConcurrentDictionary<string, bool> nativeFolders = new();

    /// <summary>Makes a library that a cell referenced loadable, with what lies beside it. Of two with one name the first
    /// wins.</summary>
    internal void AddLibrary(string path)
    {
        if (!IsShared(path) && pathOfName.TryAdd(Path.GetFileNameWithoutExtension(path), path))
            dependenciesOfLibrary.TryAdd(path, new AssemblyDependencyResolver(path));
    }

    /// <summary>Makes a package loadable; the packages it needs are added likewise.</summary>
    internal void Add(ResolvedPackage package)
    {
        foreach (var path in package.PathsOf("runtime").Where(path => !IsShared(path)))
            pathOfName[Path.GetFileNameWithoutExtension(path)] = path;
        // .../fr/Name.resources.dll
        foreach (var path in package.PathsOf("resource"))
            pathOfName[$"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileNameWithoutExtension(path)}"] = path;
        foreach (var path in package.PathsOf("native"))
            nativeFolders.TryAdd(Path.GetDirectoryName(path)!, true);
        foreach (var path in package.Frameworks.SelectMany(SharedFramework.AssembliesOf))
            pathOfName.TryAdd(Path.GetFileNameWithoutExtension(path), path);
    }

    /// <summary>Whether any assembly of a package is loaded.</summary>
    internal bool IsLoaded(ResolvedPackage package) =>
        Assemblies.Any(assembly => package.PathsOf("runtime")
            .Contains(assembly.IsDynamic ? "" : assembly.Location, StringComparer.Ordinal));

    /// <summary>Whether a package has an assembly that is loaded already in a lower assembly version.</summary>
    internal bool IsNewer(ResolvedPackage package) =>
        package.PathsOf("runtime").Where(File.Exists).Select(AssemblyName.GetAssemblyName)
            .Any(name => Assemblies.Any(loaded => loaded.GetName() is var there && there.Name == name.Name
                && there.Version < name.Version));

    /// <summary>Whether cells use the framework's or the kernel's assembly of that name, rather than this file.</summary>
    internal static bool IsShared(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        if (SharedFramework.ForCells.Contains(name))
            return true;
        var framework = Path.Combine(SharedFramework.Folder, name + ".dll");
        // A package may be ahead of the framework.
        return File.Exists(framework)
            && AssemblyName.GetAssemblyName(path).Version <= AssemblyName.GetAssemblyName(framework).Version;
    }

    /// <summary>Loads a compiled cell.</summary>
    internal Assembly Load(MemoryStream image, MemoryStream symbols)
    {
        image.Position = 0;
        symbols.Position = 0;
        return LoadFromStream(image, symbols);
    }

    /// <summary>Where an assembly that some library needs lies; null when nowhere known.</summary>
    internal string? FindDependency(AssemblyName name)
    {
        if (name.Name is null || SharedFramework.ForCells.Contains(name.Name))
            return null;
        var key = string.IsNullOrEmpty(name.CultureName) ? name.Name : $"{name.CultureName}/{name.Name}";
        if (pathOfName.TryGetValue(key, out var known))
            return known;
        if (File.Exists(Path.Combine(SharedFramework.Folder, name.Name + ".dll")))
            return null;
        foreach (var (library, dependencies) in dependenciesOfLibrary)
        {
            var beside = Path.Combine(Path.GetDirectoryName(library)!, name.Name + ".dll");
            if ((dependencies.ResolveAssemblyToPath(name) ?? (File.Exists(beside) ? beside : null)) is { } path)
                return path;
        }
        return null;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        FindDependency(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

    /// <inheritdoc/>
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        foreach (var dependencies in dependenciesOfLibrary.Values)
        {
            if (dependencies.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path)
                return LoadUnmanagedDllFromPath(path);
        }
        // The resolvers look beside a library and where its deps.json says; a copied folder may have no deps.json.
        var libraryFolders = dependenciesOfLibrary.Keys
            .Select(library => Path.Combine(Path.GetDirectoryName(library)!, "runtimes", RuntimeInformation.RuntimeIdentifier,
                "native"));
        var candidates = from folder in nativeFolders.Keys.Concat(libraryFolders)
                         from fileName in NativeFileNames(unmanagedDllName)
                         select Path.Combine(folder, fileName);
        return candidates.FirstOrDefault(File.Exists) is { } found ? LoadUnmanagedDllFromPath(found) : IntPtr.Zero;
    }

    private static string[] NativeFileNames(string name) =>
        OperatingSystem.IsWindows() ? [name, name + ".dll"]
        : OperatingSystem.IsMacOS() ? [name, name + ".dylib", $"lib{name}.dylib"]
        : [name, name + ".so", $"lib{name}.so"];
}
