using System.Text.RegularExpressions;

namespace TimeScales.Kernel.Engine;

/// <summary>A package as a cell names it: <c>Name</c> or <c>Name, Version</c>.</summary>
/// <param name="Name">The package's id.</param>
/// <param name="Version">Null: the newest stable one.</param>
internal sealed partial record PackageReference(string Name, string? Version)
{
    /// <summary>Whether the same version is found on every day.</summary>
    internal bool IsExact => Version is not null && !Version.Contains('*', StringComparison.Ordinal);

    /// <summary>Reads what follows <c>nuget:</c>.</summary>
    /// <exception cref="PackageException">It is not of that form.</exception>
    internal static PackageReference Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
            throw new PackageException($"'#r \"nuget:{text}\"' is not a package: write #r \"nuget: Name\" or #r \"nuget: Name, Version\".");
        return new PackageReference(match.Groups["name"].Value, match.Groups["version"] is { Success: true } version ? version.Value : null);
    }

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z0-9._-]+)\s*(,\s*(?<version>[A-Za-z0-9.*+-]+)\s*)?$")]
    private static partial Regex Form();
}

/// <summary>A package that cannot be had; the message says which and why.</summary>
internal sealed class PackageException(string message) : Exception(message);
