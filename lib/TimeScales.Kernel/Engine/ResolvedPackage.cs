using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using NuGet.Versioning;

namespace TimeScales.Kernel.Engine;

/// <summary>A package in the version that was chosen for the notebook, with its files for this platform.</summary>
/// <param name="Name">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Files">What a project would compile with, load, and find natively.</param>
/// <param name="Frameworks">The shared frameworks besides .NET's own that it is made for, such as
/// <c>Microsoft.AspNetCore.App</c>.</param>
internal sealed record ResolvedPackage(
    string Name, NuGetVersion Version, string Folder, IReadOnlyList<ResolvedPackage.Asset> Files,
    IReadOnlyList<string> Frameworks)
{
    private static readonly string[] Kinds = ["compile", "runtime", "native", "resource"];

    /// <summary>A file of a package.</summary>
    /// <param name="Kind">One of <c>compile</c>, <c>runtime</c>, <c>native</c> and <c>resource</c>, NuGet's words.</param>
    /// <param name="Path">Where it lies.</param>
    internal sealed record Asset(string Kind, string Path);

    /// <summary>The paths of one kind.</summary>
    internal IEnumerable<string> PathsOf(string kind) => Files.Where(file => file.Kind == kind).Select(file => file.Path);

    /// <summary>Reads what a restore has written.</summary>
    internal static List<ResolvedPackage> ReadAll(string assetsPath)
    {
        var assets = JsonNode.Parse(File.ReadAllText(assetsPath))!;
        var roots = assets["packageFolders"]!.AsObject().Select(folder => folder.Key).ToList();
        var target = assets["targets"]!.AsObject()
            .First(candidate => candidate.Key.EndsWith('/' + RuntimeInformation.RuntimeIdentifier)).Value!;
        List<ResolvedPackage> packages = [];
        foreach (var (library, content) in target.AsObject())
        {
            var relative = assets["libraries"]![library]!["path"]!.GetValue<string>();
            var folder = roots.Select(root => Path.GetFullPath(Path.Combine(root, relative))).FirstOrDefault(Directory.Exists)
                ?? Path.Combine(roots[0], relative);
            var files = from kind in Kinds
                        from file in content![kind]?.AsObject() ?? []
                        where Path.GetFileName(file.Key) != "_._"
                        select new Asset(kind, Path.GetFullPath(Path.Combine(folder, file.Key)));
            var frameworks = content!["frameworkReferences"]?.AsArray().Select(name => (string)name!) ?? [];
            var parts = library.Split('/');
            packages.Add(new ResolvedPackage(parts[0], NuGetVersion.Parse(parts[1]), folder, [.. files], [.. frameworks]));
        }
        return packages;
    }
}
