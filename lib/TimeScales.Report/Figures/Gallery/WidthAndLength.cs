using TimeScales.Experiments.NetworkSizes;

namespace TimeScales.Figures.Gallery;

/// <summary>Beyond the paper: the law, the exponent and anisotropy over the width and the length of networks, with what
/// drawn weights predict.</summary>
internal static class WidthAndLength
{
    private const string Experiment = "sizes";
    private const int Lag = 12;

    private static readonly (string Title, string Axis, AxisScale Scale, string Quantity, double? Lag, string? Predicted)[] Rows =
    [
        ("factor of S per step, to lag 20", "factor", AxisScale.Linear, "shortFactor", null, "redrawnShortFactor"),
        ("exponent of S ~ P^s", "s", AxisScale.Linear, "exponent", null, null),
        ($"anisotropy at lag {Lag}", "σ₁/σ₁₀", AxisScale.Logarithmic, "anisotropy", Lag, "redrawnAnisotropy"),
        ("at a rank in proportion to H", "σ₁/σᵣ", AxisScale.Logarithmic, "anisotropyOfShare", Lag, "redrawnAnisotropyOfShare"),
    ];

    private static readonly (string Title, string Axis, Func<(int Hidden, int Steps), int> Of,
        (int Hidden, int Steps)[] Sizes)[] Columns =
    [
        ("over width, T = 80", "hidden units H", size => size.Hidden,
            [.. NetworkSizesConfiguration.Grid.Where(size => size.Steps == 80).OrderBy(size => size.Hidden)]),
        ("over length, H = 64", "steps T", size => size.Steps,
            [.. NetworkSizesConfiguration.Grid.Where(size => size.Hidden == 64).OrderBy(size => size.Steps)]),
    ];

    private static readonly (int Hidden, int Steps)[] WideAndLong =
        [.. NetworkSizesConfiguration.Grid.Where(size => size.Steps != 80 && size.Hidden != 64)];

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var panels = new List<Panel>();
        foreach (var row in Rows)
        {
            foreach (var (column, (title, axis, of, sizes)) in Columns.Index())
            {
                var marks = new List<Mark>();
                foreach (var cell in Shown.Cells(data, NetworkSizesExperiment.Description))
                {
                    var measured = notes.Uses(Over(data, cell, row.Quantity, row.Lag, sizes, of));
                    if (!measured.HasValues)
                        continue;
                    var colour = Palette.OfCell(cell);
                    if (row.Predicted is not null
                        && Over(data, cell, row.Predicted, row.Lag, sizes, of) is { HasValues: true } predicted)
                        marks.Add(new Line($"{Names.OfCell(cell)}, drawn anew", colour, predicted.Positions,
                            predicted.Medians) { Dash = "dot" });
                    marks.Add(new Line(Names.OfCell(cell), colour, measured.Positions, measured.Medians)
                    {
                        Label = Names.OfCell(cell), HasMarkers = true,
                            Spread = new Spread(SpreadKind.Bars, measured.LowerQuartiles, measured.UpperQuartiles),
                    });
                    foreach (var value in Over(data, cell, row.Quantity, row.Lag, WideAndLong, of) is { HasValues: true } both
                        ? both.Medians : [])
                        marks.Add(new Points($"{Names.OfCell(cell)}, both",
                            [new PlacedPoint(512, value, colour,
                            $"{Names.OfCell(cell)}, H = T = 512") { Symbol = "diamond-open" }]));
                }
                if (marks.Count > 0)
                    panels.Add(new Panel($"{row.Title}, {title}", panels.Count / 2, column, new Axis(axis, AxisScale.Logarithmic),
                        new Axis(row.Axis, row.Scale, Group: row.Quantity), marks));
            }
        }
        yield return new Figure(
            "width-and-length",
            $"Over width and length the factor of S per step changes by {LargestChange(data, "shortFactor")}, with redrawn "
                + $"weights by {LargestChange(data, "redrawnShortFactor")}",
            "Lines and their dotted ones, weights drawn anew, stay nearly level; σ₁/σ₁₀ alone falls with the width, because the "
                + "tenth of more values lies nearer to the first.",
            "Networks after some updates of plain SGD on adding. S and singular values are those of the products that end at "
                + "the last step; the factor is fitted over lags 5 to 20, s over all lags. Dotted: "
            + $"the same gates and slopes with recurrent weights drawn anew. "
                + (panels.Any(panel => panel.Marks.Any(mark => mark is Points))
                    ? "Diamonds are networks with H and T both 512. " : "")
            + $"Lines are medians over {notes.Seeds}, bars span the quartiles (no band is drawn).{notes.Remarks}",
            panels, PanelHeight: 150);
    }

    /// <summary>The largest change of a factor between sizes, of any cell, as a share of its smallest: "5.8 %".</summary>
    private static string LargestChange(FigureData data, string factor) =>
        $"{Told.Number(100 * Shown.Cells(data, NetworkSizesExperiment.Description)
        .Select(cell => Over(data, cell, factor, null, NetworkSizesConfiguration.Grid, size => size.Hidden).Medians)
        .Where(factors => factors.Count > 0).Select(factors => factors.Max() / factors.Min() - 1).DefaultIfEmpty(double.NaN)
            .Max())} %";

    private static SeedCurve Over(
        FigureData data, string cell, string quantity, double? lag, IReadOnlyList<(int Hidden, int Steps)> sizes,
            Func<(int Hidden, int Steps), int> of)
    {
        var found = sizes.Select(size =>
            (At: of(size), Row: data.AtTheEnd(Experiment, "corrected", NetworkSizesConfiguration.NameOf(size), cell,
            quantity).Rows.FirstOrDefault(r => r.Position == lag)))
            .Where(size => size.Row is not null && double.IsFinite(size.Row.Median))
                .ToDictionary(size => size.Row!, size => (double)size.At);
        return new SeedCurve([.. found.Keys], row => found[row]);
    }
}
