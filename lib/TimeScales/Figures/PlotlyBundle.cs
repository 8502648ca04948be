namespace TimeScales.Figures;

/// <summary>Finds plotly.js, which pages and pictures are drawn with.</summary>
internal static class PlotlyBundle
{
    public const string FileName = "plotly.min.js";

    private static readonly string Installed = Path.Combine("environment", "node_modules", "plotly.js-dist-min", FileName);

    /// <summary>The bundle that environment/install-figure-tools.sh installed, or else the copy that a folder of figures already has.</summary>
    /// <param name="figures">The folder of figures.</param>
    /// <returns>Its path; null where there is neither.</returns>
    public static string? Find(string figures) =>
        // The command is run from anywhere in a clone, and its program lies in the clone too.
        new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory }.SelectMany(AndAbove).Select(folder => Path.Combine(folder, Installed))
            .Append(Path.Combine(figures, FileName))
            .FirstOrDefault(File.Exists);

    private static IEnumerable<string> AndAbove(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            yield return at.FullName;
    }
}
