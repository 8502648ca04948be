namespace TimeScales.Experiments;

/// <summary>Finds what the scripts in <c>environment</c> install with npm.</summary>
internal static class InstalledPackages
{
    /// <summary>A file or folder below <c>environment</c> of the clone that the program is run from or lies in.</summary>
    /// <param name="path">Its path below <c>environment</c>.</param>
    /// <returns>Its whole path; null where it is not there.</returns>
    public static string? Find(string path) =>
        new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory }.SelectMany(AndAbove)
            .Select(folder => Path.Combine(folder, "environment", path))
            .FirstOrDefault(Path.Exists);

    private static IEnumerable<string> AndAbove(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            yield return at.FullName;
    }
}
