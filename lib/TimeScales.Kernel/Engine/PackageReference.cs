using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace TimeScales.Kernel.Engine;

/// <summary>A package as a cell names it: <c>Name</c> or <c>Name, Version</c>.</summary>
/// <param name="Name">The package's id.</param>
/// <param name="Version">As it was written: a version, a range in brackets, or floating; null: the newest stable one.</param>
internal sealed partial record PackageReference(string Name, string? Version)
{
    /// <summary>Whether the same version is found on every day.</summary>
    internal bool IsExact => NuGetVersion.TryParse(Version, out _);

    /// <summary>Whether it is left to the feed which version that is.</summary>
    internal bool IsNewest => Version is null || Version.StartsWith("[*,", StringComparison.Ordinal);

    /// <summary>The newest of an earlier major version than one that does not serve.</summary>
    internal PackageReference Before(NuGetVersion version) => this with { Version = $"[*,{version.Major})" };

    /// <summary>Whether a version that is there already is what this asks for.</summary>
    internal bool Accepts(NuGetVersion version) =>
        Version is null
        || (NuGetVersion.TryParse(Version, out var exact) ? exact == version : VersionRange.Parse(Version).Satisfies(version));

    /// <summary>Reads what follows <c>nuget:</c>.</summary>
    /// <exception cref="PackageException">It is not of that form.</exception>
    internal static PackageReference Parse(string text)
    {
        var match = Form().Match(text);
        var version = match.Groups["version"] is { Success: true } group ? group.Value : null;
        // '*-*' is how the command line asks for the newest, pre-releases included.
        if (!match.Success || (version is not null && !VersionRange.TryParse(version, allowFloating: true, out _)))
        {
            throw new PackageException(
                $"'#r \"nuget:{text}\"' is not a package: write #r \"nuget: Name\" or #r \"nuget: Name, Version\"; "
                + "a version may be 1.2.3, 1.*, *-* or [1.0,2.0).");
        }
        return new PackageReference(match.Groups["name"].Value, version);
    }

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z0-9_][A-Za-z0-9._-]*)\s*(,\s*(?<version>[A-Za-z0-9.*+\-\[\]\(\), ]+?)\s*)?$")]
    private static partial Regex Form();
}

/// <summary>A package that cannot be had; the message says which and why.</summary>
internal sealed class PackageException(string message) : Exception(message);
