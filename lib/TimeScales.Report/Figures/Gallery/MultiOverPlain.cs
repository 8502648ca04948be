using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments;

namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VII-B: does the multi gate's anisotropy exceed that of plain + Adam, as published and as
/// the paper defines it?</summary>
internal static class MultiOverPlain
{
    private const int Lag = 40;

    /// <summary>Hollow as published, filled as the paper defines it: no cell is meant, so no colour.</summary>
    private static readonly (string Protocol, string Symbol, double Shift)[] Protocols = [("published", "circle-open", 0.17),
        ("corrected", "circle", -0.17)];

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var tasks = Shown.Tasks(data, AnisotropyExperiment.Description);
        var (seeds, medians, bars) = (new List<PlacedPoint>(), new List<PlacedPoint>(), new List<Mark>());
        var above = Protocols.ToDictionary(protocol => protocol.Protocol, _ => 0);
        foreach (var (place, task) in tasks.Index())
        {
            var ends = new List<PlacedPoint>();
            foreach (var (protocol, symbol, shift) in Protocols)
            {
                var ratios = Ratios(data, protocol, task);
                if (ratios.Count == 0)
                {
                    notes.Lacks($"{task} ({protocol})");
                    continue;
                }
                notes.UsesSeeds(ratios.Count);
                var median = Statistics.Median([.. ratios.Values]);
                above[protocol] += median > 1 ? 1 : 0;
                string Words(string what, double ratio) => $"{task}, {protocol}, {what}: {Numerals.Text(ratio)}";
                seeds.AddRange(ratios.OrderBy(seed => seed.Key).Select(seed =>
                    new PlacedPoint(seed.Value, place + shift, Palette.Grey,
                        Words(FormattableString.Invariant($"seed {seed.Key}"), seed.Value)) { Symbol = symbol }));
                ends.Add(new PlacedPoint(median, place, Palette.Grey, Words("median", median)) { Symbol = symbol });
            }
            bars.Add(new Line(task, Palette.Grey, [.. ends.Select(end => end.X)], [.. ends.Select(end => end.Y)]) { Width = 3 });
            medians.AddRange(ends);
        }
        IReadOnlyList<Panel> panels = medians.Count == 0
            ? []
            : [new Panel("○ published → ● corrected", 0, 0,
                new Axis("AI multi / plain: multi more anisotropic →", AxisScale.Logarithmic),
                new Axis("", AxisScale.Names, Names: tasks),
                    [new Guide(1, IsVertical: true), new Points("seeds", seeds) { IsFaint = true }, .. bars,
                    new Points("medians", medians)])];
        yield return new Figure(
            "anisotropy-multi-over-plain",
            $"Multi + SGD is more anisotropic than plain + Adam on {Told.Share(above["corrected"], tasks.Count, "task")}; as "
                + $"published, on {above["published"]}",
            "Each bar leads from the published answer to the corrected one; right of the grey line "
                + "the multi gate is the more anisotropic.",
            $"Anisotropy of products at lag {Lag} of the multi gate with SGD over that of the plain network with Adam (no unit) "
                + $"at the end of training. Large points are medians of the ratios of {notes.Seeds}, "
            + "small ones the seeds, above for corrected and below for published (no band is drawn). Corrected is as the paper "
                + "defines it; published is as the released program measures, with one repeated batch "
            + $"and float32 products.{notes.Remarks}",
            panels, PanelHeight: 40 * tasks.Count + 8);
    }

    /// <summary>The ratio of every seed that has both.</summary>
    private static Dictionary<uint, double> Ratios(FigureData data, string protocol, string task)
    {
        IReadOnlyDictionary<uint, double> Of(string cell) =>
            data.Seeds(AnisotropyExperiment.Description.Name, protocol, task, cell, "jacobianAnisotropy", Lag);
        var plain = Of("plain");
        return Of("multi").Where(seed => plain.ContainsKey(seed.Key) && double.IsFinite(seed.Value / plain[seed.Key]))
            .ToDictionary(seed => seed.Key, seed => seed.Value / plain[seed.Key]);
    }
}
