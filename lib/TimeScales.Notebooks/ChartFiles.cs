using System.Text;
using Plotly.NET;
using TimeScales.Experiments;

namespace TimeScales.Notebooks;

/// <summary>Charts as picture files, drawn by a Chromium that is installed; Plotly.NET's own image export would download
/// one.</summary>
public static class ChartFiles
{
    /// <summary>Saves a PNG file, two device pixels per layout pixel.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="path">The file, with its extension.</param>
    /// <exception cref="IOException">There is no Chromium, or the file cannot be written.</exception>
    public static void SavePng(this GenericChart chart, string path) =>
        AtomicFile.Write(path, ChartPictures.Draw(exporter => exporter.PngAsync(ChartFormats.Sized(chart))));

    /// <summary>Saves an SVG file.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="path">The file, with its extension.</param>
    /// <exception cref="IOException">There is no Chromium, or the file cannot be written.</exception>
    public static void SaveSvg(this GenericChart chart, string path) =>
        AtomicFile.Write(path,
            Encoding.UTF8.GetBytes(ChartPictures.Draw(exporter => exporter.SvgAsync(ChartFormats.Sized(chart)))));
}
