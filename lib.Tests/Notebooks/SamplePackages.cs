using System.IO.Compression;
using TimeScales.Kernel.Engine;

namespace TimeScales.Tests.Notebooks;

/// <summary>A package source in a folder, filled with packages made on the spot, and a cache of its own.</summary>
internal sealed class SamplePackages : IDisposable
{
    private static readonly string[] Variables = ["NUGET_PACKAGES", "XDG_DATA_HOME"];

    private readonly TemporaryFolder folder = new();
    private readonly string?[] before = [.. Variables.Select(Environment.GetEnvironmentVariable)];

    public SamplePackages()
    {
        Directory.CreateDirectory(Feed);
        foreach (var variable in Variables)
            Environment.SetEnvironmentVariable(variable, Path.Combine(folder.Path, variable));
    }

    public string Feed => Path.Combine(folder.Path, "feed");

    /// <summary>Adds a package with one assembly of its name, compiled against those of its dependencies.</summary>
    public SamplePackages Add(string name, string version, string code, params (string Name, string Version)[] dependencies)
    {
        var built = Directory.CreateDirectory(Path.Combine(folder.Path, "built", version)).FullName;
        foreach (var dependency in dependencies.Where(dependency => dependency.Version != version))
            File.Copy(Path.Combine(folder.Path, "built", dependency.Version, dependency.Name + ".dll"),
                Path.Combine(built, dependency.Name + ".dll"), overwrite: true);
        SampleLibrary.Compile(built, name, $"[assembly: System.Reflection.AssemblyVersion(\"{version.Split('-')[0]}\")]\n{code}",
            [.. dependencies.Select(dependency => dependency.Name)]);
        return AddFiles(name, version, [($"lib/net8.0/{name}.dll", File.ReadAllBytes(Path.Combine(built, name + ".dll")))],
            dependencies);
    }

    /// <summary>Adds a package with the given files.</summary>
    public SamplePackages AddFiles(string name, string version, (string Path, byte[] Bytes)[] files,
        params (string Name, string Version)[] dependencies)
    {
        using var archive = ZipFile.Open(Path.Combine(Feed, $"{name}.{version}.nupkg"), ZipArchiveMode.Create);
        foreach (var (path, bytes) in files)
        {
            using var entry = archive.CreateEntry(path).Open();
            entry.Write(bytes);
        }
        var named = dependencies.Select(dependency =>
            $"<dependency id=\"{dependency.Name}\" version=\"{dependency.Version}\" />");
        using var specification = new StreamWriter(archive.CreateEntry($"{name}.nuspec").Open());
        specification.Write($"""
            <package><metadata>
              <id>{name}</id><version>{version}</version><authors>tests</authors><description>A sample.</description>
              <dependencies><group targetFramework="net8.0">{string.Concat(named)}</group></dependencies>
            </metadata></package>
            """);
        return this;
    }

    /// <summary>A notebook that finds these packages and, being asked for exact versions, need not look elsewhere for
    /// them.</summary>
    public NotebookSession Open()
    {
        var notebook = new NotebookSession();
        notebook.Succeed($"#i \"nuget: {Feed}\"");
        return notebook;
    }

    public void Dispose()
    {
        for (var i = 0; i < Variables.Length; i++)
            Environment.SetEnvironmentVariable(Variables[i], before[i]);
        folder.Dispose();
    }
}
