using System.Reflection;
using System.Runtime.Loader;

namespace TimeScales.Experiments.Engines;

/// <summary>The engines besides the embedded one, found by the names of their assemblies.</summary>
/// <remarks>
/// No reference at compile time: the command line is built and runs without libtorch. An engine lies beside the program (in tests
/// and notebooks) or in the output folder of its own project in the same clone.
/// </remarks>
public static class EngineSources
{
    private const string Torch = "TimeScales.Torch";

    /// <summary>Why an engine of this clone is not among <see cref="All"/>, as a sentence without a full
    /// stop; null where all are.</summary>
    public static string? Absence { get; private set; }

    /// <summary>The engines that are built here.</summary>
    public static IReadOnlyList<IEngineSource> All { get; } = Find(Torch) is not { } assembly ? [] :
        [.. assembly.GetExportedTypes()
            .Where(type => type.IsAssignableTo(typeof(IEngineSource)) && !type.IsAbstract)
            .Select(type => (IEngineSource)Activator.CreateInstance(type)!)];

    private static Assembly? Find(string name)
    {
        // By its path: the program's own list of dependencies does not name it.
        if (Path.Combine(AppContext.BaseDirectory, $"{name}.dll") is var beside && File.Exists(beside))
            return Load(beside);
        // lib/<program>/bin/<configuration>/<framework>
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var projects = own.Parent?.Parent?.Parent?.Parent?.FullName ?? "";
        var folder = Path.Combine(projects, name, "bin", own.Parent?.Name ?? "", own.Name);
        var path = Path.Combine(folder, $"{name}.dll");
        Absence = !File.Exists(path) ? $"it is not built; 'dotnet build -c Release lib/{name}' builds it"
            : !IsOfThisLibrary(folder) ? $"its build is older than the library; 'dotnet build -c Release lib/{name}' renews it"
            : null;
        return Absence is null ? Load(path) : null;
    }

    /// <summary>Whether an engine was built with the very library that is running: another one may lack what it calls.</summary>
    private static bool IsOfThisLibrary(string folder)
    {
        var (mine, its) = (typeof(EngineSources).Assembly.Location,
            Path.Combine(folder, $"{typeof(EngineSources).Assembly.GetName().Name}.dll"));
        return File.Exists(its) && File.ReadAllBytes(mine).AsSpan().SequenceEqual(File.ReadAllBytes(its));
    }

    private static Assembly Load(string path)
    {
        var dependencies = new AssemblyDependencyResolver(path);
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            dependencies.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
        return AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
    }
}
