namespace TimeScales.Tests;

/// <summary>The repository that the tests were built in.</summary>
internal static class Repository
{
    /// <summary>Its top folder.</summary>
    public static string Folder { get; } = Find(TestContext.CurrentContext.TestDirectory);

    /// <summary>A path below it.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    private static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Reproduction.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"No folder above '{start}' holds Reproduction.sln.");
    }
}
