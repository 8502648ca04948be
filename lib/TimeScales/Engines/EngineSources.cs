using System.Reflection;

namespace TimeScales.Engines;

/// <summary>The engines besides the embedded one, found beside this library by the names of their assemblies.</summary>
/// <remarks>No reference at compile time: a build without an engine's packages leaves its assembly out, and nothing else changes.</remarks>
public static class EngineSources
{
    private static readonly string[] Assemblies = ["TimeScales.Torch"];

    /// <summary>The engines that this build has.</summary>
    public static IReadOnlyList<IEngineSource> All { get; } = [.. Assemblies.SelectMany(SourcesIn)];

    private static IEnumerable<IEngineSource> SourcesIn(string assembly)
    {
        try
        {
            return Assembly.Load(new AssemblyName(assembly)).GetExportedTypes()
                .Where(type => type.IsAssignableTo(typeof(IEngineSource)) && !type.IsAbstract)
                .Select(type => (IEngineSource)Activator.CreateInstance(type)!)
                .ToArray();
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }
}
