namespace TimeScales.Tests;

/// <summary>An empty folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("timescales-").FullName;

    /// <summary>Every file below the folder with its content, by relative name.</summary>
    public SortedDictionary<string, string> Contents()
    {
        var contents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
            contents[System.IO.Path.GetRelativePath(Path, file)] = File.ReadAllText(file);
        return contents;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
