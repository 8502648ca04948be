using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace TimeScales.Kernel.Engine;

/// <summary>The packages that a notebook references, resolved by the SDK as those of one project.</summary>
/// <remarks>
/// Each new package is resolved together with the earlier ones, so that versions agree. What a set of exact versions resolved to is kept
/// in the user's cache; a set with a version left open is resolved anew.
/// </remarks>
internal sealed class NotebookPackages(NotebookLoadContext loadContext)
{
    private readonly List<PackageReference> added = [];
    private IReadOnlyList<string> compileAssemblies = [];

    /// <summary>The assemblies of all packages if this one is among them, else none.</summary>
    internal IReadOnlyList<string> FindAdded(PackageReference package) => added.Contains(package) ? compileAssemblies : [];

    /// <summary>Resolves a package and makes it loadable.</summary>
    /// <returns>The assemblies to compile with: those of all packages so far.</returns>
    /// <exception cref="PackageException">The SDK is missing, or cannot resolve the package.</exception>
    internal IReadOnlyList<string> Add(PackageReference package, CancellationToken cancellation)
    {
        if (added.Contains(package))
            return compileAssemblies;
        List<PackageReference> all = [.. added.Where(earlier => !earlier.Name.Equals(package.Name, StringComparison.OrdinalIgnoreCase)), package];
        var folder = FolderOf(all);
        var assets = AssetsOf(folder);
        if (!File.Exists(assets) || !all.TrueForAll(one => one.IsExact) || !AreAllThere(ReadAssets(assets)))
            Restore(folder, all, cancellation);

        var files = ReadAssets(assets);
        foreach (var (kind, path) in files)
        {
            if (kind == "runtime")
                loadContext.AddAssembly(path);
            else if (kind == "native")
                loadContext.AddNativeFolder(Path.GetDirectoryName(path)!);
        }
        added.Clear();
        added.AddRange(all);
        return compileAssemblies = [.. files.Where(file => file.Kind == "compile").Select(file => file.Path)];
    }

    private static string FolderOf(List<PackageReference> packages)
    {
        var text = string.Join('\n', packages.Select(package => $"{package.Name} {package.Version}")) + Environment.Version + Environment.CurrentDirectory;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        var cache = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        return Path.Combine(cache, "TimeScales.Kernel", "packages", hash);
    }

    private static string AssetsOf(string folder) => Path.Combine(folder, "obj", "project.assets.json");

    private static void Restore(string folder, List<PackageReference> packages, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var project = Path.Combine(folder, "notebook.csproj");
        var references = packages.Select(package => $"""    <PackageReference Include="{package.Name}" Version="{package.Version ?? "*"}" />""");
        File.WriteAllText(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup>
            {string.Join('\n', references)}
              </ItemGroup>
            </Project>
            """);
        var names = string.Join(", ", packages.Select(package => $"{package.Name} {package.Version}".TrimEnd()));
        var (exitCode, output) = RunSdk(
            // The notebook's own folder decides which feeds are asked; the properties keep any repository around the cache out.
            ["restore", project, "--nologo", "-v", "quiet", $"-p:RestoreRootConfigDirectory={Environment.CurrentDirectory}",
             "-p:ImportDirectoryBuildProps=false", "-p:ImportDirectoryBuildTargets=false", "-p:ImportDirectoryPackagesProps=false"],
            cancellation);
        if (exitCode == 0)
            return;
        // The SDK writes what it found so far, which must not pass for an answer the next time.
        File.Delete(AssetsOf(folder));
        throw new PackageException($"The package set ({names}) cannot be restored: {FirstError(output)}");
    }

    private static (int ExitCode, string Output) RunSdk(string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(DotnetHost.MuxerPath, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return (process.ExitCode, output + errors.Result);
    }

    private static string FirstError(string output) =>
        output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) is { } line
            ? line[Math.Max(0, line.IndexOf("error", StringComparison.OrdinalIgnoreCase))..].Trim()
            : $"the SDK says: {output.Trim()}";

    private static bool AreAllThere(IEnumerable<(string Kind, string Path)> files) => files.All(file => File.Exists(file.Path));

    /// <summary>The files of every package for this platform, by kind: compile, runtime or native.</summary>
    private static List<(string Kind, string Path)> ReadAssets(string assetsPath)
    {
        var assets = JsonNode.Parse(File.ReadAllText(assetsPath))!;
        var roots = assets["packageFolders"]!.AsObject().Select(folder => folder.Key).ToList();
        var target = assets["targets"]!.AsObject().First(candidate => candidate.Key.EndsWith('/' + RuntimeInformation.RuntimeIdentifier)).Value!;
        List<(string, string)> files = [];
        foreach (var (library, content) in target.AsObject())
        {
            var relative = assets["libraries"]![library]!["path"]!.GetValue<string>();
            foreach (var kind in (string[])["compile", "runtime", "native"])
            {
                foreach (var (file, _) in content![kind]?.AsObject() ?? [])
                {
                    if (Path.GetFileName(file) != "_._")
                        files.Add((kind, Locate(roots, relative, file)));
                }
            }
        }
        return files;
    }

    private static string Locate(List<string> roots, string library, string file)
    {
        var paths = roots.ConvertAll(root => Path.GetFullPath(Path.Combine(root, library, file)));
        return paths.Find(File.Exists) ?? paths[0];
    }
}
