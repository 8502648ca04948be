using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace TimeScales.Kernel.Engine;

/// <summary>Loads a notebook's cells, the libraries it references, their dependencies and their native libraries.</summary>
/// <remarks>
/// Apart from the kernel's own assemblies, so that a notebook which references a library gets the copy that it names, also where the
/// kernel's folder holds another. The framework and the kernel's helpers stay shared: their types must be the same on both sides.
/// </remarks>
internal sealed class NotebookLoadContext() : AssemblyLoadContext("notebook")
{
    private static readonly string FrameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private static readonly string KernelName = typeof(NotebookLoadContext).Assembly.GetName().Name!;

    private readonly ConcurrentDictionary<string, string> pathOfName = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, AssemblyDependencyResolver> dependenciesOfLibrary = new();
    private readonly ConcurrentDictionary<string, bool> nativeFolders = new();

    /// <summary>Makes a library that a cell referenced loadable, with what lies beside it. Of two with one name the first wins.</summary>
    internal void AddLibrary(string path)
    {
        if (pathOfName.TryAdd(Path.GetFileNameWithoutExtension(path), path))
            dependenciesOfLibrary.TryAdd(path, new AssemblyDependencyResolver(path));
    }

    /// <summary>Makes one assembly of a package loadable; the packages it needs are added likewise.</summary>
    internal void AddAssembly(string path) => pathOfName.TryAdd(Path.GetFileNameWithoutExtension(path), path);

    /// <summary>Makes the native libraries of a folder loadable.</summary>
    internal void AddNativeFolder(string folder) => nativeFolders.TryAdd(folder, true);

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
        if (name.Name is null || name.Name == KernelName || File.Exists(Path.Combine(FrameworkFolder, name.Name + ".dll")))
            return null;
        if (pathOfName.TryGetValue(name.Name, out var known))
            return known;
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
            .Select(library => Path.Combine(Path.GetDirectoryName(library)!, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"));
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
