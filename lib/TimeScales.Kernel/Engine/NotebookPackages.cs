using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using System.Text;
using NuGet.Versioning;

namespace TimeScales.Kernel.Engine;

/// <summary>The packages that a notebook references, resolved by the SDK as those of one project.</summary>
/// <remarks>
/// New packages are resolved together with the earlier ones, so that versions agree. What a set of exact versions resolved to is
/// kept in the user's cache; a set with a version left open is resolved anew.
/// </remarks>
/// <param name="loadContext">Learns where the assemblies lie.</param>
/// <param name="tell">Hears what the user should know, a sentence at a time.</param>
internal sealed partial class NotebookPackages(NotebookLoadContext loadContext, Action<string> tell)
{
    private const string HowToChange = "restart the kernel to change the version.";

    /// <summary>How many major versions back a package is looked for.</summary>
    private const int MostRetreats = 3;

    private readonly List<PackageReference> added = [];
    private readonly Dictionary<string, ResolvedPackage> resolved = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> feeds = [];

    /// <summary>Lets later packages come from another feed too.</summary>
    /// <param name="feed">An address, or a folder relative to the notebook's.</param>
    /// <exception cref="PackageException">It is neither.</exception>
    internal void AddFeed(string feed)
    {
        var isAddress = Uri.TryCreate(feed, UriKind.Absolute, out var address) && !address.IsFile;
        var place = isAddress ? feed : Path.GetFullPath(feed);
        if (!isAddress && !Directory.Exists(place))
            throw new PackageException($"The package source '{feed}' is no address, and no folder of that name is there.");
        if (!feeds.Contains(place))
            feeds.Add(place);
    }

    /// <summary>Resolves packages and makes them loadable.</summary>
    /// <returns>All packages of the notebook that this has added or changed, with what they depend on; none when all were
    /// there.</returns>
    /// <exception cref="PackageException">The SDK is missing, cannot resolve the packages, or another version is in
    /// use.</exception>
    internal IReadOnlyList<ResolvedPackage> Add(IEnumerable<PackageReference> packages, CancellationToken cancellation)
    {
        var missing = packages.Where(package => !IsThere(package)).Distinct().ToList();
        if (missing.Count == 0)
            return [];
        List<PackageReference> all = [.. added.Where(earlier => !missing.Exists(package => IsSame(package.Name, earlier.Name))),
            .. missing];
        var found = Resolve(all, cancellation);

        var changed = found.Where(package =>
            !(resolved.TryGetValue(package.Name, out var before) && before.Version == package.Version)).ToList();
        foreach (var package in changed)
            Take(package);
        added.Clear();
        // From here on these versions stay, also where they were left open.
        added.AddRange(all.Select(package => resolved.TryGetValue(package.Name, out var version)
            ? package with { Version = $"{version.Version}" }
            : package));
        return changed;
    }

    private static bool IsSame(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private bool IsThere(PackageReference package)
    {
        if (!resolved.TryGetValue(package.Name, out var there))
            return false;
        var wasNamed = added.Exists(earlier => IsSame(earlier.Name, package.Name));
        if (package.Accepts(there.Version))
            return true;
        return !wasNamed && !loadContext.IsLoaded(there)
            ? false
            : throw new PackageException(
                $"{there.Name} {there.Version} is in use in this notebook, so {package.Version} cannot be added; {HowToChange}");
    }

    /// <summary>Makes a package loadable; where an older version is loaded already, that one stays.</summary>
    private void Take(ResolvedPackage package)
    {
        if (resolved.TryGetValue(package.Name, out var before) && loadContext.IsLoaded(before))
        {
            // Many versions of a package have one assembly version, and serve for each other.
            if (loadContext.IsNewer(package))
            {
                tell($"{package.Name} {before.Version} is in use and stays, though the packages now want {package.Version}; "
                    + HowToChange);
            }
            return;
        }
        resolved[package.Name] = package;
        loadContext.Add(package);
    }

    private List<ResolvedPackage> Resolve(List<PackageReference> packages, CancellationToken cancellation)
    {
        var folder = FolderOf(packages);
        var assets = Path.Combine(folder, "obj", "project.assets.json");
        if (File.Exists(assets) && packages.TrueForAll(package => package.IsExact))
        {
            var known = ResolvedPackage.ReadAll(assets);
            if (known.SelectMany(package => package.Files).All(file => File.Exists(file.Path)))
                return known;
        }
        Restore(folder, assets, packages, cancellation);
        return ResolvedPackage.ReadAll(assets);
    }

    private string FolderOf(List<PackageReference> packages)
    {
        var text = string.Join('\n', [.. packages.Select(package => $"{package.Name} {package.Version}"), .. feeds,
            $"{Environment.Version}", Environment.CurrentDirectory]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        var cache = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.Create);
        return Path.Combine(cache, "TimeScales.Kernel", "packages", hash);
    }

    private void Restore(string folder, string assets, List<PackageReference> packages, CancellationToken cancellation)
    {
        string? reasons = null;
        var attempted = packages;
        for (var retreats = 0; retreats <= MostRetreats; retreats++)
        {
            var (exitCode, output) = Restore(folder, attempted, cancellation);
            if (exitCode == 0)
                return;
            // The SDK writes what it found so far, which must not pass for an answer the next time.
            if (File.Exists(assets))
                File.Delete(assets);
            reasons ??= Reasons(output);
            if (Earlier(attempted, output) is not { } earlier)
                break;
            attempted = earlier;
        }
        var names = string.Join(", ", packages.Select(package => $"{package.Name} {package.Version}".TrimEnd()));
        throw new PackageException($"The package set ({names}) cannot be restored: {reasons}");
    }

    /// <summary>The same packages, but a major version earlier where the newest is made for a later .NET alone; null where none
    /// is.</summary>
    private List<PackageReference>? Earlier(List<PackageReference> packages, string output)
    {
        var tooNew = Incompatible().Matches(output)
            .Select(match => (Name: match.Groups["name"].Value, Version: NuGetVersion.Parse(match.Groups["version"].Value)))
            .Where(found => packages.Exists(package => package.IsNewest && IsSame(package.Name, found.Name)))
            .DistinctBy(found => found.Name)
            .ToList();
        foreach (var (name, version) in tooNew)
            tell($"{name} {version} is not made for .NET {Environment.Version.Major}; an earlier one is looked for.");
        return tooNew.Count == 0
            ? null
            : [.. packages.Select(package => tooNew.Find(found => IsSame(package.Name, found.Name)) is { Version: { } version }
                ? package.Before(version)
                : package)];
    }

    private (int ExitCode, string Output) Restore(string folder, List<PackageReference> packages, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var project = Path.Combine(folder, "notebook.csproj");
        var references = packages.Select(package =>
            $"""    <PackageReference Include="{package.Name}" Version="{package.Version ?? "*"}" />""");
        var sources = feeds.Select(feed => System.Security.SecurityElement.Escape(feed));
        File.WriteAllText(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <UseAppHost>false</UseAppHost>
                <!-- A version that a cell names is meant, also where another package would like a newer one. -->
                <NoWarn>NU1605</NoWarn>
                <NuGetAudit>false</NuGetAudit>
                <!-- A feed that is down matters only when a package is found in no other. -->
                <RestoreIgnoreFailedSources>true</RestoreIgnoreFailedSources>
                <RestoreAdditionalProjectSources>{string.Join(';', sources)}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
            {string.Join('\n', references)}
              </ItemGroup>
            </Project>
            """);
        // The nearest global.json chooses the SDK; this one leaves it to the newest, whatever lies around the notebook or the
        // cache.
        File.WriteAllText(Path.Combine(folder, "global.json"), "{}");
        return RunSdk(
            folder,
            // The notebook's own folder decides which feeds are asked; the properties keep any repository around the cache out.
            [
                "restore", project, "--nologo", "-v", "quiet", "-noAutoResponse",
                $"-p:RestoreRootConfigDirectory={Environment.CurrentDirectory}", "-p:ImportDirectoryBuildProps=false",
                "-p:ImportDirectoryBuildTargets=false", "-p:ImportDirectoryPackagesProps=false",
            ],
            cancellation);
    }

    private static (int ExitCode, string Output) RunSdk(string folder, string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(DotnetHost.MuxerPath, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        // Where this process was started by the SDK itself, its variables would send the new one to that SDK's files.
        foreach (var variable in start.Environment.Keys.Where(name =>
            name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(variable);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var process = Process.Start(start)!;
        using var stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>What the SDK gives as errors, and warnings of feeds that did not answer.</summary>
    private static string Reasons(string output)
    {
        var reasons = Reason().Matches(output).Select(match => match.Groups["text"].Value.Trim()).Distinct().Take(5).ToList();
        return reasons.Count > 0 ? string.Join(" ", reasons) : $"the SDK says: {output.Trim()}";
    }

    [GeneratedRegex(@"(?:error(?: [A-Z]+\d+)?|warning NU1801) ?: (?<text>.+?)(?: \[[^\]\n]*\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex Reason();

    [GeneratedRegex(@"Package (?<name>\S+) (?<version>\d\S*) is not compatible with")]
    private static partial Regex Incompatible();
}
