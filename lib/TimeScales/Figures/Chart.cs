namespace TimeScales.Figures;

/// <summary>Figures of one panel, in one call.</summary>
public static class Chart
{
    /// <summary>Lines in one panel, each with its name at its end.</summary>
    /// <param name="title">What is shown, in one line.</param>
    /// <param name="caption">What to look at.</param>
    /// <param name="x">Horizontal axis.</param>
    /// <param name="y">Vertical axis.</param>
    /// <param name="lines">Up to five names with their points.</param>
    /// <exception cref="ArgumentException">There are more lines than colours that all readers can tell apart.</exception>
    public static Figure Lines(string title, string caption, Axis x, Axis y, params IReadOnlyList<(string Name, IEnumerable<double> X, IEnumerable<double> Y)> lines)
    {
        RequireColours(lines.Count);
        return OnePanel(title, caption, x, y, lines.Select((line, i) => new Line(line.Name, Palette.Sequence[i], [.. line.X], [.. line.Y]) { Label = line.Name }));
    }

    /// <summary>Medians over seeds in their quartile bands, each with its name at its end.</summary>
    /// <param name="title">What is shown, in one line.</param>
    /// <param name="caption">What to look at.</param>
    /// <param name="x">Horizontal axis.</param>
    /// <param name="y">Vertical axis.</param>
    /// <param name="curves">Up to five names with their curves.</param>
    /// <exception cref="ArgumentException">There are more curves than colours that all readers can tell apart.</exception>
    public static Figure Bands(string title, string caption, Axis x, Axis y, params IReadOnlyList<(string Name, SeedCurve Curve)> curves)
    {
        RequireColours(curves.Count);
        return OnePanel(title, caption, x, y, curves.Select((c, i) => c.Curve.WithQuartiles(c.Name, Palette.Sequence[i], c.Name)));
    }

    private static void RequireColours(int count)
    {
        if (count > Palette.Sequence.Count)
            throw new ArgumentException($"{count} lines in one panel; {Palette.Sequence.Count} can be told apart.");
    }

    private static Figure OnePanel(string title, string caption, Axis x, Axis y, IEnumerable<Line> lines) =>
        new("chart", title, caption, [new Panel("", 0, 0, x, y, [.. lines])], PanelHeight: 240);
}
