namespace TimeScales.Kernel.Engine;

/// <summary>Where the documentation of a library lies.</summary>
internal static class DocumentationFiles
{
    /// <summary>The files to look into, likeliest first: beside a library; for the framework, in the SDK's reference
    /// pack.</summary>
    internal static IEnumerable<string> For(string libraryPath)
    {
        var beside = Path.ChangeExtension(libraryPath, ".xml");
        if (File.Exists(beside))
            return [beside];
        if (Path.GetDirectoryName(libraryPath) != Path.GetDirectoryName(typeof(object).Assembly.Location))
            return [];
        var packs = Path.Combine(DotnetHost.Root, "packs", "Microsoft.NETCore.App.Ref");
        var pack = Directory.Exists(packs) ? Directory.GetDirectories(packs, $"{Environment.Version.Major}.*").Max() : null;
        // The framework's types are documented under the public assembly, which is not the one that holds them.
        return pack is null
            ? []
            : Directory.GetFiles(Path.Combine(pack, "ref", $"net{Environment.Version.Major}.0"), "*.xml")
                .OrderByDescending(file => new FileInfo(file).Length);
    }
}
