namespace TimeScales.Figures;

/// <summary>A point's name and where it stands.</summary>
/// <param name="Point">The point.</param>
/// <param name="X">Where the point is, as a fraction of the panel.</param>
/// <param name="Y">The same, from below.</param>
/// <param name="ShiftX">Where its name is from there, in pixels to the right.</param>
/// <param name="ShiftY">And downwards.</param>
/// <param name="Anchor">Which side of the name stands there.</param>
/// <param name="IsFar">Whether the name needs a line to its point.</param>
internal sealed record PointLabel(PlacedPoint Point, double X, double Y, double ShiftX, double ShiftY, string Anchor, bool IsFar);

/// <summary>Names beside points, each at the nearest place where it covers neither a point nor a name.</summary>
internal static class PointLabels
{
    private const double Height = PanelGrid.FontSize + 2, Beside = 8, PointSize = 9;
    private const int Rings = 12;

    /// <summary>The labels of a panel's points.</summary>
    public static IReadOnlyList<PointLabel> Of(Panel panel, (double Low, double High) xRange, (double Low, double High) yRange,
        double width, double height)
    {
        var points = panel.Marks.OfType<Points>().SelectMany(mark => mark.All).Where(point => point.Label is not null)
            .Select(point => (Point: point, X: LineLabels.Fraction(point.X, panel.X, xRange),
                Y: LineLabels.Fraction(point.Y, panel.Y, yRange)))
            .OrderBy(point => point.X).ToArray();
        var taken = points.Select(p =>
            new Box(p.X * width - PointSize / 2, (1 - p.Y) * height - PointSize / 2, PointSize, PointSize)).ToList();
        var labels = new List<PointLabel>();
        foreach (var (point, x, y) in points)
        {
            var length = point.Label!.Length * PanelGrid.CharacterWidth;
            Box At((double X, double Y, string Anchor, bool) place) => new(
                x * width + place.X - (place.Anchor switch { "left" => 0, "right" => length, _ => length / 2 }),
                    (1 - y) * height + place.Y - Height / 2, length, Height);
            var canvas = new Box(0, 0, width, height);
            var place = Places().Where(p => At(p).IsIn(canvas) && !taken.Any(At(p).Covers))
                .DefaultIfEmpty((Beside, 0, "left", false)).First();
            taken.Add(At(place));
            labels.Add(new PointLabel(point, x, y, place.X, place.Y, place.Anchor, place.IsFar));
        }
        return labels;
    }

    /// <summary>Beside, above and below, then farther and farther off.</summary>
    private static IEnumerable<(double X, double Y, string Anchor, bool IsFar)> Places()
    {
        yield return (Beside, 0, "left", false);
        yield return (-Beside, 0, "right", false);
        for (var ring = 1; ring <= Rings; ring++)
        {
            foreach (var side in new[] { 1, -1 })
            {
                var rise = side * (ring * Height + 2);
                yield return (0, rise, "center", ring > 1);
                yield return (2 * Beside, rise, "left", true);
                yield return (-2 * Beside, rise, "right", true);
            }
        }
    }

    private sealed record Box(double Left, double Top, double Width, double Height)
    {
        public bool Covers(Box other) =>
            Left < other.Left + other.Width && other.Left < Left + Width && Top < other.Top + other.Height
                && other.Top < Top + Height;

        public bool IsIn(Box canvas) => Left >= 0 && Top >= 0 && Left + Width <= canvas.Width && Top + Height <= canvas.Height;
    }
}
