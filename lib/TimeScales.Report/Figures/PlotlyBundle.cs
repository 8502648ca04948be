using TimeScales.Experiments;

namespace TimeScales.Figures;

/// <summary>Finds plotly.js, which pages and pictures are drawn with.</summary>
internal static class PlotlyBundle
{
    public const string FileName = "plotly.min.js";

    private static readonly string Installed = Path.Combine("node_modules", "plotly.js-dist-min", FileName);

    /// <summary>The bundle that environment/install-figure-tools.sh installed, or else the copy that a folder of
    /// figures already has.</summary>
    /// <param name="figures">The folder of figures.</param>
    /// <returns>Its path; null where there is neither.</returns>
    public static string? Find(string figures) =>
        InstalledPackages.Find(Installed) ?? (Path.Combine(figures, FileName) is var copy && File.Exists(copy) ? copy : null);
}
