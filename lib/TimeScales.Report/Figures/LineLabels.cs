namespace TimeScales.Figures;

/// <summary>Names at line ends, moved apart where they would lie on each other.</summary>
internal static class LineLabels
{
    private const double LineHeight = PanelGrid.FontSize + 2;
    private const double RightEdge = 0.9;

    /// <summary>Where the labels of a panel's lines stand, as fractions of the panel: behind X, or before it.</summary>
    public static IReadOnlyList<(Line Line, double X, double Y, bool IsBefore)> Of(Panel panel, (double Low, double High) xRange,
        (double Low, double High) yRange, double panelWidth, double panelHeight)
    {
        var ends = panel.Marks.OfType<Line>().Where(line => line.Label is not null)
            .Select(line => (Line: line, End: End(line, panel, xRange, yRange)))
            .Where(end => end.End is not null)
            .Select(end => (end.Line, end.End!.Value.X, end.End.Value.Y))
            .OrderByDescending(end => end.Y)
            .ToArray();
        // A line that ends inside the panel has its name there, out of the way of those at the right edge: before its
        // end where it would reach them.
        double Right((Line Line, double X, double Y) end) =>
            end.X + end.Line.Label!.Length * PanelGrid.CharacterWidth / panelWidth;
        var edge = ends.Where(end => end.X > RightEdge).Select(end => end.X).DefaultIfEmpty(double.PositiveInfinity).Min();
        return [.. ends.GroupBy(end => (IsAtEdge: end.X > RightEdge, IsBefore: end.X <= RightEdge && Right(end) > edge))
            .SelectMany(group => Apart([.. group], LineHeight / panelHeight)
                .Select(end => (end.Line, end.X, end.Y, group.Key.IsBefore)))];
    }

    private static (Line Line, double X, double Y)[] Apart((Line Line, double X, double Y)[] ends, double distance)
    {
        for (var i = 1; i < ends.Length; i++)
            ends[i].Y = Math.Min(ends[i].Y, ends[i - 1].Y - distance);
        // Pushed onto the axis: push all of them up again from the panel's lower end.
        var floor = 0.7 * distance;
        for (var i = ends.Length - 1; i >= 0 && ends[i].Y < floor; i--)
            (ends[i].Y, floor) = (floor, floor + distance);
        return ends;
    }

    /// <summary>The last point of a line that the panel shows.</summary>
    private static (double X, double Y)? End(Line line, Panel panel, (double Low, double High) xRange,
        (double Low, double High) yRange)
    {
        for (var i = line.X.Count - 1; i >= 0; i--)
        {
            var (x, y) = (Fraction(line.X[i], panel.X, xRange), Fraction(line.Y[i], panel.Y, yRange));
            if (x is >= 0 and <= 1 && y is >= 0 and <= 1)
                return (x, y);
        }
        return null;
    }

    /// <summary>A value's place on an axis, from 0 at its lower end to 1.</summary>
    internal static double Fraction(double value, Axis axis, (double Low, double High) range) =>
        ((axis.Scale == AxisScale.Logarithmic ? Math.Log10(value) : value) - range.Low) / (range.High - range.Low);
}
